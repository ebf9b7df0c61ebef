// When a run probably ends: what its remaining steps usually take. Where that is not known, nothing is said but why.
import { isEnded, type RunState, type StepState } from '../../../contract/run-state.ts';

/** How long a step of the run's template usually takes, as GET /api/v1/usual-durations gives it. */
export interface UsualDuration {
  action: string;
  label: string;
  median_s: number;
  count: number;
}

export type ExpectedEnd =
  /** `isLate`: the step at work takes longer than usual, so the end comes at that time or later. `runs`: on how few times it stands. */
  | { at: number; isLate: boolean; runs: number }
  /** `steps`: indexes of those that it is about. */
  | { at: null; why: 'ended' | 'ending' | 'person' | 'unreachable' | 'no_history'; steps: number[] };

/** A step's usual duration; null where there is no history. */
export const usualOf = (
  { action, label }: Pick<StepState, 'action' | 'label'>,
  usual: readonly UsualDuration[],
): UsualDuration | null => usual.find((one) => one.action === action && one.label === label) ?? null;

const OPEN: ReadonlySet<string> = new Set(['pending', 'running', 'retrying', 'unreachable', 'waiting']);

/**
 * Medians of the remaining steps and the delays between them, from `now` (in ms). Steps beside each other are counted one after the
 * other, and conditions as if they held: so it rather ends earlier.
 */
export function expectedEnd(run: RunState, usual: readonly UsualDuration[], now: number): ExpectedEnd {
  if (isEnded(run)) return unknown('ended');
  if (run.phase === 'cancelling' || run.phase === 'undoing') return unknown('ending');
  const open = run.steps.flatMap((step, index) => (OPEN.has(step.phase) ? [{ step, index }] : []));
  const asks = open.filter(({ step }) => waitsForPerson(step));
  if (asks.length > 0 || run.phase === 'paused' || run.status === 'blocked') return unknown('person', asks);
  const silent = open.filter(({ step }) => step.phase === 'unreachable');
  if (silent.length > 0) return unknown('unreachable', silent);
  const parts = open.map(({ step, index }) => ({ step, index, known: usualOf(step, usual) }));
  const blank = parts.filter(({ known }) => known === null);
  if (blank.length > 0) return unknown('no_history', blank);

  let at = now + delayLeft(run, now);
  let isLate = false;
  let runs = Infinity;
  for (const [place, { step, known }] of parts.entries()) {
    if (!known) continue;
    const used = secondsUsed(step, now);
    isLate ||= used > known.median_s;
    runs = Math.min(runs, known.count);
    at += Math.max(0, known.median_s - used) * 1000;
    if (place > 0) at += run.step_delay * 1000;
  }
  return { at, isLate, runs: Number.isFinite(runs) ? runs : 0 };
}

const unknown = (
  why: Extract<ExpectedEnd, { at: null }>['why'],
  about: readonly { index: number }[] = [],
): ExpectedEnd => ({ at: null, why, steps: about.map(({ index }) => index) });

const waitsForPerson = ({ status, phase, phase_info }: StepState): boolean =>
  status === 'blocked' || (phase === 'waiting' && (phase_info?.for === 'approval' || phase_info?.for === 'host_key'));

/** The delay between two steps that is running. */
const delayLeft = ({ phase, phase_info }: RunState, now: number): number =>
  phase === 'waiting' && phase_info?.for === 'delay' ? Math.max(0, Date.parse(phase_info.until ?? '') - now || 0) : 0;

/** A step's usual time counts from its first try on, with its pauses; that of one that has not begun is all to come. */
const secondsUsed = ({ phase, started_at }: StepState, now: number): number =>
  phase === 'pending' || started_at === null ? 0 : Math.max(0, now - Date.parse(started_at)) / 1000;
