import { expect, it } from 'vitest';
import { fits, ranked } from './rank.ts';

const find = (typed: string, ...texts: string[]) => ranked(texts, typed, (text) => text);

it('puts the begin before the begin of a word, that before the middle, and that before letters with others between', () => {
  expect(find('run', 'Prune', 'Go to runs', 'Runs', 'R2 ultimate node')).toEqual([
    'Runs',
    'Go to runs',
    'Prune',
    'R2 ultimate node',
  ]);
});

it('needs every word that was typed, in whatever order', () => {
  expect(find('box cancel', 'Cancel the run on the box', 'Cancel')).toEqual(['Cancel the run on the box']);
  expect(fits('root@10.0.0.7:2838', '10.0.0.7')).toBeGreaterThan(0);
  expect(find('xyz', 'Runs')).toEqual([]);
});

it('leaves everything in its order where nothing was typed', () => {
  expect(find('  ', 'b', 'a')).toEqual(['b', 'a']);
});
