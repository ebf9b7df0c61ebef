import { expect, it } from 'vitest';
import { type Entry, fitting } from './palette-entries.ts';

const entry = (label: string, words?: string): Entry => ({
  id: label,
  label,
  ...(words !== undefined && { words }),
  run: () => undefined,
});
const runs = { heading: 'Runs', entries: [entry('Practice on the built-in box', 'Completed with warnings')] };
const pages = { heading: 'Go to', entries: [entry('Runs'), entry('Audit')] };
const headings = (typed: string) => fitting([runs, pages], typed).map(({ heading }) => heading);

it('puts first what was typed to the letter, though letters of something above it fit, too', () => {
  expect(headings('audit')).toEqual(['Go to', 'Runs']);
  expect(fitting([runs, pages], 'audit')[0]?.entries[0]?.label).toBe('Audit');
});

it('leaves the groups in their order where nothing was typed', () => {
  expect(headings('')).toEqual(['Runs', 'Go to']);
});
