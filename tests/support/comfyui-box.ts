// A rented box as a set-up run meets it: a real sshd, a ComfyUI tree with media, a Python environment, repositories to clone.
import path from 'node:path';
import type { JsonObject } from '../../contract/json.ts';
import { makeComfyuiTree } from '../../lab/comfyui-tree.ts';
import { makeNodeRepositories, type NodeKind } from '../../lab/node-repositories.ts';
import { type CommandResult, run, ssh } from '../../lab/openssh.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import type { Product } from './product.ts';

export interface ComfyuiBox extends SshdBox {
  uiHome: string;
  /** Python of the application. */
  python: string;
  /** Folder for bare repositories. */
  repositories: string;
  /** Runs a command on the box with OpenSSH's own client. */
  sh(command: string): Promise<CommandResult>;
  /** Body of a start on this box, without pauses. */
  request(...steps: JsonObject[]): JsonObject;
}

/** Starts a box that lets the product in and that it knows. Whoever starts it stops it. */
export async function startComfyuiBox(product: Product, { venv = true, trusted = true } = {}): Promise<ComfyuiBox> {
  const box = await startSshdBox({ identityFile: product.identityFile });
  const uiHome = path.join(box.home, 'workspace', 'ComfyUI');
  const environment = path.join(box.home, 'venv');
  const repositories = await putComfyui(box, uiHome);
  if (venv) {
    const made = await run('python3', ['-m', 'venv', environment]);
    if (made.code !== 0) throw new Error(`python3 -m venv: ${made.stdout}${made.stderr}`);
  }
  if (trusted) await product.trust(box);
  // The box's own properties are read anew: port and keys change.
  return Object.assign(Object.create(box) as SshdBox, {
    uiHome,
    python: path.join(environment, 'bin', 'python'),
    repositories,
    sh: (command: string) => ssh(box, command),
    request: (...steps: JsonObject[]) => ({ ssh_connection: box.connection, step_delay: 0, steps }),
  });
}

/** Makes an application tree on a box, and bare repositories of these nodes beside its home; gives their folder. */
export async function putComfyui(box: SshdBox, uiHome: string, nodes: readonly NodeKind[] = []): Promise<string> {
  const repositories = path.join(box.folder, 'repositories');
  await makeComfyuiTree(uiHome);
  await makeNodeRepositories(repositories, nodes);
  return repositories;
}

/** A façade step. */
export const step = (action: string, label: string, parameters: JsonObject = {}): JsonObject => ({
  action,
  label,
  status: 'pending',
  ...parameters,
});
