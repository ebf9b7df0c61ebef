import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cellsOf, textOf } from './cells.ts';
import type { Row } from './folding.ts';
import { createPlainLines } from './plain-lines.ts';
import { createTerminal } from './terminal-lines.ts';

const START = { line: 1, offset: 0 };

function shown(...pieces: string[]): string[] {
  const terminal = createTerminal(START);
  for (const piece of pieces) terminal.write(piece);
  return terminal.rows.map(({ text }) => text);
}

it('takes lines as they come, and the last one without its end', () => {
  expect(shown('a\nb\n\nc')).toEqual(['a', 'b', '', 'c']);
  expect(shown('a\r\nb\r', '\nc\r\n')).toEqual(['a', 'b', 'c']);
  expect(shown('')).toEqual([]);
});

it('shows a progress bar as the one line that it was at last', () => {
  expect(shown('get it\n  0 %\r 50 %\r', '100 %\rdone \nnext\n')).toEqual(['get it', 'done ', 'next']);
  expect(shown('long line\rab\n')).toEqual(['abng line']);
  expect(shown('long line\r\x1b[Kab\n', 'x\x1b[2Ky\n')).toEqual(['ab', ' y']);
  expect(shown('12\b\b3\n')).toEqual(['32']);
});

it('lets several bars change side by side', () => {
  const bars = (a: number, b: number) => `\x1b[2K\ra ${a} %\n\x1b[2K\rb ${b} %\n`;
  const up = '\x1b[2A';
  expect(shown(`begin\n${bars(0, 0)}`, up + bars(50, 20), `${up}${bars(100, 80)}end\n`)).toEqual([
    'begin',
    'a 100 %',
    'b 80 %',
    'end',
  ]);
  // As Docker does it: only one of them, and back.
  expect(shown('a\nb\nc\n\x1b[3A\x1b[2K\rA\x1b[3B\r', 'd\n')).toEqual(['A', 'b', 'c', 'd']);
  expect(shown('a\nb\n\x1b[2A\x1b[Jonly\n')).toEqual(['only', '']);
});

it('keeps a line’s number and place while it changes', () => {
  const terminal = createTerminal({ line: 7, offset: 100 });
  terminal.write('für\n0 %');
  const bar = terminal.rows[1];
  terminal.write('\r9 %\nx\n');
  const rows = terminal.rows.map(({ line, offset, text }) => ({ line, offset, text }));
  expect(rows).toEqual([
    { line: 7, offset: 100, text: 'für' },
    { line: 8, offset: 105, text: '9 %' },
    { line: 9, offset: 113, text: 'x' },
  ]);
  expect(terminal.rows[1]?.id).toBe(bar?.id);
  expect(terminal.rows[1]).not.toBe(bar);
});

it('keeps colours, also those that go on in the next line', () => {
  expect(shown('\x1b[31mred\nstill\x1b[0m\nplain\n')).toEqual(['\x1b[31mred', '\x1b[31mstill\x1b[0m', 'plain']);
  expect(shown('\x1b[1;32mok\x1b[0m 10 %\r\x1b[33mno\n')).toEqual(['\x1b[33mno\x1b[0m 10 %']);
});

it('drops what says nothing, and gives a sign for what cannot be seen', () => {
  expect(shown('\x1b]0;title\x07\x1b[?25la\x07\n', '\x1b]8;;https://x\x1b\\link\x1b]8;;\x1b\\\n')).toEqual([
    'a',
    'link',
  ]);
  expect(shown('a\0b\x1b\n')).toEqual(['a␀b␛']);
});

it('knows how far above its begin a block draws', () => {
  const terminal = createTerminal(START);
  terminal.write('a\nb\n');
  terminal.startBlock();
  terminal.write('c\n\x1b[1AC\n');
  expect([terminal.begun, terminal.reach]).toEqual([1, 0]);
  terminal.write('\x1b[9A');
  expect(terminal.reach).toBe(8);
  terminal.startBlock();
  // The cursor is still above the end.
  expect(terminal.reach).toBe(3);
});

const piece = fc.constantFrom(
  ...['ab', 'für', '😀', '\n', '\r', '\r\n', '\b', '\t', '\x1b[2A', '\x1b[B', '\x1b[K', '\x1b[2K', '\x1b[J'],
  ...['\x1b[31m', '\x1b[0m', '\x1b[3C', '\x1b]0;t\x07', '\0'],
);
// Parts are cut between characters, never within a surrogate pair.
const pieces = fc.array(piece, { maxLength: 30 }).map((parts) => [...parts.join('')]);
const same = (rows: Row[]) => rows.map(({ line, offset, text }) => ({ line, offset, text: textOf(cellsOf(text)) }));

it('gives the same lines however the bytes were cut', () => {
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(100), { maxLength: 10 }), (characters, cuts) => {
      const text = characters.join('');
      for (const create of [createTerminal, createPlainLines]) {
        const [whole, cut] = [create(START), create(START)];
        whole.write(text);
        const places = [0, ...cuts.map((at) => at % (characters.length + 1)), characters.length].sort((a, b) => a - b);
        for (const [index, from] of places.slice(0, -1).entries()) {
          cut.write(characters.slice(from, places[index + 1]).join(''));
        }
        expect(same(cut.rows)).toEqual(same(whole.rows));
        expect(cut.place).toEqual(whole.place);
      }
    }),
    { numRuns: 500 },
  );
});

it('shows the raw lines where that is asked for', () => {
  const lines = createPlainLines({ line: 3, offset: 10 });
  lines.write('  0 %\r50');
  lines.write(' %\r\n\n\x1b[2Ax\n');
  expect(lines.rows.map(({ line, offset, text }) => ({ line, offset, text }))).toEqual([
    { line: 3, offset: 10, text: '  0 %␍50 %␍' },
    { line: 4, offset: 22, text: '' },
    { line: 5, offset: 23, text: '␛[2Ax' },
  ]);
});

it('takes the places of lines that do not follow one upon the other', () => {
  for (const create of [createTerminal, createPlainLines]) {
    const lines = create({ line: 1, offset: 0 });
    lines.write('a\nb\n', [
      { line: 2, offset: 5 },
      { line: 9, offset: 80 },
    ]);
    expect(lines.rows).toMatchObject([
      { line: 2, offset: 5 },
      { line: 9, offset: 80 },
    ]);
  }
});
