// Whether a start would work: what it needs is asked, each by its name. GET /healthz asks nobody.
import type { ApiDependencies } from './dependencies.ts';

const DEADLINE_MS = 2_000;
/** A worker asks for work and waits for a minute at most (Temporal's long poll), then asks again. */
const POLLED_WITHIN_S = 75;
/** temporal.api.enums.v1.TaskQueueType */
const TASK_QUEUE_TYPE_WORKFLOW = 1;

interface Check {
  ok: boolean;
  message: string;
}
export type Readiness = Record<'store' | 'temporal' | 'worker', Check>;

/** Never throws: what is not there is the answer. */
export async function readiness(deps: ApiDependencies): Promise<Readiness> {
  return { store: await checkStore(deps), ...(await checkTemporal(deps)) };
}

async function checkStore({ store }: ApiDependencies): Promise<Check> {
  try {
    await store.runs.latest();
    return { ok: true, message: 'The store can be read.' };
  } catch (error) {
    return { ok: false, message: `The store cannot be read: ${wordsOf(error)}` };
  }
}

async function checkTemporal({ client, taskQueue }: ApiDependencies): Promise<Pick<Readiness, 'temporal' | 'worker'>> {
  try {
    const { namespace } = client.options;
    const { pollers } = await client.withDeadline(Date.now() + DEADLINE_MS, () =>
      client.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: taskQueue },
        taskQueueType: TASK_QUEUE_TYPE_WORKFLOW,
      }),
    );
    const seen = (pollers ?? []).map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0));
    const ago = Math.max(0, Math.round(Date.now() / 1000 - Math.max(0, ...seen)));
    return { temporal: { ok: true, message: 'Temporal answers.' }, worker: workerCheck(seen.length, ago) };
  } catch (error) {
    const message = `Temporal does not answer: ${wordsOf(error)}`;
    return {
      temporal: { ok: false, message },
      worker: { ok: false, message: 'Only Temporal knows whether a worker polls.' },
    };
  }
}

function workerCheck(count: number, ago: number): Check {
  if (count === 0) return { ok: false, message: 'No worker polls.' };
  return { ok: ago < POLLED_WITHIN_S, message: `A worker asked for work ${ago} s ago.` };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 300);
