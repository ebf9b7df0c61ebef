import { expect, it } from 'vitest';
import { follow, type FollowEvent, startFollow } from './follow.ts';

const after = (...events: FollowEvent[]) =>
  [{ kind: 'placed', top: 1000, below: 0 } as const, ...events].reduce(follow, startFollow(true)).following;

it('follows while the log grows', () => {
  expect(after({ kind: 'scrolled', top: 1000, below: 90 }, { kind: 'placed', top: 1090, below: 0 })).toBe(true);
});

it('lets go when somebody scrolls up, by wheel or keys before anything has moved', () => {
  expect(after({ kind: 'scrolled', top: 900, below: 100 })).toBe(false);
  expect(after({ kind: 'up' })).toBe(false);
});

it('stays where nothing can be scrolled', () => {
  expect(after({ kind: 'placed', top: 0, below: 0 }, { kind: 'up' })).toBe(true);
});

it('takes hold again at the bottom', () => {
  expect(after({ kind: 'scrolled', top: 900, below: 100 }, { kind: 'scrolled', top: 998, below: 2 })).toBe(true);
  expect(after({ kind: 'scrolled', top: 900, below: 100 }, { kind: 'scrolled', top: 950, below: 50 })).toBe(false);
});

it('does not take a cut at the beginning for scrolling', () => {
  expect(after({ kind: 'placed', top: 600, below: 0 }, { kind: 'scrolled', top: 600, below: 0 })).toBe(true);
});

it('lets go while text is marked, and not before it no longer is', () => {
  const marked: FollowEvent = { kind: 'marked', marking: true };
  const moved: FollowEvent = { kind: 'scrolled', top: 1001, below: 0 };
  expect(after(marked, moved)).toBe(false);
  expect(after(marked, moved, { kind: 'marked', marking: false })).toBe(true);
  expect(after(marked, { kind: 'scrolled', top: 1000, below: 80 }, { kind: 'marked', marking: false })).toBe(false);
  expect(after({ kind: 'up' }, { kind: 'marked', marking: false })).toBe(false);
});

it('does what it is asked', () => {
  expect(after({ kind: 'up' }, { kind: 'asked', following: true })).toBe(true);
  expect(after({ kind: 'asked', following: false })).toBe(false);
});
