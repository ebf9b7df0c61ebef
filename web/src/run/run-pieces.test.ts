import { describe, expect, it } from 'vitest';
import type { StepState } from '../../../contract/run-state.ts';
import { completedRun, exampleRun, exampleStep } from '../testing/example-run.ts';
import { givenFields } from './given-fields.ts';
import { possibleDeeds } from './possible-deeds.ts';
import { placeQuery, stepOfQuery } from './run-link.ts';
import { headerLook } from './header-look.ts';
import { runNote } from './run-note.ts';
import { nextSorting, readSorting, sortTasks } from './sort-tasks.ts';
import { firstNotDone, stepAtWork } from './step-at-work.ts';
import { logsOf } from './step-logs.ts';

const done = exampleStep({ status: 'completed', phase: 'done', attempt: 1 });
const failed = exampleStep({ status: 'failed', phase: 'failed', attempt: 1 });

describe('the step that a run is at', () => {
  it('is the one at work, the blocked one before it, and where it failed after the end', () => {
    expect(stepAtWork(exampleRun())).toBe(1);
    const asks = exampleStep({ status: 'blocked', phase: 'waiting' });
    const works = exampleStep({ status: 'in_progress', phase: 'running' });
    expect(stepAtWork(exampleRun({ steps: [done, works, asks] }))).toBe(2);
    expect(stepAtWork(exampleRun({ phase: 'ended', current_step: 2, steps: [done, failed, exampleStep()] }))).toBe(1);
    expect(stepAtWork(completedRun())).toBe(2);
  });

  it('is where continuing begins: at the first that was not done, allowed failures apart', () => {
    expect(firstNotDone([done, failed, exampleStep()])).toBe(1);
    expect(firstNotDone([done, { ...failed, allow_failure: true }, exampleStep()])).toBe(2);
    expect(firstNotDone([done])).toBeNull();
    const skipped = exampleStep({ phase: 'skipped' });
    expect(firstNotDone([done, skipped, failed])).toBe(2);
    expect(firstNotDone([done, skipped])).toBe(1);
  });
});

describe('addresses', () => {
  it('count steps from 1 and leave out what is usual', () => {
    expect(placeQuery({ step: 5, tab: 'log', attempt: 2 })).toEqual({ step: '6', attempt: '2', tab: 'log' });
    expect(placeQuery({ step: 0, tab: 'overview' })).toEqual({ step: '1' });
    expect(stepOfQuery('6', 10)).toBe(5);
  });

  it.each(['', '0', '11', '-1', '1.5', 'x', '99999'])('name no step by %o', (text) => {
    expect(stepOfQuery(text, 10)).toBeNull();
  });
});

describe('what can be done to a run', () => {
  const can = (run: Parameters<typeof possibleDeeds>[0], stopping = false) =>
    Object.entries(possibleDeeds(run, stopping))
      .filter(([, possible]) => possible !== false && possible !== null)
      .map(([name]) => name);
  const end = { phase: 'ended', status: 'failed', outcome: 'failed' } as const;

  it.each([
    ['at work', exampleRun(), ['cancel', 'pause', 'undo']],
    ['paused', exampleRun({ phase: 'paused', pause_requested: true }), ['cancel', 'resume', 'undo']],
    ['blocked', exampleRun({ status: 'blocked', phase: 'waiting' }), ['cancel', 'undo']],
    ['being cancelled', exampleRun({ phase: 'cancelling' }), []],
    ['being undone', exampleRun({ phase: 'undoing' }), []],
    ['failed', exampleRun({ ...end, steps: [done, failed] }), ['continueAt', 'again', 'undo']],
    ['done', completedRun(), ['again', 'undo']],
    ['failed before anything ran', exampleRun({ ...end, steps: [exampleStep()] }), ['continueAt', 'again']],
  ])('%s: %j', (_name, run, expected) => {
    expect(can(run)).toEqual(expected);
  });

  it('is nothing once it was asked to stop', () => expect(can(exampleRun(), true)).toEqual([]));
});

describe('the word of a run on its page', () => {
  const at = (step: Partial<StepState>) => exampleRun({ current_step: 0, steps: [exampleStep(step)] });
  const approval = { status: 'in_progress', phase: 'waiting', phase_info: { for: 'approval' } } as const;
  it.each([
    ['at work', at({ status: 'in_progress', phase: 'running' }), 'Running', 'active'],
    ['waiting for an answer', at(approval), 'Waiting', 'attention'],
    ['tried again', at({ status: 'in_progress', phase: 'retrying' }), 'Retrying', 'warning'],
    ['on a silent box', at({ status: 'in_progress', phase: 'unreachable' }), 'Unreachable', 'warning'],
    ['cancelled on a silent box', { ...at({ ...approval }), phase: 'cancelling' as const }, 'Cancelling…', 'warning'],
  ])('says of one that is %s what its step does: %j', (_name, run, word, tone) => {
    expect(headerLook(run, false)).toMatchObject({ word, tone });
  });
});

describe('the note of a run', () => {
  const now = Date.parse('2026-11-23T10:00:10.000Z');
  it('counts down to the kill while it is being cancelled, and says that nothing is known where the box is silent', () => {
    const cancelling = exampleRun({ phase: 'cancelling', phase_info: { until: '2026-11-23T10:00:18.000Z' } });
    expect(runNote(cancelling, false, now)).toContain('in 8 s are ended by force');
    const silent = exampleStep({ status: 'in_progress', phase: 'unreachable' });
    expect(runNote({ ...cancelling, current_step: 0, steps: [silent] }, false, now)).toContain('does not answer');
  });

  it('says that a pause costs, but not of the practice box, which is free', () => {
    const paused = exampleRun({ phase: 'paused', pause_requested: true });
    expect(runNote(paused, false, now)).toContain('costs');
    const practice = { ...paused, instance: { ...paused.instance, practice: true } };
    expect(runNote(practice, false, now)).toMatch(/^Paused: nothing runs [^$]*on\.$/);
  });

  it('counts down to the next step, and is silent where the steps say it all', () => {
    const waiting = exampleRun({ phase: 'waiting', phase_info: { for: 'delay', until: '2026-11-23T10:00:13.000Z' } });
    expect(runNote(waiting, false, now)).toBe('Next step in 3 s');
    expect(runNote(exampleRun(), false, now)).toBeNull();
    expect(runNote(completedRun(), false, now)).toBeNull();
  });
});

describe('the rows of a step', () => {
  const rows = [
    { name: 'ten 10', status: 'success' },
    { name: 'two 2', status: 'failed', note: 'exit code 128' },
    { name: 'Ten 9', status: 'running', percent: 40 },
    { name: 'five', status: 'pending' },
  ] as const;
  const names = (sort: string, filter = '') => sortTasks([...rows], readSorting(sort), filter).map(({ name }) => name);

  it('stand with the failed ones first, then those at work', () => {
    expect(names('')).toEqual(['two 2', 'Ten 9', 'five', 'ten 10']);
    expect(names('-state')).toEqual(['ten 10', 'five', 'Ten 9', 'two 2']);
  });

  it('are sorted by any column, numbers as numbers', () => {
    expect(names('name')).toEqual(['five', 'Ten 9', 'ten 10', 'two 2']);
    expect(names('-speed')[0]).toBe('Ten 9');
  });

  it('are found by words of name, note and state', () => {
    expect(names('', '128')).toEqual(['two 2']);
    expect(names('', 'TEN run')).toEqual(['Ten 9']);
    expect(names('', 'nothing')).toEqual([]);
  });

  it('turn round on a second click and come back on a third', () => {
    expect(nextSorting(readSorting(''), 'name')).toBe('name');
    expect(nextSorting(readSorting('name'), 'name')).toBe('-name');
    expect(nextSorting(readSorting('-name'), 'name')).toBe('name');
    expect(nextSorting(readSorting(''), 'state')).toBe('-state');
    expect(nextSorting(readSorting('name'), 'state')).toBe('');
  });
});

describe('the fields of a step', () => {
  it('are what was given, lists one line each, and nothing of Bringup’s own', () => {
    const step = exampleStep({
      command: 'echo one\necho two',
      api_key: '[redacted]',
      nodes: [{ name: 'a', url: 'https://example.org/a' }, 'b'],
    });
    expect(givenFields(step).map(({ name, text, items, block }) => ({ name, text, items, block }))).toEqual([
      { name: 'command', text: 'echo one\necho two', items: null, block: true },
      { name: 'api_key', text: '[redacted]', items: null, block: false },
      { name: 'nodes', text: '', items: ['name: a, url: https://example.org/a', 'b'], block: false },
    ]);
  });
});

describe('the logs of a step', () => {
  it('begin with the newest try that the state tells, before anybody has asked for the tries', () => {
    const step = exampleStep({ status: 'in_progress', phase: 'running', attempt: 2, log_bytes: 7 });
    expect(logsOf(exampleRun(), step, 0, [])).toEqual([
      { attempt: 2, execution: 'execution-1', label: 'Try 2', bytes: 7, ended: false },
    ]);
  });

  it('are none for a step that has not begun, and for a question to a person', () => {
    expect(logsOf(exampleRun(), exampleStep(), 0, [])).toEqual([]);
    expect(logsOf(exampleRun(), exampleStep({ action: 'approve', attempt: 1 }), 0, [])).toEqual([]);
  });
});
