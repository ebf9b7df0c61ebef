// An application with nodes of its own, and how to install them.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createRepository, type Files } from './git-repository.ts';
import type { Sandbox, ScriptEnd } from './run-step-script.ts';

export interface Application {
  ui_home: string;
  nodes: { name: string; url: string }[];
  /** Folder of a node. */
  file(name: string): string;
  install(more?: object, env?: Record<string, string>): Promise<ScriptEnd>;
}

/** A repository for each of `nodes` (its files by name), and an empty application that they are installed into. */
export function createApplication(
  box: Sandbox,
  python: string,
  name: string,
  nodes: Record<string, Files>,
): Application {
  const ui_home = path.join(box.folder, name);
  mkdirSync(ui_home);
  const list = Object.entries(nodes).map(([node, files]) => ({
    name: node,
    url: createRepository(path.join(box.folder, 'git', name, node), files),
  }));
  return {
    ui_home,
    nodes: list,
    file: (node) => path.join(ui_home, 'custom_nodes', node),
    install: (more = {}, env = {}) =>
      box.run('install_custom_nodes', { ui_home, python, nodes: list, ...more }, { env }),
  };
}

interface Rows {
  tasks: { name: string; status: string; note?: string }[];
}

/** Status by the row's name. */
export const rows = ({ tasks }: Rows): Record<string, string> =>
  Object.fromEntries(tasks.map(({ name, status }) => [name, status]));

/** What a row says. */
export const noteOf = ({ tasks }: Rows, name: string): string => tasks.find((task) => task.name === name)?.note ?? '';
