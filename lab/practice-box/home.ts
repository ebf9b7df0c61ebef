// What lies on the practice box: a small ComfyUI, some git repositories of custom nodes, a Python environment. Every part is made
// once and appears only when it is whole; a later start makes what was not possible before.
import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { quote } from '../../adapters/ssh/shell.ts';
import { makeComfyuiTree } from '../comfyui-tree.ts';
import { makeNodeRepositories, nodeRepository, type NodeKind, type NodeRepository } from '../node-repositories.ts';
import { run } from '../openssh.ts';

/** The practice template installs these. */
const NODES: NodeKind[] = ['n01-plain', 'n02-humanize', 'n03-tabulate', 'n04-colorama', 'n05-inflection'];

export interface PracticeHome {
  /** HOME of the sessions. */
  home: string;
  uiHome: string;
  rebootCommand: string;
  /** Empty where this computer has no git. */
  nodes: NodeRepository[];
  /** Python of the application; null where this computer has none. */
  python: string | null;
}

/** Makes what lacks of the practice box's home below `practice`. */
export async function makePracticeHome(practice: string, log: Logger): Promise<PracticeHome> {
  const home = path.join(practice, 'home');
  if (!existsSync(home)) await whole(home, (folder) => makeComfyuiTree(path.join(folder, 'workspace', 'ComfyUI')));
  // Written at every start: the data folder may have been moved.
  const rebootCommand = path.join(home, 'bin', 'reboot');
  await mkdir(path.dirname(rebootCommand), { recursive: true });
  await writeFile(rebootCommand, rebootScript(practice));
  await chmod(rebootCommand, 0o755);
  return {
    home,
    uiHome: path.join(home, 'workspace', 'ComfyUI'),
    rebootCommand,
    nodes: await makeRepositories(path.join(home, 'repos'), log),
    python: await makePython(path.join(home, 'venv', 'main'), log),
  };
}

/** Makes a folder under another name first, so that under its own name it is never half there. */
async function whole(folder: string, make: (folder: string) => Promise<unknown>): Promise<void> {
  const temporary = `${folder}.new`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  await make(temporary);
  await rename(temporary, folder);
}

async function makeRepositories(folder: string, log: Logger): Promise<NodeRepository[]> {
  try {
    if (!existsSync(folder)) await whole(folder, (temporary) => makeNodeRepositories(temporary, NODES));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    log.warn('git is not on this computer: the practice box has no custom nodes to install');
    return [];
  }
  return NODES.map((name) => nodeRepository(folder, name));
}

/** A virtual environment knows its own path, so it cannot be renamed: a file inside says that it is whole. */
async function makePython(folder: string, log: Logger): Promise<string | null> {
  const python = path.join(folder, 'bin', 'python');
  const marker = path.join(folder, 'whole');
  // The interpreter that it points to may have been removed since.
  if (existsSync(marker) && existsSync(python)) return python;
  await rm(folder, { recursive: true, force: true });
  log.info('making the Python environment of the practice box');
  try {
    const { code, stdout, stderr } = await run('python3', ['-m', 'venv', folder]);
    if (code !== 0) {
      log.warn(
        { output: (stdout + stderr).slice(-500) },
        'python3 -m venv failed: the practice box has no Python steps',
      );
      await rm(folder, { recursive: true, force: true });
      return null;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    log.warn('python3 is not on this computer: the practice box has no Python steps');
    return null;
  }
  await writeFile(marker, '');
  return python;
}

/** Asks the server to end everything. The check of the command line keeps it from signalling a stranger with an old pid. */
function rebootScript(practice: string): string {
  return `#!/bin/sh
# "Reboots" the practice box: its server ends every process of its sessions and itself; bringup up starts it again.
pid=$(cat ${quote(path.join(practice, 'server.pid'))}) || exit 1
if [ -r "/proc/$pid/cmdline" ]; then
  command=$(tr '\\0' ' ' <"/proc/$pid/cmdline")
else
  command=$(ps -o args= -p "$pid")
fi
case $command in
*practice-box*) kill -s USR2 "$pid" && exit 0 ;;
esac
echo 'the practice box does not run' >&2
exit 1
`;
}
