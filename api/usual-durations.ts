import type { DoneStep } from '../adapters/store/store.ts';

/** How long a step of a template usually takes. */
export interface UsualDuration {
  action: string;
  label: string;
  /** Of the newest times that it was done. */
  median_s: number;
  /** How many these were. */
  count: number;
}

const MOST = 20;

/** For each step, told apart by action and label, the median of its newest times; `done` is newest first. */
export function usualDurations(done: readonly DoneStep[]): UsualDuration[] {
  const steps = new Map<string, { action: string; label: string; times: Map<string, number> }>();
  for (const one of done) {
    const { action, label, started_at } = one;
    const key = JSON.stringify([action, label]);
    const step = steps.get(key) ?? { action, label, times: new Map<string, number>() };
    steps.set(key, step);
    // A continued run carries what an earlier execution has done: that is one time, not two.
    if (step.times.size < MOST) step.times.set(started_at, secondsOf(one));
  }
  return [...steps.values()].map(({ action, label, times }) => ({
    action,
    label,
    median_s: median([...times.values()]),
    count: times.size,
  }));
}

const secondsOf = ({ started_at, ended_at }: DoneStep): number =>
  Math.max(0, (Date.parse(ended_at) - Date.parse(started_at)) / 1000);

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}
