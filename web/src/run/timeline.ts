// When each step of a run was at work, and at what: pieces of time from its attempts, and the axis that they stand on. What nobody
// has seen is a gap, never a guess.
import type { Schemas } from '../api.ts';
import type { RunState, StepState, StepWait } from '../../../contract/run-state.ts';

export type Attempt = Schemas['Attempt'];

export type SegmentKind =
  | 'running'
  | 'done'
  | 'warning'
  | 'failed'
  | 'cancelled'
  | 'lost'
  | 'retrying'
  | 'waiting'
  | 'unreachable'
  | 'probe'
  | 'undo';

/** A piece of a step's time, in milliseconds. `open`: it has not ended. */
export interface Segment {
  kind: SegmentKind;
  from: number;
  to: number;
  open: boolean;
}

/** A stretch in which nothing was at work, drawn short. `at` and `width` in percent of the axis. */
interface Fold {
  from: number;
  to: number;
  at: number;
  width: number;
}

export interface Timeline {
  /** By step. */
  lanes: Segment[][];
  folds: Fold[];
  /** Elapsed milliseconds since the start, and where they stand. */
  ticks: { ms: number; at: number }[];
  /** Where a moment stands, in percent. */
  place(ms: number): number;
  going: boolean;
}

/** The timeline of one execution; `attempts` are that execution's. */
export function timelineOf(run: RunState, attempts: readonly Attempt[], now: number): Timeline {
  const going = run.phase !== 'ended';
  const start = Date.parse(run.start_time);
  const end = Math.max(start + 1, going ? now : Date.parse(run.end_time ?? run.last_update));
  const lanes = run.steps.map((step, index) => {
    const own = attempts.filter((attempt) => attempt.step === index && attempt.execution_id === run.execution_id);
    return segmentsOf(step, own, { going, end })
      .map((segment) => ({ ...segment, from: Math.max(start, segment.from), to: Math.min(end, segment.to) }))
      .filter(({ from, to }) => to >= from);
  });
  const busy = lanes.flat().filter(({ kind, open }) => open || !IDLE.has(kind));
  return { lanes, ...axisOf(busy, start, end, going), going };
}

/** Time in which the box did nothing for the run. */
const IDLE: ReadonlySet<SegmentKind> = new Set(['waiting']);

function segmentsOf(step: StepState, attempts: readonly Attempt[], { going, end }: { going: boolean; end: number }) {
  // A question to a person is an attempt, too, but nothing is at work for it.
  const tries = step.action === 'approve' ? [] : attempts.flatMap((attempt) => tryOf(step, attempt, { going, end }));
  const gaps = tries.slice(1).flatMap((next, index): Segment[] => {
    const before = tries[index];
    if (before?.kind !== 'failed' || next.kind === 'undo' || next.from <= before.to) return [];
    return [{ kind: 'retrying', from: before.to, to: next.from, open: false }];
  });
  const known = tries.length > 0 || step.carried_from !== undefined ? tries : fromState(step, end);
  const waits = (step.waited ?? []).map(pastWait);
  return [...known.flatMap((segment) => without(segment, waits)), ...waits, ...gaps, ...waitOf(step, going, end)].sort(
    (one, other) => one.from - other.from,
  );
}

function tryOf(step: StepState, attempt: Attempt, { going, end }: { going: boolean; end: number }): Segment[] {
  const from = time(attempt.started_at);
  if (from === null) return [];
  const open = attempt.ended_at === null && going && isAtWork(step) && attempt.attempt === newest(step, attempt);
  const waits = open ? (waitOf(step, going, end)[0]?.from ?? null) : null;
  // The run may know how it ended before that is written down with the attempt.
  const told = attempt.outcome === null && attempt.purpose === 'run' && attempt.attempt === step.attempt;
  const ended = told ? (ENDS[step.phase as keyof typeof ENDS] ?? null) : null;
  const endedAt = time(attempt.ended_at) ?? (ended ? time(step.ended_at) : null);
  const to = waits ?? endedAt ?? (open ? end : (time(attempt.updated_at) ?? from));
  return [{ kind: ended ?? kindOf(attempt, open), from, to: Math.max(from, to), open: open && waits === null }];
}

const newest = ({ attempt, undo }: StepState, { purpose }: Attempt): number =>
  purpose === 'undo' ? (undo?.attempt ?? attempt) : purpose === 'probe' ? 0 : attempt;

function kindOf({ purpose, outcome }: Attempt, open: boolean): SegmentKind {
  if (outcome === 'failed' || outcome === 'cancelled' || outcome === 'lost') return outcome;
  if (purpose !== 'run') return purpose;
  if (outcome === null) return open ? 'running' : 'lost';
  return outcome === 'warning' ? 'warning' : 'done';
}

/** What a step waits for now: nothing is at work for it meanwhile. */
function waitOf({ status, phase, phase_info }: StepState, going: boolean, end: number): Segment[] {
  const from = time(phase_info?.since ?? null);
  if (!going || from === null) return [];
  if (phase === 'retrying' || phase === 'unreachable') return [{ kind: phase, from, to: end, open: true }];
  if (phase === 'waiting' || status === 'blocked') return [{ kind: 'waiting', from, to: end, open: true }];
  return [];
}

const pastWait = ({ from, to }: StepWait): Segment => ({
  kind: 'waiting',
  from: Date.parse(from),
  to: Date.parse(to),
  open: false,
});

/** What is left of a try when a person was waited for meanwhile: it is the same one before and after. */
const without = (segment: Segment, waits: readonly Segment[]): Segment[] =>
  waits.reduce(
    (pieces, { from, to }) =>
      pieces.flatMap((piece) =>
        to <= piece.from || from >= piece.to
          ? [piece]
          : [
              { ...piece, to: from, open: false },
              { ...piece, from: to },
            ].filter((one) => one.to > one.from || one.open),
      ),
    [segment],
  );

/** What is not told by attempts: questions to a person, and what was kept before there were attempts. */
function fromState(step: StepState, end: number): Segment[] {
  const from = time(step.started_at);
  if (from === null || step.phase === 'waiting' || step.status === 'blocked') return [];
  const to = time(step.ended_at);
  const open = to === null && isAtWork(step);
  if (to === null && !open) return [];
  const kind: SegmentKind =
    step.action === 'approve' ? 'waiting' : open ? 'running' : (ENDS[step.phase as keyof typeof ENDS] ?? 'done');
  return [{ kind, from, to: to ?? end, open }];
}

const ENDS = { done: 'done', failed: 'failed', cancelled: 'cancelled', warning: 'warning' } as const;
const isAtWork = ({ status, phase }: StepState): boolean =>
  status === 'in_progress' || status === 'blocked' || phase === 'undoing';

/** Shorter stretches are shown as they are. */
const FOLD_MS = 20_000;
const FOLD_SHARE = 0.2;
const FOLD_WIDTH = 7;

/** Percent from which on a tick's word does not fit any more. */
const ROOM_BEFORE_END = 84;
const ROOM_BEFORE_NOW = 68;

/** The axis: straight, but for stretches without work that would take the place of everything else. */
export function axisOf(busy: readonly Pick<Segment, 'from' | 'to'>[], start: number, end: number, going = false) {
  const least = Math.max(FOLD_MS, (end - start) * FOLD_SHARE);
  const idle = gapsOf(busy, start, end).filter(({ from, to }) => to - from > least);
  const hidden = idle.reduce((sum, { from, to }) => sum + to - from, 0);
  const perMs = (100 - idle.length * FOLD_WIDTH) / Math.max(1, end - start - hidden);

  function place(ms: number): number {
    let at = 0;
    let passed = start;
    for (const { from, to } of idle) {
      if (ms <= from) break;
      at += (from - passed) * perMs + FOLD_WIDTH * Math.min(1, (ms - from) / (to - from));
      passed = Math.min(ms, to);
    }
    return Math.min(100, Math.max(0, at + Math.max(0, ms - passed) * perMs));
  }
  const folds: Fold[] = idle.map(({ from, to }) => ({ from, to, at: place(from), width: FOLD_WIDTH }));
  const isShown = (ms: number) => !idle.some(({ from, to }) => ms > from && ms < to);
  const step = TICKS.find((size) => (end - start - hidden) / size <= MOST_TICKS) ?? TICKS_END;
  const ticks: { ms: number; at: number }[] = [];
  for (let ms = 0; start + ms < end && ticks.length < 50; ms += step) {
    const at = place(start + ms);
    if (isShown(start + ms) && at < (going ? ROOM_BEFORE_NOW : ROOM_BEFORE_END)) ticks.push({ ms, at });
    else if (!isShown(start + ms)) ms = skipTo(idle, start, ms, step);
  }
  return { folds, ticks, place };
}

/** The last tick before the end of the fold, so that a long one is not walked through. */
function skipTo(idle: readonly { from: number; to: number }[], start: number, ms: number, step: number): number {
  const fold = idle.find(({ from, to }) => start + ms > from && start + ms < to);
  return fold ? Math.max(ms, Math.floor((fold.to - start) / step) * step) : ms;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const TICKS = [1, 2, 5, 10, 20, 30]
  .map((n) => n * SECOND)
  .concat(
    [1, 2, 5, 10, 20, 30].map((n) => n * MINUTE),
    [1, 2, 4, 8, 24].map((n) => n * HOUR),
  );
const TICKS_END = 7 * 24 * HOUR;
const MOST_TICKS = 4;

function gapsOf(busy: readonly Pick<Segment, 'from' | 'to'>[], start: number, end: number) {
  const gaps: { from: number; to: number }[] = [];
  let until = start;
  for (const { from, to } of [...busy].sort((one, other) => one.from - other.from)) {
    if (from > until) gaps.push({ from: until, to: from });
    until = Math.max(until, to);
  }
  return until < end ? [...gaps, { from: until, to: end }] : gaps;
}

function time(at: string | null): number | null {
  const ms = at === null ? NaN : Date.parse(at);
  return Number.isNaN(ms) ? null : ms;
}
