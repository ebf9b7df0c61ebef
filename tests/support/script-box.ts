// A real box on which many scripts of steps run one after the other: what an SSH login and a remote job cost each is left out, the text is
// the one that a job gets. Programs that would reach the network or take long are replaced; a shell, git and coreutils are real.
import { cpus } from 'node:os';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { connect, type Connection } from '../../adapters/ssh/connect.ts';
import { runShell } from '../../adapters/ssh/run-shell.ts';
import { addressOf, reachBox } from '../../lab/reach-box.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';

export interface ScriptBox {
  box: SshdBox;
  connection: Connection;
  /** Folder for hostile names; nothing in it counts as a canary but a file that is named exactly like one. */
  root: string;
  /** Runs the scripts, some of them side by side, each lane in order and with a home of its own; gives what each one said. */
  run(lanes: ScriptText[][]): Promise<string[]>;
  /** Paths of all canaries that have appeared. */
  canaries(): Promise<string[]>;
  stop(): Promise<void>;
}

export interface ScriptText {
  text: string;
  /** Login shell of the session. */
  shell?: string;
}

export const LANES = Math.max(2, cpus().length);

/** For whatever would wait or ask the network: says no at once. */
const NO = '#!/bin/sh\nexit 1\n';
const stubs: Record<string, string> = {
  sleep: '#!/bin/sh\nexit 0\n',
  ...Object.fromEntries(
    ['python', 'python3', 'uv', 'pip', 'virtualenv', 'curl', 'wget', 'apt-get'].map((name) => [name, NO]),
  ),
};
const CIVITDL = '.bringup/tools/civitdl/bin';

export const executable = async (file: string, text = NO): Promise<void> => {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text, { mode: 0o755 });
};

export async function startScriptBox(): Promise<ScriptBox> {
  const box = await startSshdBox();
  const connection = await connect(addressOf(box), await reachBox(box));
  const at = (...parts: string[]) => path.join(box.folder, ...parts);
  for (const [name, text] of Object.entries(stubs)) await executable(at('bin', name), text);
  for (let lane = 0; lane < LANES; lane += 1) {
    await mkdir(at(`lane-${lane}`, 'work'), { recursive: true });
    await executable(at(`lane-${lane}`, CIVITDL, 'civitdl'), '#!/bin/sh\necho civitdl v2.2.0\n');
    await executable(
      at(`lane-${lane}`, CIVITDL, 'python'),
      '#!/bin/sh\nprintf "config ok\\napi unreachable 0 %s\\n" "$CIVITAI_URL"\n',
    );
  }

  async function runLane(lane: number, scripts: ScriptText[], first: number): Promise<void> {
    const home = at(`lane-${lane}`);
    const text = [
      `cd '${home}/work' || exit 1`,
      `PATH='${at('bin')}':$PATH HOME='${home}'`,
      `export PATH HOME`,
      ...scripts.map(({ shell = '/bin/sh' }, index) => {
        const file = at('scripts', String(first + index));
        return `SHELL=${shell} timeout 30 setsid sh '${file}' >'${file}.out' 2>&1 3>'${file}.reports' </dev/null`;
      }),
      'exit 0',
    ].join('\n');
    const { code, stderr } = await runShell(connection, text);
    if (code !== 0) throw new Error(`the lane ended with ${code}: ${stderr}`);
  }

  return {
    box,
    connection,
    root: at('hostile'),
    async run(lanes) {
      await mkdir(at('scripts'), { recursive: true });
      const starts: number[] = [];
      let count = 0;
      for (const lane of lanes) {
        starts.push(count);
        for (const { text } of lane) await writeFile(at('scripts', String(count++)), text);
      }
      await Promise.all(lanes.map((lane, index) => runLane(index, lane, starts[index] ?? 0)));
      return Promise.all(
        Array.from({ length: count }, (_, index) => readFile(at('scripts', `${index}.out`), 'latin1')),
      );
    },
    canaries: () => findCanaries(box.folder),
    async stop() {
      connection.end();
      await box.stop();
    },
  };
}

/** Files named exactly like a canary, below a folder and in the places where a stray command may have been run. */
export async function findCanaries(folder: string): Promise<string[]> {
  const below = await readdir(folder, { recursive: true, withFileTypes: true });
  const beside = await Promise.all(
    ['/', '/tmp', '/root', process.cwd()].map((place) => readdir(place, { withFileTypes: true })),
  );
  return [...below, ...beside.flat()]
    .filter((entry) => !entry.isDirectory() && /^canary-\d{4}$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
