import { messages } from '../messages.ts';
import { formatClock, formatDuration, formatTook } from '../runs/duration.ts';
import type { Segment } from './timeline.ts';

/** The exact times of a step's pieces, one sentence each. */
export function segmentLines(segments: readonly Segment[], now: number): string[] {
  const { words, from: fromTo, since } = messages.timeline;
  return segments.map(({ kind, from, to, open }) => {
    const begun = clock(from);
    if (open) return since(words[kind], begun, formatDuration(now - from));
    return fromTo(words[kind], begun, clock(to), formatTook(to - from));
  });
}

const clock = (ms: number): string => formatClock(new Date(ms).toISOString());
