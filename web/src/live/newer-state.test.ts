import { expect, it } from 'vitest';
import { completedRun, exampleRun } from '../testing/example-run.ts';
import { newerState } from './newer-state.ts';

const early = exampleRun({ last_update: '2026-11-23T10:00:10.000Z' });
const late = exampleRun({ last_update: '2026-11-23T10:00:11.000Z' });

it('keeps what the stream told while an older answer was on its way', () => {
  expect(newerState(late, early)).toBe(late);
  expect(newerState(early, late)).toBe(late);
  expect(newerState(undefined, early)).toBe(early);
});

it('takes what was heard last where both are as new: whether it is stale may have changed', () => {
  const stale = exampleRun({ last_update: late.last_update, stale: true });
  expect(newerState(late, stale)).toBe(stale);
  expect(newerState(stale, late)).toBe(late);
});

it('knows that an end is the last word of an execution, and another execution a new one', () => {
  const ended = completedRun({ last_update: early.last_update });
  expect(newerState(late, ended)).toBe(ended);
  expect(newerState(ended, late)).toBe(ended);
  const again = exampleRun({ execution_id: 'execution-2', start_time: '2026-11-23T11:00:00.000Z' });
  expect(newerState(ended, again)).toBe(again);
  expect(newerState(again, ended)).toBe(again);
});
