import { describe, expect, it } from 'vitest';
import { type RunItem, toRunItem } from '../../../contract/run-list.ts';
import { completedRun, exampleRun } from '../testing/example-run.ts';
import { newsOf as newsAt } from './run-news.ts';

const SINCE = '2026-11-23T10:00:10.000Z';
const newsOf = (now: RunItem, before: RunItem | undefined, open: boolean, late = 0) =>
  newsAt(now, before, open, Date.parse(SINCE) + late);

const run = toRunItem(exampleRun());
const changed = (changes: Partial<RunItem>): RunItem => ({ ...run, ...changes });
const blocked = changed({
  needs: { what: 'host_key', step: 1, since: SINCE, until: null, reason: null },
  status: 'blocked',
});
const failed = toRunItem(completedRun({ status: 'failed', outcome: 'failed' }));

describe('what is said of a run', () => {
  it('is nothing at first, and nothing of each percent', () => {
    expect(newsOf(run, undefined, true)).toBeNull();
    expect(newsOf(changed({ progress_percent: 50 }), run, true)).toBeNull();
  });

  it('is that a step has begun, on the page of that run only', () => {
    const next = changed({ current_step: 2, step_label: 'Install custom nodes' });
    expect(newsOf(next, run, true)).toEqual({
      text: 'ComfyUI, 10.0.0.7: Step 3 of 3: Install custom nodes has begun.',
      urgent: false,
    });
    expect(newsOf(next, run, false)).toBeNull();
  });

  it('is at once, and once, that it needs a person', () => {
    expect(newsOf(blocked, run, false)).toMatchObject({
      text: expect.stringContaining('needs you') as string,
      urgent: true,
    });
    expect(newsOf({ ...blocked, progress_percent: 40 }, blocked, false)).toBeNull();
  });

  it('is at first what has just begun to need a person, not what is there since long', () => {
    expect(newsOf(blocked, undefined, false, 1_000)).toMatchObject({ urgent: true });
    expect(newsOf(blocked, undefined, false, 60_000)).toBeNull();
  });

  it('is how it ended, once', () => {
    expect(newsOf(toRunItem(completedRun()), run, false)).toEqual({
      text: 'ComfyUI, 10.0.0.7: Completed.',
      urgent: false,
    });
    expect(newsOf(failed, run, false)).toEqual({ text: 'ComfyUI, 10.0.0.7: Failed.', urgent: true });
    expect(newsOf(failed, failed, false)).toBeNull();
  });
});
