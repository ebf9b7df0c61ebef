import { Context } from '@temporalio/activity';

const BEAT_MS = 3_000;

/** Heartbeats while `work` runs. They are for liveness and the next attempt, not for progress and not for cancelling. */
export async function heartbeatWhile<Result>(details: () => unknown, work: () => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(details()), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
