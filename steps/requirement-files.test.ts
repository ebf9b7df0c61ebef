// What requirement files of custom nodes look like, and what becomes of their lines (steps/box/requirements.py).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scriptBody } from './script-text.ts';
import { createSandbox, type Sandbox } from './testing/run-step-script.ts';

const PROGRAM = `import os
from box import report, requirements
left_out = []
lines = list(requirements.read(os.environ['FILE'], left_out, left_out))
report.result({'lines': [line.text for line in lines], 'names': [line.name for line in lines], 'left_out': left_out})
`;

let box: Sandbox;
let files = 0;
beforeAll(() => {
  box = createSandbox();
});
afterAll(() => box.remove());

/** The lines of a file with this text; further files beside it by name. */
async function read(text: string, beside: Record<string, string> = {}) {
  const folder = path.join(box.folder, `node ${(files += 1)}`);
  mkdirSync(folder);
  for (const [name, content] of Object.entries({ ...beside, 'requirements.txt': text })) {
    writeFileSync(path.join(folder, name), content);
  }
  const own = (name: string) =>
    name === 'probe.py' ? PROGRAM : readFileSync(path.join(import.meta.dirname, name), 'utf8');
  const end = await box.runText(scriptBody({ file: 'probe.py' }, own), {
    env: { FILE: path.join(folder, 'requirements.txt') },
  });
  expect(end.stderr).toBe('');
  return { folder, ...(end.result as { lines: string[]; names: (string | null)[]; left_out: string[] }) };
}

describe('a requirements file', () => {
  it.each([
    ['a mark at its start and DOS line ends', '\ufeffa>=1\r\nb\r\n', ['a>=1', 'b']],
    ['comments, blank lines and blanks around', '# why\n\n  a  # because\n\t\nb#not-a-comment', ['a']],
    ['continued lines', 'a \\\n  >=1 , \\\n <2', ['a   >=1 ,  <2']],
    ['a missing comma', 'numpy<1.24>=1.18\ntoolz >=0.1 <2', ['numpy<1.24,>=1.18', 'toolz >=0.1,<2']],
    ['options behind a requirement', 'a==1 --hash=sha256:00 --global-option="x"', ['a==1']],
    ['extras and markers', 'trimesh[easy] ; python_version >= "3"', ['trimesh[easy] ; python_version >= "3"']],
    ['a version in parentheses', 'a (>=1.0)', ['a (>=1.0)']],
    [
      'URLs',
      'git+https://x.invalid/a.git@v1#egg=Some_Pkg\nhttps://x.invalid/b-1.0-py3-none-any.whl\nc @ https://x.invalid/c.zip',
      [
        'git+https://x.invalid/a.git@v1#egg=Some_Pkg',
        'https://x.invalid/b-1.0-py3-none-any.whl',
        'c @ https://x.invalid/c.zip',
      ],
    ],
    ['an editable URL', '-e git+https://x.invalid/a.git', ['git+https://x.invalid/a.git']],
  ])('may have %s', async (_, text, lines) => {
    expect((await read(text)).lines).toEqual(lines);
  });

  it('loses what concerns the installer only, and says so', async () => {
    const text = '-e .\n.\n-e .[all]\n--extra-index-url https://x.invalid/\n-c pins.txt\n--no-binary :all:\na';
    const { lines, left_out } = await read(text);
    expect(lines).toEqual(['a']);
    expect(left_out).toEqual([
      'left out: -e .',
      'left out: .',
      'left out: -e .[all]',
      'left out: --extra-index-url https://x.invalid/',
      'left out: -c pins.txt',
      'left out: --no-binary :all:',
    ]);
  });

  it('says which lines are no requirements', async () => {
    const { lines, left_out } = await read('pip install a\n<<<<<<< HEAD\na==\n=1.0\nb=1.0\nc');
    expect(lines).toEqual(['c']);
    expect(left_out).toEqual([
      'left out, since it is no requirement: pip install a',
      'left out, since it is no requirement: <<<<<<< HEAD',
      'left out, since it is no requirement: a==',
      'left out, since it is no requirement: =1.0',
      'left out, since it is no requirement: b=1.0',
    ]);
  });

  it('takes in the files that it names, not for ever, and paths below its own folder', async () => {
    const beside = { 'base.txt': 'b\n-r requirements.txt\n', 'more.txt': '--requirement=base.txt' };
    const { folder, lines, left_out } = await read('-r more.txt\n-r none.txt\n./wheels/x-1.0-py3-none-any.whl', beside);
    expect(new Set(lines)).toEqual(new Set(['b', `${folder}/wheels/x-1.0-py3-none-any.whl`]));
    expect(left_out).toContain('left out: -r none.txt');
  });

  it('names distributions in their normal spelling', async () => {
    const { names } = await read(
      'Py_YAML>=6\nruamel.yaml[jinja2]\ngit+https://x.invalid/a.git\ngit+https://x.invalid/a.git#egg=A.b',
    );
    expect(names).toEqual(['py-yaml', 'ruamel-yaml', null, 'a-b']);
  });
});
