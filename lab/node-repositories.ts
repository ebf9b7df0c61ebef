// Small repositories of custom nodes, as bare git repositories: ones that work, and one for every way in which they can fail.
// Commits have fixed dates, so the same kind always has the same commit id.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

type Files = Record<string, string>;

interface Kind {
  files: Files;
  /** Files of further branches; `main` has `files`. */
  branches?: Record<string, Files>;
}

const node = (name: string, imports: string[] = []): string =>
  [
    ...imports.map((module) => `import ${module}`),
    `class Node:`,
    `    CATEGORY = "lab"`,
    `    FUNCTION = "run"`,
    `    RETURN_TYPES = ("STRING",)`,
    `    @classmethod`,
    `    def INPUT_TYPES(cls):`,
    `        return {"required": {"text": ("STRING", {"default": "${name}"})}}`,
    `    def run(self, text):`,
    `        return (text,)`,
    `NODE_CLASS_MAPPINGS = {"Lab ${name}": Node}`,
    ``,
  ].join('\n');

const withRequirement = (name: string, requirement: string, module: string): Kind => ({
  files: { '__init__.py': node(name, [module]), 'requirements.txt': `${requirement}\n` },
});

const BOM = '\uFEFF';

/** Every kind there is. Names are those of the repositories. */
const kinds = {
  'n01-plain': { files: { '__init__.py': node('n01-plain') } },
  'n02-humanize': withRequirement('n02-humanize', 'humanize', 'humanize'),
  'n03-tabulate': withRequirement('n03-tabulate', 'tabulate>=0.9', 'tabulate'),
  'n04-colorama': withRequirement('n04-colorama', 'colorama', 'colorama'),
  'n05-inflection': withRequirement('n05-inflection', 'inflection', 'inflection'),
  /** A conflict with the next one. */
  'pin-old': withRequirement('pin-old', 'packaging==21.3', 'packaging'),
  'pin-new': withRequirement('pin-new', 'packaging>=23', 'packaging'),
  nopkg: withRequirement('nopkg', 'no-such-package-zzzqq==9.9', 'json'),
  importfail: { files: { '__init__.py': node('importfail', ['a_module_that_nobody_has']) } },
  importexit: { files: { '__init__.py': `import os\nos._exit(3)\n` } },
  importhang: { files: { '__init__.py': `import time\ntime.sleep(3600)\n` } },
  nomappings: { files: { '__init__.py': `# no node in here\n` } },
  /** What real requirement files look like: BOM, CRLF, two ranges without a comma, lines that are no requirement. */
  malformed: {
    files: {
      '__init__.py': node('malformed', ['humanize', 'tabulate']),
      'requirements.txt': [
        `${BOM}humanize<5>=3`,
        `# a comment`,
        ``,
        `tabulate>=0.9   # with a comment behind it`,
        `-e .`,
        `--extra-index-url http://127.0.0.1:9/simple`,
        `git+http://127.0.0.1:9/nobody/nothing.git`,
        ``,
      ].join('\r\n'),
    },
  },
  /** Its node imports a file that only install.py makes. */
  installpy: {
    files: {
      '__init__.py':
        node('installpy', ['os']) + 'open(os.path.join(os.path.dirname(__file__), "installed.txt")).close()\n',
      'install.py': `import os\nopen(os.path.join(os.path.dirname(os.path.abspath(__file__)), "installed.txt"), "w").write("yes")\n`,
    },
  },
  /** `main` fails to import, `stable` works. */
  refbranch: {
    files: { '__init__.py': node('refbranch', ['a_module_that_nobody_has']), VERSION: 'main\n' },
    branches: { stable: { '__init__.py': node('refbranch'), VERSION: 'stable\n' } },
  },
  /** Its requirements have another file name. */
  altreq: { files: { '__init__.py': node('altreq', ['colorama']), 'requirements-no-cupy.txt': 'colorama\n' } },
} satisfies Record<string, Kind>;

export type NodeKind = keyof typeof kinds;
export const allNodeKinds = Object.keys(kinds) as NodeKind[];

export interface NodeRepository {
  name: NodeKind;
  /** Path of the bare repository. */
  path: string;
  /** `file://` URL; lab/git-server.ts serves the same folder over HTTP as `/<name>.git`. */
  url: string;
}

/** A repository's place below `folder`, whether it was made yet or not. */
export function nodeRepository(folder: string, name: NodeKind): NodeRepository {
  const bare = path.join(folder, `${name}.git`);
  return { name, path: bare, url: pathToFileURL(bare).href };
}

/** Makes bare repositories `<folder>/<name>.git` of the named kinds. Throws when git is missing. */
export async function makeNodeRepositories(folder: string, names: readonly NodeKind[]): Promise<NodeRepository[]> {
  await mkdir(folder, { recursive: true });
  const repositories: NodeRepository[] = [];
  for (const name of names) {
    const repository = nodeRepository(folder, name);
    const bare = repository.path;
    await rm(bare, { recursive: true, force: true });
    await git(['init', '--quiet', '--bare', '--template=', '--initial-branch=main', bare]);
    await git(['-C', bare, 'config', 'uploadpack.allowFilter', 'true']);
    await git(['-C', bare, 'fast-import', '--quiet'], importStream(name, kinds[name]));
    repositories.push(repository);
  }
  return repositories;
}

function importStream(name: string, { files, branches = {} }: Kind): string {
  return Object.entries({ main: files, ...branches })
    .map(([branch, content]) => commit(branch, `${name} on ${branch}`, content))
    .join('');
}

function commit(branch: string, message: string, files: Files): string {
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const changes = Object.entries(files).map(([file, text]) => `M 100644 inline ${file}\n${data(text)}`);
  const committer = 'committer Lab <lab@bringup.invalid> 1790000000 +0000\n';
  return `commit refs/heads/${branch}\n${committer}${data(message)}${changes.join('')}\n`;
}

async function git(parameters: string[], input = ''): Promise<void> {
  const child = spawn('git', parameters, { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  child.stdin.on('error', () => undefined); // git says on stderr why it stopped reading
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`git ${parameters.join(' ')} ended with ${code}: ${said.trim()}`);
}
