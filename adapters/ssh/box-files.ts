// Questions about single files of the box, answered by steps/box-files.sh. Names go as data on stdin.
import { readFileSync } from 'node:fs';
import { bringupError } from '../errors.ts';
import { packageFile } from '../package-root.ts';
import { type ByteName, encoded } from '../sync/names.ts';
import type { Connection } from './connect.ts';
import { piped } from './piped.ts';

/** What is there under a name. `facts` change whenever somebody writes to the file. */
interface FileFacts {
  size: number;
  /** Whole seconds since 1970. */
  mtime: number;
  facts: string;
}

export type FileAnswer =
  | ({ kind: 'there' } & FileFacts)
  | ({ kind: 'hashed'; sha256: string } & FileFacts)
  | { kind: 'link' | 'other' | 'gone' | 'changed' | 'removed' }
  | { kind: 'failed'; why: string };

/** So many texts at once: a hash is one processor's work. */
const AT_ONCE = 3;

/** A folder of the box: its path as bytes; `follow` looks through symbolic links, which nothing does that removes. */
export interface BoxFolder {
  root: ByteName;
  follow?: boolean;
}

/** Size and time of each name, in their order. */
export const askFacts = (connection: Connection, folder: BoxFolder, names: ByteName[], signal?: AbortSignal) =>
  ask(
    connection,
    folder,
    names.map((name) => `facts\t${encoded(name)}\n`),
    signal,
  );

/** SHA-256 of each name, in their order, with the facts that held before and after. */
export async function askHashes(
  connection: Connection,
  folder: BoxFolder,
  names: ByteName[],
  signal?: AbortSignal,
): Promise<FileAnswer[]> {
  // Dealt out in turn, so that large files in a row do not all meet the same text.
  const hands = Array.from({ length: Math.min(AT_ONCE, names.length) }, (_, hand) =>
    names.filter((_name, index) => index % AT_ONCE === hand),
  );
  const answers = await Promise.all(
    hands.map((hand) =>
      ask(
        connection,
        folder,
        hand.map((name) => `hash\t${encoded(name)}\n`),
        signal,
      ),
    ),
  );
  return names.map((_, index) => answers[index % AT_ONCE]?.[Math.floor(index / AT_ONCE)] ?? { kind: 'gone' });
}

/** Removes each file whose facts still hold. Not to be broken off: what was sent is answered, or the connection was lost. */
export const askRemove = (connection: Connection, folder: BoxFolder, files: { name: ByteName; facts: string }[]) =>
  ask(
    connection,
    { root: folder.root },
    files.map(({ name, facts }) => `remove\t${facts}\t${encoded(name)}\n`),
  );

/** Removes each folder that is empty. */
export const askRemoveFolders = (connection: Connection, folder: BoxFolder, names: ByteName[]) =>
  ask(
    connection,
    { root: folder.root },
    names.map((name) => `remove_folder\t${encoded(name)}\n`),
  );

async function ask(
  connection: Connection,
  { root, follow = false }: BoxFolder,
  lines: string[],
  signal?: AbortSignal,
): Promise<FileAnswer[]> {
  if (lines.length === 0) return [];
  let said = '';
  const text = [byteVariable('ROOT', root), follow ? 'FOLLOW=yes' : 'FOLLOW=', script];
  const { code, stderr } = await piped(connection, text.join('\n'), {
    send: (write) => write(lines.join('')),
    take: (bytes) => void (said += bytes.toString('latin1')),
    ...(signal ? { signal } : {}),
  });
  if (code === 10) throw bringupError('path_not_found', stderr);
  const answers = said.split('\n').slice(0, -1).map(readAnswer);
  if (code !== 0 || answers.length !== lines.length) {
    const words = `The box answered ${answers.length} of ${lines.length} questions about files (code ${code}): ${stderr}`;
    // 255 is what a broken channel has; anything else that ends the text early is worth another try, too.
    throw bringupError(code === 255 ? 'ssh_unreachable' : 'sync_failed', words);
  }
  return answers;
}

/** A script of steps/ without what is only for its readers. */
const bare = (name: string) => readFileSync(packageFile('steps', name), 'utf8').replace(/^\s*(#.*\n)?/gm, '');

/** A function `sha256` for a text on the box: stdin's hash, by whatever tool the box has. */
export const sha256Function = bare('sha256.sh');

const script = `${sha256Function}${bare('box-files.sh')}`;

/** The beginning of what a box says that cannot make a SHA-256. */
export const NO_HASH_TOOL = 'no sha256sum';

/** A variable of a text on the box whose value is bytes. */
export const byteVariable = (variable: string, value: ByteName): string =>
  `${variable}=$(printf %b '${encoded(value)}'; printf x); ${variable}=\${${variable}%x}`;

function readAnswer(line: string): FileAnswer {
  const [kind = '', first = '', second = ''] = line.split('\t');
  switch (kind) {
    case 'there':
      return { kind, ...readFacts(first) };
    case 'hashed':
      return { kind, sha256: first, ...readFacts(second) };
    case 'link':
    case 'other':
    case 'gone':
    case 'changed':
    case 'removed':
      return { kind };
    default:
      return { kind: 'failed', why: Buffer.from(first || line, 'latin1').toString('utf8') };
  }
}

function readFacts(facts: string): FileFacts {
  const [size, mtime] = facts.split(' ').map(Number);
  return { size: size ?? Number.NaN, mtime: mtime ?? Number.NaN, facts };
}
