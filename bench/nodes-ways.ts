// Three ways to install the same custom nodes on the same box: the product's, the predecessor's and pyinfra's.
import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageFile } from '../adapters/package-root.ts';
import type { StepState } from '../contract/run-state.ts';
import { run, sshOptions } from '../lab/openssh.ts';
import { step } from '../tests/support/comfyui-box.ts';
import type { Product } from '../tests/support/product.ts';
import { must, type NodeBox } from './nodes-box.ts';

export interface BenchNode {
  name: string;
  url: string;
  /** Name of the requirements file; empty where there is none. */
  requirements: string;
}

export interface Took {
  /** What a person waits for. Ours: the step's begin to its end, as the run's history has them; the others: their command. */
  seconds: number;
  /** Ours: from the job's first file on the box to its exit code. The predecessor: its script without the login. */
  onBox?: number;
  /** The last words. */
  said: string;
  step?: StepState;
}

export interface Way {
  name: 'ours' | 'predecessor' | 'pyinfra';
  install(box: NodeBox, nodes: BenchNode[]): Promise<Took>;
}

/** A run of the product with the one step. */
export function ours(product: Product): Way {
  return {
    name: 'ours',
    async install(box, nodes) {
      const parameters = {
        ui_home: box.uiHome,
        python: box.python,
        nodes: nodes.map(({ name, url, requirements }) => ({ name, url, requirements: requirements || null })),
      };
      const request = { ssh_connection: box.connection, step_delay: 0 };
      const steps = [step('install_custom_nodes', 'Install nodes', parameters)];
      const state = await product.ended(await product.start({ ...request, steps }), 1_800_000);
      const [ended] = state.steps;
      if (!ended?.started_at || !ended.ended_at) throw new Error(`the step did not run: ${state.error_message}`);
      return {
        seconds: (Date.parse(ended.ended_at) - Date.parse(ended.started_at)) / 1000,
        onBox: jobSeconds(box, state.execution_id),
        said: ended.error ?? ended.completion_note ?? '',
        step: ended,
      };
    },
  };
}

/** From the first file of a run's job to the writing of its exit code. */
function jobSeconds(box: NodeBox, execution: string): number {
  const jobs = path.join(box.home, '.bringup', 'jobs');
  const name = readdirSync(jobs).find((one) => one.startsWith(execution));
  if (name === undefined) throw new Error(`the box has no job of ${execution}`);
  const began = statSync(path.join(jobs, name, 'script')).birthtimeMs;
  return (statSync(path.join(jobs, name, 'exit')).mtimeMs - began) / 1000;
}

/** bench/predecessor.sh, copied and run by OpenSSH. That it was also polled by two logins every 2 s is left out. */
export const predecessor: Way = {
  name: 'predecessor',
  async install(box, nodes) {
    const csv = path.join(box.home, 'nodes.csv');
    await writeFile(csv, nodes.map(({ name, url, requirements }) => `${name},${url},,${requirements}\n`).join(''));
    const { options, remove } = await sshOptions(box);
    const target = `${box.user}@${box.host}`;
    try {
      const began = performance.now();
      const script = path.join(box.home, 'install-custom-nodes.sh');
      const copy = options.map((word, index) =>
        word === '-p' && /^\d+$/.test(options[index + 1] ?? '') ? '-P' : word,
      );
      await must('scp', '-q', ...copy, packageFile('bench', 'predecessor.sh'), `${target}:${script}`);
      const words = ['bash', script, box.uiHome, '--venv-path', box.python];
      words.push('--progress-file', path.join(box.home, 'progress.json'), '--csv', csv);
      const onBox = `s=$(date +%s%N); ${words.join(' ')}; code=$?; echo took $(( $(date +%s%N) - s )); exit $code`;
      const { stdout, stderr } = await run('ssh', [...options, target, onBox]);
      const [, nanoseconds] = /took (\d+)\s*$/.exec(stdout) ?? [];
      if (nanoseconds === undefined) throw new Error(`the predecessor's script broke off: ${stdout}${stderr}`);
      const said = (stdout + stderr).split('\n').filter((line) => /FAILED|ERROR|error:|of \d+ failed/.test(line));
      return { seconds: (performance.now() - began) / 1000, onBox: Number(nanoseconds) / 1e9, said: said.join('\n') };
    } finally {
      await remove();
    }
  },
};

/** bench/pyinfra-nodes.py by pyinfra from an environment of its own, in `folder`. */
export async function pyinfra(folder: string): Promise<Way & { version: string }> {
  const bin = path.join(folder, 'bin');
  await must('python3', '-m', 'venv', folder);
  await must(path.join(bin, 'pip'), 'install', '--quiet', '-r', packageFile('bench', 'pyinfra-requirements.txt'));
  const version = (await must(path.join(bin, 'pip'), 'show', 'pyinfra')).match(/^Version: (.+)$/m)?.[1] ?? '';
  return {
    name: 'pyinfra',
    version,
    async install(box, nodes) {
      const scratch = await mkdtemp(path.join(tmpdir(), 'bringup-pyinfra-'));
      try {
        const at = (name: string) => path.join(scratch, name);
        await writeFile(at('nodes.json'), JSON.stringify(nodes));
        await writeFile(at('known_hosts'), `${box.hostKey.knownHostsLine}\n`);
        const data = {
          nodes: at('nodes.json'),
          ui_home: box.uiHome,
          venv: box.venv,
          ssh_known_hosts_file: at('known_hosts'),
          ssh_strict_host_key_checking: 'yes',
        };
        const words = [box.host, packageFile('bench', 'pyinfra-nodes.py'), '-y', '--ssh-user', box.user];
        words.push('--ssh-port', String(box.port), '--ssh-key', box.identityFile);
        words.push(...Object.entries(data).flatMap(([name, value]) => ['--data', `${name}=${value}`]));
        const began = performance.now();
        const { code, stdout, stderr } = await run(path.join(bin, 'pyinfra'), words);
        const seconds = (performance.now() - began) / 1000;
        return { seconds, said: code === 0 ? '' : `${stdout}${stderr}`.split('\n').slice(-30).join('\n') };
      } finally {
        await rm(scratch, { recursive: true });
      }
    },
  };
}
