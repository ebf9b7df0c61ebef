import { describe, expect, it } from 'vitest';
import { type RunItem, toRunItem } from '../../../contract/run-list.ts';
import type { RunNeed } from '../../../contract/run-need.ts';
import { completedRun, exampleRun } from '../testing/example-run.ts';
import { attentionOf, executionOf, newestOfBoxes } from './attention.ts';

const NOW = Date.parse('2026-11-23T10:10:00.000Z');
const at = (host: string, changes: Partial<RunItem> = {}): RunItem => ({
  ...toRunItem(exampleRun({ workflow_id: host })),
  instance: { key: host, host, port: 22, user: 'root', practice: false },
  ...changes,
});
const need = (what: RunNeed['what'], since = '2026-11-23T10:00:00.000Z'): RunNeed => ({
  what,
  step: 0,
  since,
  until: null,
  reason: null,
});
const failed = (host: string, changes: Partial<RunItem> = {}): RunItem => ({
  ...toRunItem(completedRun({ workflow_id: host, status: 'failed', outcome: 'failed' })),
  instance: { key: host, host, port: 22, user: 'root', practice: false },
  ...changes,
});
const ids = (runs: RunItem[]) => runs.map(({ workflow_id }) => workflow_id);
const none = new Set<string>();

describe('what needs a person', () => {
  it('is what waits, the most pressing first, and what failed within a day', () => {
    const runs = [
      at('fine'),
      at('paused', { needs: need('go_on') }),
      at('key', { needs: need('host_key') }),
      failed('broken'),
      failed('long-ago', { end_time: '2026-11-21T10:00:00.000Z' }),
    ];
    const { atWork, waiting, failed: broken } = attentionOf(runs, none, NOW);
    expect([ids(atWork), ids(waiting), ids(broken)]).toEqual([
      ['fine', 'paused', 'key'],
      ['key', 'paused'],
      ['broken'],
    ]);
  });

  it('is no box that is silent for a moment only', () => {
    const silent = at('silent', { needs: need('box', '2026-11-23T10:09:30.000Z') });
    expect(ids(attentionOf([silent], none, NOW).waiting)).toEqual([]);
    expect(ids(attentionOf([silent], none, NOW + 60_000).waiting)).toEqual(['silent']);
  });

  it('leaves out a failure that was put aside, until it fails again', () => {
    const first = failed('broken');
    const aside = new Set([executionOf(first)]);
    expect(attentionOf([first], aside, NOW).failed).toEqual([]);
    expect(ids(attentionOf([{ ...first, execution_id: 'another' }], aside, NOW).failed)).toEqual(['broken']);
  });
});

describe('the newest run of a box', () => {
  it('takes the place of one that failed before it', () => {
    const again = { ...at('broken'), workflow_id: 'again', start_time: '2026-11-23T10:05:00.000Z' };
    expect(ids(newestOfBoxes([failed('broken')], [again]))).toEqual(['again']);
  });

  it('is told by whoever knows more of it, not by whoever was asked last', () => {
    const before = at('box', { last_update: '2026-11-23T10:00:10.000Z', progress_percent: 10 });
    const later = { ...before, last_update: '2026-11-23T10:00:20.000Z', progress_percent: 20 };
    for (const [asked, told] of [
      [before, later],
      [later, before],
    ] as const) {
      expect(newestOfBoxes([asked], [told]).map(({ progress_percent }) => progress_percent)).toEqual([20]);
    }
  });
});
