// How states look: a word, a tone and an icon together, so that colour never carries a meaning alone.
import type { PhaseInfo, RunState, StepState, TaskStatus } from '../../../contract/run-state.ts';
import { messages } from '../messages.ts';
import { between, formatClock, formatDuration, secondsUntil } from './duration.ts';

type Tone = 'neutral' | 'active' | 'success' | 'warning' | 'danger' | 'attention' | 'muted';
export type IconName =
  | 'pending'
  | 'running'
  | 'retrying'
  | 'unreachable'
  | 'waiting'
  | 'blocked'
  | 'done'
  | 'warning'
  | 'failed'
  | 'cancelled'
  | 'skipped';

/** How one state is shown. */
export interface Look {
  word: string;
  tone: Tone;
  icon: IconName;
}

const look = (word: string, tone: Tone, icon: IconName): Look => ({ word, tone, icon });
const { stepWords, runWords, taskWords, steps: texts } = messages;

/** A step's look. */
export function stepLook({ status, phase }: Pick<StepState, 'status' | 'phase'>): Look {
  if (status === 'blocked') return look(stepWords.blocked, 'attention', 'blocked');
  switch (phase) {
    case 'pending':
      return look(stepWords.pending, 'neutral', 'pending');
    case 'running':
      return look(stepWords.running, 'active', 'running');
    case 'retrying':
      return look(stepWords.retrying, 'warning', 'retrying');
    case 'unreachable':
      return look(stepWords.unreachable, 'warning', 'unreachable');
    case 'waiting':
      return look(stepWords.waiting, 'active', 'waiting');
    case 'done':
      return look(stepWords.done, 'success', 'done');
    case 'warning':
      return look(stepWords.warning, 'warning', 'warning');
    case 'failed':
      return look(stepWords.failed, 'danger', 'failed');
    case 'cancelled':
      return look(stepWords.cancelled, 'muted', 'cancelled');
    case 'skipped':
      return look(stepWords.skipped, 'muted', 'skipped');
    case 'undoing':
      return look(stepWords.undoing, 'warning', 'running');
    case 'undone':
      return look(stepWords.undone, 'muted', 'cancelled');
    default:
      return lookOfStatus(status);
  }
}

// A newer server may know phases that this page does not: the seed's word always says enough.
function lookOfStatus(status: StepState['status']): Look {
  if (status === 'in_progress') return look(stepWords.running, 'active', 'running');
  if (status === 'completed') return look(stepWords.done, 'success', 'done');
  if (status === 'failed') return look(stepWords.failed, 'danger', 'failed');
  return look(stepWords.pending, 'neutral', 'pending');
}

/** The run's look; `stopping` says that a stop was asked for which the state may not show yet. */
export function runLook(run: Pick<RunState, 'status' | 'phase' | 'outcome'>, stopping: boolean): Look {
  if (run.status === 'completed') {
    return run.outcome === 'done_with_warnings'
      ? look(runWords.warnings, 'warning', 'warning')
      : look(runWords.completed, 'success', 'done');
  }
  if (run.status === 'failed') return look(runWords.failed, 'danger', 'failed');
  if (run.outcome === 'undone') return look(runWords.undone, 'muted', 'cancelled');
  if (run.status === 'cancelled') return look(runWords.cancelled, 'muted', 'cancelled');
  if (run.phase === 'undoing') return look(runWords.undoing, 'warning', 'running');
  if (stopping || run.phase === 'cancelling') return look(runWords.cancelling, 'warning', 'running');
  if (run.status === 'blocked') return look(runWords.blocked, 'attention', 'blocked');
  if (run.phase === 'paused') return look(runWords.paused, 'attention', 'waiting');
  return look(run.phase === 'starting' ? runWords.starting : runWords.running, 'active', 'running');
}

const taskLooks: Record<TaskStatus, Look> = {
  pending: look(taskWords.pending, 'neutral', 'pending'),
  running: look(taskWords.running, 'active', 'running'),
  success: look(taskWords.success, 'success', 'done'),
  warning: look(taskWords.warning, 'warning', 'warning'),
  failed: look(taskWords.failed, 'danger', 'failed'),
  skipped: look(taskWords.skipped, 'muted', 'skipped'),
};

/** A task row's look. */
export const taskLook = (status: TaskStatus): Look =>
  (taskLooks as Partial<Record<string, Look>>)[status] ?? taskLooks.pending;

/** What a step is doing about time and tries, as sentences; empty when there is nothing to say. */
export function phaseDetails(step: StepState, now: number): string[] {
  const info = step.phase_info ?? {};
  const reason = info.reason ? [info.reason] : [];
  if (step.phase === 'retrying') return [retryLine(step, info, now), ...reason];
  if (step.phase === 'unreachable') return [...unreachableLines(info, now), ...reason];
  if (step.phase === 'waiting' || step.status === 'blocked') return [...waitingLine(step, info, now), ...reason];
  if (step.phase === 'running' && step.attempt > 1) return [texts.attempt(step.attempt, step.max_attempts), ...reason];
  return reason;
}

function retryLine(step: StepState, info: PhaseInfo, now: number): string {
  const attempt = texts.attempt(step.attempt, step.max_attempts);
  if (info.until === undefined) return attempt;
  const seconds = secondsUntil(info.until, now);
  return `${attempt}, ${seconds > 0 ? texts.retryIn(seconds) : texts.retryNow}`;
}

const unreachableLines = (info: PhaseInfo, now: number): string[] => [
  [silenceLine(info, now), texts.goesOn].filter((sentence) => sentence !== null).join(' '),
];

/** Since when the box does not answer, and when it is given up; null where neither is known. */
export function silenceLine(info: PhaseInfo, now: number): string | null {
  const parts: string[] = [];
  if (info.since !== undefined) {
    parts.push(texts.silentSince(formatClock(info.since), formatDuration(between(info.since, now) ?? 0)));
  }
  if (info.gives_up_at !== undefined) {
    const left = formatDuration(secondsUntil(info.gives_up_at, now) * 1000);
    parts.push(texts.givesUpAt(formatClock(info.gives_up_at), left));
  }
  return parts.length > 0 ? `${parts.join(', ')}.` : null;
}

function waitingLine(step: StepState, info: PhaseInfo, now: number): string[] {
  const what = texts.waitingFor[step.status === 'blocked' ? 'host_key' : (info.for ?? '')];
  if (what === undefined) return [];
  return info.until === undefined
    ? [what]
    : [`${what}, ${texts.waitingUntil(formatDuration(secondsUntil(info.until, now) * 1000))}`];
}
