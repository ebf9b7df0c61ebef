import { describe, expect, it } from 'vitest';
import type { StepState } from '../../../contract/run-state.ts';
import { exampleRun, exampleStep } from '../testing/example-run.ts';
import { type Attempt, axisOf, timelineOf } from './timeline.ts';

const START = Date.parse('2026-11-23T10:00:00.000Z');
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
const ms = (seconds: number): number => START + seconds * 1000;

function attempt(changes: Partial<Attempt>): Attempt {
  return {
    execution_id: 'execution-1',
    step: 0,
    attempt: 1,
    action: 'test_ssh',
    purpose: 'run',
    started_at: at(0),
    ended_at: null,
    outcome: null,
    failure: null,
    exit: null,
    likely_cause: null,
    result: null,
    note: null,
    warnings: [],
    phase: 'running',
    progress: null,
    tasks: [],
    log_bytes: 0,
    updated_at: at(0),
    log_ended: false,
    log_removed: null,
    ...changes,
  };
}
const lane = (step: StepState, attempts: Attempt[], now: number) =>
  timelineOf(exampleRun({ steps: [step] }), attempts, ms(now)).lanes[0]?.map(({ kind, from, to, open }) => [
    kind,
    (from - START) / 1000,
    (to - START) / 1000,
    open,
  ]);
const working = (changes: Partial<StepState> = {}) =>
  exampleStep({ status: 'in_progress', phase: 'running', attempt: 1, started_at: at(1), ...changes });

describe('the timeline of a step', () => {
  it('shows every try, and the wait between two', () => {
    const tries = [
      attempt({ started_at: at(1), ended_at: at(3), outcome: 'failed' }),
      attempt({ attempt: 2, started_at: at(8), ended_at: at(10), outcome: 'done' }),
    ];
    expect(lane(exampleStep({ status: 'completed', phase: 'done', attempt: 2 }), tries, 12)).toEqual([
      ['failed', 1, 3, false],
      ['retrying', 3, 8, false],
      ['done', 8, 10, false],
    ]);
  });

  it('goes on until now while it is at work', () => {
    expect(lane(working(), [attempt({ started_at: at(1) })], 20)).toEqual([['running', 1, 20, true]]);
  });

  it('tells running, retrying, unreachable and waiting apart', () => {
    const failed = attempt({ started_at: at(1), ended_at: at(4), outcome: 'failed' });
    expect(lane(working({ phase: 'retrying', phase_info: { since: at(4) } }), [failed], 9)).toEqual([
      ['failed', 1, 4, false],
      ['retrying', 4, 9, true],
    ]);
    const open = attempt({ started_at: at(1) });
    expect(lane(working({ phase: 'unreachable', phase_info: { since: at(5) } }), [open], 9)).toEqual([
      ['running', 1, 5, false],
      ['unreachable', 5, 9, true],
    ]);
    const blocked = working({ status: 'blocked', phase: 'waiting', started_at: null, phase_info: { since: at(2) } });
    expect(lane(blocked, [], 9)).toEqual([['waiting', 2, 9, true]]);
  });

  it('cuts the time out of a try in which a person was waited for', () => {
    const waited = [{ for: 'host_key', from: at(3), to: at(50) } as const];
    const done = exampleStep({ status: 'completed', phase: 'done', attempt: 1, waited });
    expect(lane(done, [attempt({ started_at: at(1), ended_at: at(55), outcome: 'done' })], 60)).toEqual([
      ['done', 1, 3, false],
      ['waiting', 3, 50, false],
      ['done', 50, 55, false],
    ]);
    expect(lane(working({ waited }), [attempt({ started_at: at(1) })], 60)).toEqual([
      ['running', 1, 3, false],
      ['waiting', 3, 50, false],
      ['running', 50, 60, true],
    ]);
  });

  it('takes the run’s word for how the newest try ended, until that is written down with it', () => {
    const ended = exampleStep({ status: 'failed', phase: 'failed', attempt: 1, started_at: at(1), ended_at: at(5) });
    expect(lane(ended, [attempt({ started_at: at(1) })], 60)).toEqual([['failed', 1, 5, false]]);
  });

  it('says lost of a try whose end nobody saw, as far as it was seen', () => {
    const lost = attempt({ started_at: at(1), updated_at: at(6), outcome: 'lost' });
    expect(lane(exampleStep({ status: 'failed', phase: 'failed', attempt: 1 }), [lost], 60)).toEqual([
      ['lost', 1, 6, false],
    ]);
  });

  it('has nothing of another execution, and nothing of a step that was carried over', () => {
    const other = attempt({ execution_id: 'execution-0', ended_at: at(3), outcome: 'done' });
    const carried = exampleStep({
      status: 'completed',
      phase: 'done',
      attempt: 1,
      started_at: at(-90),
      ended_at: at(-60),
      carried_from: 'execution-0',
    });
    expect(lane(carried, [other], 9)).toEqual([]);
    const probed = attempt({ attempt: 0, purpose: 'probe', started_at: at(1), ended_at: at(2), outcome: 'done' });
    expect(lane(carried, [probed], 9)).toEqual([['probe', 1, 2, false]]);
  });

  it('takes the state’s word for a question to a person', () => {
    const asked = exampleStep({
      action: 'approve',
      status: 'completed',
      phase: 'done',
      attempt: 1,
      started_at: at(1),
      ended_at: at(7),
    });
    expect(lane(asked, [], 9)).toEqual([['waiting', 1, 7, false]]);
    const answered = attempt({ action: 'approve', started_at: at(1), ended_at: at(7), outcome: 'done' });
    expect(lane(asked, [answered], 9)).toEqual([['waiting', 1, 7, false]]);
  });
});

describe('the axis', () => {
  it('is straight where something is at work all the time', () => {
    const { place, folds } = axisOf([{ from: ms(0), to: ms(100) }], ms(0), ms(100));
    expect(folds).toEqual([]);
    expect([place(ms(0)), place(ms(25)), place(ms(100))]).toEqual([0, 25, 100]);
  });

  it('leaves room at its end, more while “now” stands there', () => {
    const ticksOf = (going: boolean) => axisOf([{ from: ms(0), to: ms(74) }], ms(0), ms(74), going).ticks;
    expect(ticksOf(false).map((tick) => tick.ms)).toEqual([0, 20_000, 40_000, 60_000]);
    expect(ticksOf(true).map((tick) => tick.ms)).toEqual([0, 20_000, 40_000]);
  });

  it('folds a long stretch without work, and names its length', () => {
    const busy = [
      { from: ms(0), to: ms(60) },
      { from: ms(7260), to: ms(7320) },
    ];
    const { place, folds, ticks } = axisOf(busy, ms(0), ms(7320));
    expect(folds.map(({ from, to }) => (to - from) / 1000)).toEqual([7200]);
    const [fold] = folds;
    expect(place(ms(60))).toBeCloseTo(46.5);
    expect(place(ms(7260))).toBeCloseTo(46.5 + (fold?.width ?? 0));
    expect(place(ms(7320))).toBeCloseTo(100);
    expect(ticks.every(({ ms: tick }) => tick <= 60_000 || tick >= 7_260_000)).toBe(true);
  });

  it('never goes back, and stays between 0 and 100', () => {
    const busy = [
      { from: ms(100), to: ms(110) },
      { from: ms(500), to: ms(510) },
      { from: ms(505), to: ms(900) },
    ];
    const { place } = axisOf(busy, ms(0), ms(2000));
    const places = Array.from({ length: 201 }, (_, index) => place(ms(index * 10)));
    expect(places.every((one, index) => index === 0 || one >= (places[index - 1] ?? 0))).toBe(true);
    expect([Math.min(...places), Math.round(Math.max(...places))]).toEqual([0, 100]);
  });
});
