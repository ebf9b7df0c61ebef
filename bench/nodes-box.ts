// The box on which ways of installing custom nodes are compared: a real sshd, an application tree, a Python environment with pip
// 23.2 and the stand-in of torch, uv on the PATH as Vast's images have it. Every try begins from the same state.
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { makeComfyuiTree } from '../lab/comfyui-tree.ts';
import { installFakeTorch } from '../lab/fake-torch.ts';
import { run } from '../lab/openssh.ts';
import { type SshdBox, startSshdBox } from '../lab/sshd-box.ts';
import type { Product } from '../tests/support/product.ts';

/** The pip that the predecessor's images had. */
const PIP_VERSION = '23.2';

export interface NodeBox extends SshdBox {
  uiHome: string;
  venv: string;
  python: string;
  uv: string;
  /** Folder for repositories to serve. */
  repositories: string;
  /** A fresh environment and no nodes; `caches: 'kept'` leaves those of pip and uv. */
  reset(caches: 'empty' | 'kept'): Promise<void>;
}

/** Starts the box. Whoever starts it stops it. */
export async function startNodeBox(product: Product): Promise<NodeBox> {
  const bin = await bringUv(product);
  const certificates = process.env['SSL_CERT_FILE'];
  const box = await startSshdBox({
    identityFile: product.identityFile,
    // No shims of this computer's own: they would slow down whoever starts python or git by name.
    env: {
      PATH: `${bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
      ...(certificates === undefined ? {} : { SSL_CERT_FILE: certificates }),
    },
  });
  await product.trust(box);
  const uiHome = path.join(box.home, 'workspace', 'ComfyUI');
  const venv = path.join(box.home, 'venv');
  const python = path.join(venv, 'bin', 'python');
  const fresh = path.join(box.folder, 'fresh-venv');
  await makeComfyuiTree(uiHome);
  await must('python3', '-m', 'venv', venv);
  await must(python, '-m', 'pip', 'install', '--quiet', `pip==${PIP_VERSION}`);
  await installFakeTorch(python, path.join(box.folder, 'wheels'));
  await must('cp', '-a', venv, fresh);
  return Object.assign(Object.create(box) as SshdBox, {
    uiHome,
    venv,
    python,
    uv: path.join(bin, 'uv'),
    repositories: path.join(box.folder, 'repositories'),
    async reset(caches: 'empty' | 'kept') {
      const gone = [venv, path.join(uiHome, 'custom_nodes'), path.join(box.home, '.bringup')];
      if (caches === 'empty') gone.push(path.join(box.home, '.cache'));
      for (const folder of gone) await rm(folder, { recursive: true, force: true });
      await mkdir(path.join(uiHome, 'custom_nodes'));
      await must('cp', '-a', fresh, venv);
      await must('sync');
    },
  });
}

/** uv in a folder of its own. */
async function bringUv(product: Product): Promise<string> {
  const folder = path.join(product.userHome, 'uv');
  await must('python3', '-m', 'pip', 'install', '--quiet', '--target', folder, 'uv');
  return path.join(folder, 'bin');
}

/** Runs a program that has to succeed; gives what it printed. */
export async function must(program: string, ...parameters: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(program, parameters);
  if (code !== 0) throw new Error(`${program} ${parameters.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  return stdout;
}
