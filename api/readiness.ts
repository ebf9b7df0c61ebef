// Whether a start would work: what it needs is asked, each by its name. GET /healthz asks nobody.
import type { ApiDependencies } from './dependencies.ts';

const DEADLINE_MS = 2_000;
/** A worker asks for work and waits for a minute at most (Temporal's long poll), then asks again. */
const POLLED_WITHIN_S = 75;
/** temporal.api.enums.v1.TaskQueueType */
const TASK_QUEUE_TYPE_WORKFLOW = 1;

/** The answer holds for so long: however many ask, Temporal is asked once. */
const FRESH_MS = 2_000;

interface Found {
  ok: boolean;
  message: string;
}
interface Check extends Found {
  /** Since when it was found so, without a break, by this server; null while nothing is wrong. */
  since: string | null;
}
type Name = 'store' | 'temporal' | 'worker';
export type Readiness = Record<Name, Check>;
type Needs = Pick<ApiDependencies, 'store' | 'client' | 'taskQueue'>;

/** Asks anew where the last answer is not fresh; whoever asks meanwhile gets the same one. Never throws: what is not there is the answer. */
export function createReadiness(deps: Needs): () => Promise<Readiness> {
  const since: Record<Name, string | null> = { store: null, temporal: null, worker: null };
  let asked: Promise<Readiness> | null = null;
  let freshUntil = 0;

  async function look(): Promise<Readiness> {
    const [store, temporal] = await Promise.all([checkStore(deps), checkTemporal(deps)]);
    freshUntil = Date.now() + FRESH_MS;
    const found = { store, ...temporal };
    const dated = (name: Name): Check => {
      since[name] = found[name].ok ? null : (since[name] ?? new Date().toISOString());
      return { ...found[name], since: since[name] };
    };
    return { store: dated('store'), temporal: dated('temporal'), worker: dated('worker') };
  }

  return () => {
    if (asked && Date.now() < freshUntil) return asked;
    freshUntil = Number.POSITIVE_INFINITY;
    asked = look();
    return asked;
  };
}

async function checkStore({ store }: Needs): Promise<Found> {
  try {
    await store.runs.latest();
    return { ok: true, message: 'The store can be read.' };
  } catch (error) {
    return { ok: false, message: `The store cannot be read: ${wordsOf(error)}` };
  }
}

async function checkTemporal({ client, taskQueue }: Needs): Promise<Record<'temporal' | 'worker', Found>> {
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

function workerCheck(count: number, ago: number): Found {
  if (count === 0) return { ok: false, message: 'No worker polls.' };
  return { ok: ago < POLLED_WITHIN_S, message: `A worker asked for work ${ago} s ago.` };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 300);
