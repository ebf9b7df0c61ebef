// A row as a terminal keeps it: a character a cell, each with the colours that were set when it was drawn.

export interface Cell {
  character: string;
  /** The escape sequences since the last reset. */
  sgr: string;
}

/** More are never needed at once: a program that never resets its colours must not make rows longer and longer. */
const LONGEST = 120;
// eslint-disable-next-line no-control-regex
const PIECE = /\x1b\[([\d;:]*)m|[^\x1b]/gu;

/** The colours after one more sequence. */
export function applySgr(sgr: string, codes: string): string {
  if (codes === '' || /^0+$/.test(codes)) return '';
  const rest = /^0+;(.*)$/.exec(codes)?.[1];
  if (rest !== undefined) return applySgr('', rest);
  const sequence = `\x1b[${codes}m`;
  if (sgr.endsWith(sequence)) return sgr;
  return sgr.length + sequence.length > LONGEST ? sequence : sgr + sequence;
}

/** The cells of a row's text. */
export function cellsOf(text: string): Cell[] {
  const cells: Cell[] = [];
  let sgr = '';
  for (const [character, codes] of text.matchAll(PIECE)) {
    if (codes === undefined) cells.push({ character, sgr });
    else sgr = applySgr(sgr, codes);
  }
  return cells;
}

/** The text of a row's cells. */
export function textOf(cells: Cell[]): string {
  let text = '';
  let before = '';
  for (const { character, sgr } of cells) {
    if (sgr !== before) text += (before === '' ? '' : '\x1b[0m') + sgr;
    before = sgr;
    text += character;
  }
  return before === '' ? text : `${text}\x1b[0m`;
}
