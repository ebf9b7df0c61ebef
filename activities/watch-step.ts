// Watches a step while its activity is at work, and tells what a person may want to know before its end: the box is silent, it is
// back, the step takes far too long. The next activity after a crash finds the same and tells it under the same id.
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { StepInput } from '../contract/activities.ts';
import { initialRunState } from '../contract/initial-run-state.ts';
import { type EventKind, type NotificationEvent, runEvent } from '../contract/notification.ts';
import type { AttemptRow } from '../adapters/store/store.ts';
import type { StepSpec } from '../steps/step.ts';
import type { Announce } from '../adapters/notify/announce.ts';
import type { Dependencies } from './dependencies.ts';
import { boxLimits, currentLimits } from './limits.ts';

/** Of a step's usual duration, and never under the second: shorter ones vary for no reason. */
const USUAL_TIMES = 3;
const AT_LEAST_S = 600;
const OF_LIMIT = 0.8;

/** Longest wait of a timer of Node's. */
const LONGEST_MS = 2 ** 31 - 1;
const TRIES = 20;
const PAUSE_MS = 3_000;

/** After how many seconds a step takes too long: three times its usual duration and ten minutes, or when 80 % of the box's limit are over. */
export const overTimeAfter = (usualS: number, limitS: number): number =>
  Math.min(OF_LIMIT * limitS, Math.max(USUAL_TIMES * usualS, AT_LEAST_S));

/** Does `work` as the step, with what it stands on, and tells what happens meanwhile. */
export async function whileWatched<Result>(
  deps: Dependencies,
  announce: Announce,
  spec: Pick<StepSpec, 'usual_s'>,
  input: StepInput,
  work: (deps: Dependencies) => Promise<Result>,
): Promise<Result> {
  const { info } = Context.current();
  const watch = createWatch(deps, announce, spec, input, info.scheduledTimestampMs);
  if (info.attempt > 1) await watch.adopt();
  try {
    return await work({ ...deps, onPhase: watch.onPhase });
  } finally {
    await watch.end();
  }
}

type Told = Pick<NotificationEvent, 'since'> & Partial<Pick<NotificationEvent, 'reason'>>;

function createWatch(
  deps: Dependencies,
  announce: Announce,
  spec: Pick<StepSpec, 'usual_s'>,
  input: StepInput,
  beganMs: number,
) {
  const { execution_id, step, attempt } = input.id;
  const here = `${step + 1}-${attempt}`;
  let silence: { since: string; timer: NodeJS.Timeout; told: boolean } | null = null;
  let telling: Promise<void> = Promise.resolve();
  let overTime = later(beganMs + overTimeAfter(spec.usual_s, boxLimits(input).limit_s) * 1000, () => void tooLong());

  /** One after the other: a box is back after it was silent. */
  function tell(kind: EventKind, about: string, change: Told): void {
    telling = telling.then(() => tryTell(kind, about, change));
  }

  async function tryTell(kind: EventKind, about: string, change: Told): Promise<void> {
    for (let tried = 1; ; tried += 1) {
      try {
        const row = await deps.store.runs.byExecution(execution_id);
        if (!row) return; // its start was not yet written down, or is a test's
        const state = initialRunState(row.definition, { execution_id, start_time: row.started_at });
        const own = state.steps[step];
        if (own) own.attempt = attempt;
        return await announce(runEvent(state, { kind, about, step, at: new Date().toISOString() }, change));
      } catch (error) {
        if (tried === TRIES)
          return void process.emitWarning(`${kind} of ${execution_id} was not told: ${String(error)}`);
        await sleep(PAUSE_MS);
      }
    }
  }

  async function tooLong(): Promise<void> {
    // Where the store does not answer, the limits of the call are good enough.
    const limits = await currentLimits(deps, input).catch(() => input);
    const after = overTimeAfter(spec.usual_s, boxLimits(limits).limit_s);
    const left = beganMs + after * 1000 - Date.now();
    // The limit was extended meanwhile.
    if (left > 0) return void (overTime = later(Date.now() + left, () => void tooLong()));
    const usual = spec.usual_s < AT_LEAST_S ? 'far longer than usual' : `more than ${USUAL_TIMES} times its usual time`;
    const reason = `The step takes ${usual}, or most of its limit of ${limits.timeout_s} s is over. It goes on.`;
    tell('over_time', here, { since: null, reason });
  }

  function onPhase({ phase, phase_info }: Pick<AttemptRow, 'phase' | 'phase_info'>): void {
    if (phase === 'unreachable') {
      if (silence) return;
      const since = phase_info?.since ?? new Date().toISOString();
      const reason = phase_info?.reason ?? null;
      const due = Date.parse(since) + deps.settings.notify.unreachable_after_s * 1000;
      const begun = { since, told: false, timer: later(due, () => isSilent(reason)) };
      silence = begun;
    } else if (silence) {
      clearTimeout(silence.timer);
      if (silence.told) tell('recovered', aboutSilence(silence.since), { since: silence.since, reason: BACK });
      silence = null;
    }
  }

  function isSilent(reason: string | null): void {
    if (!silence) return;
    silence.told = true;
    tell('unreachable', aboutSilence(silence.since), { since: silence.since, reason });
  }

  const aboutSilence = (since: string): string => `${here}-${Date.parse(since)}`;

  return {
    onPhase,
    /** A worker may have died after it had told a silence, and after the box was back. */
    async adopt(): Promise<void> {
      const row = await deps.store.attempts.find(input.id);
      if (!row || row.phase === 'unreachable') return;
      const filter = { workflow_id: input.id.workflow_id, kind: 'unreachable' };
      const { rows } = await deps.store.deliveries.list(filter, 100, null);
      const prefix = `${execution_id}/unreachable/${here}-`;
      for (const { message, event_id } of rows.filter((one) => one.event_id.startsWith(prefix))) {
        const about = event_id.slice(prefix.length - here.length - 1);
        tell('recovered', about, { since: message.event.since, reason: BACK });
      }
    },
    /** Waits until everything is told. */
    async end(): Promise<void> {
      clearTimeout(overTime);
      if (silence) clearTimeout(silence.timer);
      await telling;
    },
  };
}

const BACK = 'The box answers again; the step goes on.';

function later(atMs: number, work: () => void): NodeJS.Timeout {
  return setTimeout(work, Math.min(LONGEST_MS, Math.max(0, atMs - Date.now()))).unref();
}
