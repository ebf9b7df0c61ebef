// A step's script as one text for `sh`: the functions to report with, then the step's own file. A Python program brings along
// the modules of steps/box/ that it imports, within the text: nothing is left on the box.
import type { Script } from './step.ts';

/** Reads a file below steps/. */
type Read = (name: string) => string;

const IMPORT = /^from box(?:\.(\w+) import .+| import ([\w, ]+))$/gm;

/** The script without its parameters. */
export function scriptBody({ file }: Pick<Script, 'file'>, read: Read): string {
  const body = file.endsWith('.py') ? pythonProgram(file, read) : read(file);
  return `${read('progress.sh')}\n${body}`;
}

function pythonProgram(file: string, read: Read): string {
  const sources: Record<string, string> = {};
  const add = (name: string, text: string) => {
    sources[name] = text;
    for (const [, one, names = one ?? ''] of text.matchAll(IMPORT)) {
      for (const inner of names.split(',').map((name) => name.trim())) {
        if (!(inner in sources)) add(inner, read(`box/${inner}.py`));
      }
    }
  };
  add('__main__', read(file));
  // JSON's strings are Python's, too.
  const program = `${read('box/loader.py')}\nrun(${JSON.stringify(sources)}, ${JSON.stringify(file)})\n`;
  return `${read('python.sh')}\nexec "$bringup_python" -I -B - <<'BRINGUP_PROGRAM'\n${program}BRINGUP_PROGRAM\n`;
}
