// What a step does here and not on the box (sync, waiting for a reboot): a cancel ends it at once, and waits until it has ended.
import { Context } from '@temporalio/activity';
import type { StepInput } from '../contract/activities.ts';
import { jobName } from '../adapters/ssh/remote-job.ts';
import type { Dependencies } from './dependencies.ts';

export interface LocalWork {
  /** Resolves when nothing of it runs any more. */
  end(): Promise<void>;
}

/** Does `work` until it is done, the activity is cancelled or the step is. */
export async function asLocalWork<Result>(
  { local }: Pick<Dependencies, 'local'>,
  input: StepInput,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const name = jobName(input.id);
  const aborted = new AbortController();
  const running = work(AbortSignal.any([aborted.signal, Context.current().cancellationSignal]));
  const ended = running.then(
    () => undefined,
    () => undefined, // whoever called us is told
  );
  const own: LocalWork = {
    end() {
      aborted.abort();
      return ended;
    },
  };
  local.set(name, own);
  try {
    return await running;
  } finally {
    if (local.get(name) === own) local.delete(name);
  }
}
