import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTaskFilter } from './task-filter.ts';

const LOG = '[a] one\n[b] x\n[a] two\nfür [a] no\n\n[a]\n[a] three\n[ab] no\n[a] open';

it('gives the lines of the row with their places, however the text was cut', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(LOG.length)), (cuts) => {
      const filter = createTaskFilter('a', { line: 5, offset: 100 });
      const places = [0, ...cuts, LOG.length].sort((a, b) => a - b);
      const parts = places.slice(0, -1).map((from, index) => filter(LOG.slice(from, places[index + 1])));
      expect(parts.map(({ text }) => text).join('')).toBe('[a] one\n[a] two\n[a] three\n[a] open');
      expect(parts.flatMap(({ lines }) => lines)).toEqual([
        { line: 5, offset: 100 },
        { line: 7, offset: 114 },
        { line: 11, offset: 139 },
        { line: 13, offset: 157 },
      ]);
    }),
  );
});
