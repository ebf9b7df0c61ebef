import { describe, expect, it } from 'vitest';
import { exampleStep } from '../testing/example-run.ts';
import { arrowBetween } from './arrows.ts';

const pending = exampleStep();
const running = exampleStep({ status: 'in_progress', phase: 'running' });
const completed = exampleStep({ status: 'completed', phase: 'done' });
const failed = exampleStep({ status: 'failed', phase: 'failed' });
const blocked = exampleStep({ status: 'blocked', phase: 'waiting' });
const cancelled = exampleStep({ status: 'failed', phase: 'cancelled' });

describe('the arrow between two steps', () => {
  it.each([
    ['is idle before the left one is done', running, pending, 'idle'],
    ['is idle between two pending steps', pending, pending, 'idle'],
    ['is idle while the delay runs', completed, pending, 'idle'],
    ['is animated while the right one runs', completed, running, 'loading'],
    ['is animated while the right one is blocked', completed, blocked, 'loading'],
    ['is completed when both are', completed, completed, 'completed'],
    ['is completed when the right one has failed', completed, failed, 'completed'],
    ['is failed when the left one has failed', failed, pending, 'failed'],
    ['is idle after a cancelled step', cancelled, pending, 'idle'],
    ['is idle without a run', null, null, 'idle'],
  ] as const)('%s', (_name, left, right, look) => {
    expect(arrowBetween(left, right)).toBe(look);
  });
});
