// A log as a terminal would show it: carriage returns, backspaces and movements of the cursor draw over what is there, so that a
// progress bar is one line that changes. Takes the bytes' text piece by piece, cut anywhere. Colours stay in the text.
import { applySgr, type Cell, cellsOf, textOf } from './cells.ts';
import { eachPiece, type Folding, newId, pictureOf, type Place, type Row, SCREEN, utf8Length } from './folding.ts';

const WIDEST = 20_000;

// eslint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0b-\x1a\x1c-\x1f\x7f]|\x1b(?!\[[\d;:]*m)/;
// eslint-disable-next-line no-control-regex
const UNSEEN = /^[\0-\x08\x0b-\x1f\x7f]/;
// eslint-disable-next-line no-control-regex
const SGR = /\x1b\[([\d;:]*)m/g;
const TOKEN =
  // eslint-disable-next-line no-control-regex
  /\x1b\[([0-?]*)[ -/]*([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-Z\\^-~]|[\0-\x1f\x7f]|[^\0-\x1f\x7f]+/g;
// eslint-disable-next-line no-control-regex
const OPEN_ESCAPE = /\x1b(?:\[[0-?]{0,40}[ -/]{0,4}|\][^\x07\x1b]{0,500}\x1b?|[ -/]{0,4})?$/;

/** A terminal without an end: rows that were drawn stay. */
export function createTerminal(start: Place, rows: Row[] = []): Folding {
  /** How far the cursor is above the place where the next new row comes. */
  let up = 0;
  let column = 0;
  /** The row that the cursor is on, where it is being drawn on. */
  let cells: Cell[] | null = null;
  let sgr = '';
  let begun = 0;
  let reach = 0;
  let place = { ...start };
  let held = '';

  const terminal = {
    rows,
    get reach() {
      return reach;
    },
    get begun() {
      return begun;
    },
    get place() {
      return place;
    },
    startBlock() {
      begun = 0;
      reach = up;
    },
    write(text: string, places?: Place[]) {
      let next = 0;
      eachPiece(text, (piece, ends) => {
        if (places && isLineStart) place = places[next++] ?? place;
        writePiece(piece, ends);
      });
    },
  };
  let isLineStart = true;
  /** Bytes of the line that is being written. */
  let bytes = 0;

  function writePiece(piece: string, ends: boolean): void {
    isLineStart = false;
    bytes += utf8Length(piece);
    let text = held + piece;
    held = '';
    if (ends) text = text.replace(/\r+$/, '');
    else {
      held = OPEN_ESCAPE.exec(text)?.[0] ?? '';
      text = text.slice(0, text.length - held.length);
    }
    if (ends && up === 0 && column === 0 && !CONTROL.test(text)) plain(text);
    else draw(text);
    if (ends) newLine();
  }

  /** What most lines are: text and colours, behind everything that is there. */
  function plain(text: string): void {
    push(sgr + text);
    up = 1;
    if (text.includes('\x1b')) for (const [, codes = ''] of text.matchAll(SGR)) sgr = applySgr(sgr, codes);
  }

  function newLine(): void {
    leave();
    if (up === 0) push('');
    else up -= 1;
    column = 0;
    place = { line: place.line + 1, offset: place.offset + bytes + 1 };
    bytes = 0;
    isLineStart = true;
  }

  function push(text: string): void {
    terminal.rows.push({ id: newId(), line: place.line, offset: place.offset, text });
    begun += 1;
  }

  /** The cells under the cursor; a row is made where there is none. */
  function current(): Cell[] {
    if (cells) return cells;
    if (up === 0) {
      push('');
      up = 1;
    }
    cells = cellsOf(terminal.rows.at(-up)?.text ?? '');
    return cells;
  }

  function leave(): void {
    if (cells) setText(up, textOf(cells));
    cells = null;
  }

  function setText(above: number, text: string): void {
    const index = terminal.rows.length - above;
    const row = terminal.rows[index];
    if (row && row.text !== text) terminal.rows[index] = { ...row, text };
  }

  function draw(text: string): void {
    for (const [token, codes = '', final] of text.matchAll(TOKEN)) {
      if (final === 'm') sgr = applySgr(sgr, codes);
      else if (final !== undefined) command(final, codes);
      else if (token === '\r') column = 0;
      else if (token === '\b') column = Math.max(0, column - 1);
      else if (token.startsWith('\x1b') && token.length > 1) continue;
      else if (token !== '\x07') put(UNSEEN.test(token) ? pictureOf(token) : token);
    }
    if (cells) setText(up, textOf(cells));
  }

  function put(text: string): void {
    const row = current();
    while (row.length < column) row.push({ character: ' ', sgr: '' });
    for (const character of text) {
      if (column >= WIDEST) return;
      row[column] = { character, sgr };
      column += 1;
    }
  }

  function command(final: string, codes: string): void {
    const count = Math.max(1, Number.parseInt(codes, 10) || 0);
    switch (final) {
      case 'A':
      case 'F':
        move(count);
        break;
      case 'B':
      case 'E':
        move(-count);
        break;
      case 'C':
        column = Math.min(WIDEST, column + count);
        break;
      case 'D':
        column = Math.max(0, column - count);
        break;
      case 'G':
        column = Math.min(WIDEST, count - 1);
        break;
      case 'K':
        eraseLine(codes);
        break;
      case 'J':
        if (codes === '' || codes === '0') eraseBelow();
        break;
    }
    if (final === 'E' || final === 'F') column = 0;
  }

  function move(rowsUp: number): void {
    leave();
    const wanted = Math.max(0, Math.min(up + rowsUp, SCREEN));
    reach = Math.max(reach, wanted - begun);
    up = Math.min(wanted, terminal.rows.length);
  }

  function eraseLine(codes: string): void {
    if (up === 0) return;
    const row = current();
    if (codes === '1') row.fill({ character: ' ', sgr: '' }, 0, column + 1);
    else row.length = codes === '2' ? 0 : Math.min(row.length, column);
  }

  function eraseBelow(): void {
    eraseLine('0');
    for (let above = up - 1; above > 0; above -= 1) setText(above, '');
  }

  return terminal;
}
