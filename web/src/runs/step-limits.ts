// How long the step at work may still take, line by line; each limit can be made longer.
import type { StepLimits } from '../../../contract/run-definition.ts';
import type { StepState } from '../../../contract/run-state.ts';
import { messages } from '../messages.ts';
import { between, formatClock, formatRoughly, secondsUntil } from './duration.ts';

export type LimitName = keyof StepLimits;

/** One limit that is at work. `text` is null where the step's other lines say it already. */
export interface LimitRow {
  limit: LimitName;
  text: string | null;
}

/** A short step needs no countdown. */
const SHOW_AFTER_MS = 20_000;
const { steps: texts } = messages;

/** The limits of a step that may be made longer now, once it takes long; empty when there is nothing to say. */
export function limitRows(step: StepState, now: number): LimitRow[] {
  if (step.phase === 'unreachable') return [{ limit: 'unreachable_limit_s', text: null }];
  const { since, until } = step.phase_info ?? {};
  const isShort = (between(since, now) ?? 0) < SHOW_AFTER_MS;
  if (step.phase !== 'running' || until === undefined || isShort) return [];
  const left = secondsUntil(until, now);
  if (left === 0) return [{ limit: 'timeout_s', text: texts.endsNow }];
  const end: LimitRow = {
    limit: 'timeout_s',
    text: texts.endsAt(formatClock(until), formatRoughly(left * 1000)),
  };
  if (step.no_output_s === null) return [end];
  return [end, { limit: 'no_output_s', text: texts.endsSilent(formatRoughly(step.no_output_s * 1000)) }];
}
