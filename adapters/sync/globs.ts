// Includes and excludes, as rsync's patterns: `*` and `?` stop at a slash, `**` as a part of its own stands for any folders, `[a-z]`
// for one character. A leading slash ties a pattern to the top, a trailing one means folders only; without a slash inside it fits a
// name at any depth, else the end of a path. What fits a folder fits all that is in it. Linear: no pattern makes it slow.
import type { ByteName } from './names.ts';

interface Pattern {
  parts: string[];
  anchored: boolean;
  folderOnly: boolean;
}

export interface Filter {
  include: string[];
  exclude: string[];
}

/** Whether a file (a path relative to the top) is wanted: fits an include, where there are some, and no exclude. */
export function createFilter({ include, exclude }: Filter): (name: ByteName) => boolean {
  const wanted = include.map(parse);
  const unwanted = exclude.map(parse);
  return (name) => {
    // By characters, not bytes, so that ? is one umlaut; bytes that are no UTF-8 are one odd character each.
    const parts = Buffer.from(name, 'latin1').toString('utf8').split('/');
    const fits = (pattern: Pattern) => fitsPath(pattern, parts);
    return (wanted.length === 0 || wanted.some(fits)) && !unwanted.some(fits);
  };
}

function parse(glob: string): Pattern {
  const folderOnly = glob.endsWith('/');
  const inner = glob.replace(/^\/+/, '').replace(/\/+$/, '');
  return { parts: inner.split('/').filter((part) => part !== ''), anchored: glob.startsWith('/'), folderOnly };
}

/** The path itself, or a folder on the way to it. */
function fitsPath({ parts, anchored, folderOnly }: Pattern, path: string[]): boolean {
  if (parts.length === 0) return false;
  const pattern = anchored ? parts : ['**', ...parts];
  for (let end = folderOnly ? path.length - 1 : path.length; end > 0; end -= 1) {
    if (fits(pattern, path.slice(0, end), (part) => part === '**', fitsPart)) return true;
  }
  return false;
}

const fitsPart = (pattern: string, part: string): boolean => {
  // Within a part two stars mean no more than one.
  return fits(tokens(pattern), [...part], (token) => token === '*', fitsCharacter);
};

/** Wildcard matching with one step back to the last star: never more than length times length. */
function fits<Item, Thing>(
  pattern: Item[],
  things: Thing[],
  isStar: (item: Item) => boolean,
  same: (item: Item, thing: Thing) => boolean,
): boolean {
  let item = 0;
  let thing = 0;
  let star = -1;
  let mark = 0;
  while (thing < things.length) {
    const current = pattern[item];
    if (current !== undefined && isStar(current)) {
      star = item++;
      mark = thing;
    } else if (current !== undefined && same(current, things[thing] as Thing)) {
      item += 1;
      thing += 1;
    } else if (star >= 0) {
      item = star + 1;
      thing = ++mark;
    } else return false;
  }
  while (item < pattern.length && isStar(pattern[item] as Item)) item += 1;
  return item === pattern.length;
}

/** `*`, `?`, `[…]` or one character each; a backslash takes the next as it is. */
function tokens(pattern: string): string[] {
  return pattern.match(/\\.|\[[!^]?\]?[^\]]*\]|[\s\S]/gu) ?? [];
}

function fitsCharacter(token: string, character: string): boolean {
  if (token === '?') return true;
  if (token.length > 1 && token.startsWith('\\')) return token.slice(1) === character;
  if (token.length < 3 || !token.startsWith('[')) return token === character;
  const negated = /^\[[!^]/.test(token);
  const inner = [...token.slice(negated ? 2 : 1, -1)];
  let found = false;
  for (let index = 0; index < inner.length; index += 1) {
    const from = inner[index] ?? '';
    const isRange = inner[index + 1] === '-' && index + 2 < inner.length;
    const to = isRange ? (inner[index + 2] ?? '') : from;
    if (character >= from && character <= to) found = true;
    if (isRange) index += 2;
  }
  return found !== negated;
}
