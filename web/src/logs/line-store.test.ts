import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLineStore, type LineStore, type Part } from './line-store.ts';

const bytes = (text: string) => new TextEncoder().encode(text).length;

/** A log, and the parts of it as the server would give them. */
function logOf(text: string) {
  const lines = text.split('\n').map((line) => `${line}\n`);
  const offsetOf = (line: number) => bytes(lines.slice(0, line - 1).join(''));
  const part = (from: number, to: number): Part => ({
    offset: offsetOf(from),
    next_offset: offsetOf(to),
    line: from,
    text: lines.slice(from - 1, to - 1).join(''),
  });
  return { part, count: lines.length };
}

const shown = (store: LineStore) => store.rows.map(({ line, offset, text }) => ({ line, offset, text }));

function whole(text: string, raw = false) {
  const store = createLineStore(raw);
  const { part, count } = logOf(text);
  store.append(part(1, count + 1));
  return shown(store);
}

it('shows the same whether a log was read downwards, or from its end upwards', () => {
  const line = fc.constantFrom('a', 'für', '\x1b[1Ab', '\x1b[3Ac\x1b[K', '0 %\r9 %', '\x1b[2A', '');
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 24 }), fc.integer({ min: 1, max: 6 }), (lines, step) => {
      const text = lines.join('\n');
      const { part, count } = logOf(text);
      const store = createLineStore(false);
      let first = Math.max(1, count + 1 - step);
      store.append(part(first, count + 1));
      while (first > 1) {
        const from = Math.max(1, first - step);
        expect(store.prepend(part(from, first), first)).toBe(true);
        first = from;
      }
      expect(shown(store)).toEqual(whole(text));
    }),
    { numRuns: 300 },
  );
});

it('goes on with a live log after what came before was loaded', () => {
  const { part } = logOf('a\nb\nbar 1\n\x1b[1Abar 2\n\x1b[1Abar 3\nend');
  const store = createLineStore(false);
  store.append(part(4, 5));
  expect(store.prepend(part(1, 4), 4)).toBe(true);
  expect(store.append(part(5, 7))).toBe(true);
  expect(store.rows.map(({ text }) => text)).toEqual(['a', 'b', 'bar 3', 'end']);
});

it('refuses a part that leaves a gap or comes twice', () => {
  const { part } = logOf('a\nb\nc\nd');
  const store = createLineStore(false);
  store.append(part(2, 3));
  expect(store.append(part(4, 5))).toBe(false);
  expect(store.append(part(2, 3))).toBe(false);
  expect(store.prepend(part(1, 2), 3)).toBe(false);
  expect(store.rows).toHaveLength(1);
});

const LONG = Array.from({ length: 4_000 }, (_, index) => `line ${index + 1} ${'x'.repeat(80)}`).join('\n');
const SMALL = { rows: 1_500, characters: 1e9 };

it('holds no more than it may while a log grows, and is right about what it holds', () => {
  const { part } = logOf(LONG);
  const store = createLineStore(false, SMALL);
  for (let line = 1; line <= 4_000; line += 100) {
    store.append(part(line, line + 100));
    store.cutBeginning();
  }
  expect(store.rows.length).toBeLessThanOrEqual(1_500);
  expect(store.rows.at(-1)).toMatchObject({ line: 4_000 });
  const { line, offset } = store.first;
  expect(store.rows[0]).toMatchObject({ line, offset });
  expect(shown(store)).toEqual(whole(LONG).slice(line - 1));
  expect(store.prepend(part(line - 10, line), line)).toBe(true);
  expect(store.rows[0]).toMatchObject({ line: line - 10 });
});

it('lets go of its end while it is read upwards, and takes it again from the line that it names', () => {
  const { part } = logOf(LONG);
  const store = createLineStore(false, SMALL);
  store.append(part(3_001, 4_001));
  for (let line = 3_001; line > 1; line -= 500) {
    store.prepend(part(Math.max(1, line - 500), line), line);
    store.cutEnd();
  }
  expect(store.isCut).toBe(true);
  expect(store.first.line).toBe(1);
  const { line } = store.next;
  expect(store.rows.at(-1)?.line).toBe(line - 1);
  expect(store.append(part(line + 1, line + 2))).toBe(false);
  expect(store.append(part(line, 4_001))).toBe(true);
  expect(store.isCut).toBe(false);
  expect(shown(store)).toEqual(whole(LONG));
});

it('draws on after its end was dropped', () => {
  const bars = Array.from({ length: 3_000 }, (_, percent) => `\x1b[1Abar ${percent} ${'='.repeat(60)}`);
  const text = ['begin', 'bar', ...bars, 'done'].join('\n');
  const { part, count } = logOf(text);
  const store = createLineStore(false, { rows: 10, characters: 100_000 });
  store.append(part(1, 1_000));
  store.append(part(1_000, 2_000));
  store.append(part(2_000, count + 1));
  store.cutEnd();
  const { line } = store.next;
  expect(line).toBeLessThan(count);
  expect(store.append(part(line, count + 1))).toBe(true);
  expect(shown(store)).toEqual(whole(text));
});

it('tells in which row a line is shown, also one that was drawn over', () => {
  const store = createLineStore(false);
  store.append(logOf('a\nbar\n\x1b[1Abar 2\nend').part(1, 5));
  expect([1, 2, 3, 4, 99].map((line) => store.rowAt(line))).toEqual([0, 1, 1, 2, 2]);
  expect(createLineStore(false).rowAt(1)).toBe(-1);
});

it('shows what it holds the other way', () => {
  const text = `${LONG}\n0 %\r9 %\n\x1b[1A10 %`;
  const { part } = logOf(text);
  const folded = createLineStore(false);
  for (let line = 1; line <= 4_000; line += 999) folded.append(part(line, Math.min(line + 999, 4_003)));
  const raw = createLineStore(true);
  for (const one of folded.parts()) expect(raw.append(one)).toBe(true);
  expect(shown(raw)).toEqual(whole(text, true));
  expect(raw.next).toEqual(folded.next);
});
