// What rsync says with --out-format='> %n' --info=progress1: a name when its file begins, then how far it is, each time behind a CR,
// and at its end a line with `(xfr#n, …)`.
import { type ByteName, nameOf } from '../sync/names.ts';

export interface RsyncListener {
  /** Bytes of a file that have arrived so far; of one that is continued, those that were there, too. */
  onBytes: (name: ByteName, bytes: number) => void;
  /** A file is whole, as rsync sees it. */
  onFile: (name: ByteName) => void;
}

/** A reader of rsync's stdout in pieces of any size. */
export function createRsyncReader({ onBytes, onFile }: RsyncListener): (bytes: Buffer) => void {
  let rest = '';
  let current: ByteName | null = null;
  const readPiece = (piece: string) => {
    if (piece.startsWith('> ')) {
      const name = unescapeName(piece.slice(2));
      current = name.endsWith('/') ? null : name;
      return;
    }
    const [, bytes] = /^ +(\d+) +\d+% /.exec(piece) ?? [];
    if (bytes === undefined || current === null) return;
    if (!piece.includes('(xfr#')) return onBytes(current, Number(bytes));
    onFile(current);
    current = null;
  };
  return (bytes) => {
    const pieces = (rest + nameOf(bytes)).split(/[\r\n]/);
    rest = pieces.pop() ?? '';
    pieces.forEach(readPiece);
  };
}

/** rsync writes bytes that are not printable in the locale as \#ooo. */
const unescapeName = (line: string): ByteName =>
  line.replaceAll(/\\#(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
