// `Include` of ssh_config(5): the files that a configuration names, put where they are named.
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** As OpenSSH: deeper is a circle. */
const MAX_DEPTH = 16;
const INCLUDE = /^\s*include(?:\s*=\s*|\s+)(.+?)\s*$/i;
const BLOCK = /^\s*(?:host|match)[\s=]/i;

/**
 * The text with what it includes. `applies` tells whether a `Host` or `Match` line is about the host that is looked up: what stands
 * inside another block is left out. Files that are not there are none, as in OpenSSH.
 */
export async function withIncludes(
  text: string,
  file: string,
  applies: (block: string) => boolean,
  depth = 0,
): Promise<string> {
  if (depth > MAX_DEPTH) throw new Error(`Include goes deeper than ${MAX_DEPTH} files, at ${file}`);
  let block = 'Host *';
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    if (BLOCK.test(line)) block = line.trim();
    const [, words] = INCLUDE.exec(line) ?? [];
    if (words === undefined) {
      lines.push(line);
      continue;
    }
    if (!applies(block)) continue;
    for (const included of await filesOf(words, path.dirname(file))) {
      lines.push(await withIncludes(await readFile(included, 'utf8'), included, applies, depth + 1));
    }
    // Its blocks end with it.
    lines.push(block);
  }
  return lines.join('\n');
}

/** The files behind the words of an Include, sorted within each as a shell does; relative ones lie beside the configuration. */
async function filesOf(words: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const [, quoted, plain] of words.matchAll(/"([^"]*)"|(\S+)/g)) {
    const pattern = path.resolve(folder, (quoted ?? plain ?? '').replace(/^~(?=\/)/, homedir()));
    const [where, name] = [path.dirname(pattern), path.basename(pattern)];
    if (/[*?[]/.test(where)) throw new Error('Include with wildcards in a folder’s name is not supported');
    const matches = nameMatcher(name);
    found.push(...(await namesIn(where)).filter(matches).map((one) => path.join(where, one)));
  }
  return found;
}

function nameMatcher(pattern: string): (name: string) => boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const whole = new RegExp(`^${expression}$`);
  return (name) => whole.test(name) && (pattern.startsWith('.') || !name.startsWith('.'));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [] : entry.name)).sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
