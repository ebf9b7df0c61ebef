// An application with the lab's loader and nodes of its own, for what looks at nodes that are there.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Files } from './git-repository.ts';
import type { Sandbox, ScriptEnd } from './run-step-script.ts';

const MAIN = path.join(import.meta.dirname, '../../lab/comfyui/main.py');

/** Files of a node that works: one class, `<name> node`. `imports` are modules that it needs. */
export const node = (
  name: string,
  { requirements, imports = [] }: { requirements?: string; imports?: string[] } = {},
): Files => ({
  '__init__.py': [
    ...imports.map((module) => `import ${module}`),
    'class Node:',
    '    RETURN_TYPES = ()',
    '    @classmethod',
    '    def INPUT_TYPES(cls):',
    '        return {}',
    `NODE_CLASS_MAPPINGS = {"${name} node": Node}`,
    '',
  ].join('\n'),
  ...(requirements === undefined ? {} : { 'requirements.txt': requirements }),
});

export interface Comfyui {
  ui_home: string;
  /** A path in custom_nodes. */
  file(name: string): string;
  verify(more?: object, options?: Parameters<Sandbox['run']>[2]): Promise<ScriptEnd>;
}

/** The application at `<box>/<name>` with these nodes (their files by name). `main`: whether it has a main.py. */
export function createComfyui(
  box: Sandbox,
  python: string,
  name: string,
  nodes: Record<string, Files>,
  { main = true } = {},
): Comfyui {
  const ui_home = path.join(box.folder, name);
  const file = (inner: string) => path.join(ui_home, 'custom_nodes', inner);
  mkdirSync(file(''), { recursive: true });
  if (main) copyFileSync(MAIN, path.join(ui_home, 'main.py'));
  for (const [folder, files] of Object.entries(nodes)) {
    for (const [inner, content] of Object.entries(files)) {
      const target = path.join(file(folder), inner);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
  }
  return {
    ui_home,
    file,
    verify: (more = {}, options = {}) => box.run('verify_dependencies', { ui_home, python, ...more }, options),
  };
}
