// What lies on a box of the lab for use by hand, and the template file for it.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { quote } from '../adapters/ssh/shell.ts';
import { makeComfyuiTree } from './comfyui-tree.ts';
import { writeFakeTorch } from './fake-torch.ts';
import type { GitServer } from './git-server.ts';
import { makeMediaTree } from './media-tree.ts';
import { nodeSet, templateNodes } from './node-set.ts';
import { ssh } from './openssh.ts';
import { findUv } from './python-tools.ts';
import type { LabBox } from './sshd.ts';
import type { ThickBox } from './thick-box.ts';

interface Application {
  uiHome: string;
  python: string;
}

const isThick = (box: LabBox): box is ThickBox => 'path' in box;

/** Puts the application's tree with media and an environment with uv and torch where a box of its kind has them. */
export async function putApplication(box: LabBox, clipSize: number): Promise<Application> {
  const root = isThick(box) ? '' : box.home;
  const here = (inside: string) => (isThick(box) ? box.path(inside) : inside);
  const [uiHome, environment, wheels] = [`${root}/workspace/ComfyUI`, `${root}/venv/main`, `${root}/opt/wheels`];
  await mkdir(here(uiHome), { recursive: true });
  await makeComfyuiTree(here(uiHome));
  await makeMediaTree(path.join(here(uiHome), 'output', 'odd'), { clipSize });
  const files = (await writeFakeTorch(here(wheels))).map((file) => quote(`${wheels}/${path.basename(file)}`));
  const python = `${environment}/bin/python`;
  const uv = quote(await findUv());
  const { code, stderr } = await ssh(
    box,
    `set -e
python3 -m venv ${quote(environment)}
cp ${uv} ${quote(environment)}/bin/uv
${uv} pip install --quiet --no-index --python ${quote(python)} ${files.join(' ')}`,
  );
  if (code !== 0) throw new Error(`the environment of a box could not be made: ${stderr}`);
  return { uiHome, python };
}

/** Writes a template that installs the whole set of nodes on a box; gives its path. */
export async function writeTemplate(
  folder: string,
  { id, box, git, uiHome, python }: Application & { id: string; box: LabBox; git: GitServer },
): Promise<string> {
  const application = { ui_home: uiHome, python };
  const template = {
    id,
    name: `Lab: every node, good and bad (${id})`,
    ssh_connection: box.connection,
    step_delay: 0,
    steps: [
      { action: 'test_ssh', label: 'Look at the box' },
      { action: 'install_custom_nodes', label: 'Install nodes', ...application, nodes: templateNodes(nodeSet(git)) },
      { action: 'verify_dependencies', label: 'Verify dependencies', ...application },
      { action: 'sync_instance', label: 'Bring the pictures home', ui_home: uiHome },
    ],
  };
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${id}.yaml`);
  await writeFile(file, stringify(template, { lineWidth: 0 }));
  return file;
}
