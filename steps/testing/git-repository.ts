// Git repositories for the tests of install_custom_nodes.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Text by file name. */
export type Files = Record<string, string | Uint8Array>;

/** Runs git and gives back what it printed; throws when it fails. */
export function git(folder: string, ...words: string[]): string {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_DIR: undefined,
    GIT_WORK_TREE: undefined,
  };
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'init.defaultBranch=main'];
  const { status, stdout, stderr } = spawnSync('git', ['-C', folder, ...identity, ...words], { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`git ${words.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** Writes files and commits them; returns the commit. */
export function commit(folder: string, files: Files, message = 'change'): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', message);
  return git(folder, 'rev-parse', 'HEAD');
}

/** A repository with one commit. */
export function createRepository(
  folder: string,
  files: Files = { '__init__.py': 'NODE_CLASS_MAPPINGS = {}\n' },
): string {
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '-q');
  commit(folder, files);
  return folder;
}
