// Start and stop as a person asks for them: again where there was no answer. The API may be dead, stopped or without Temporal.
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../contract/json.ts';
import type { Answer } from '../support/facade-client.ts';
import type { Product } from '../support/product.ts';

const LIMIT_MS = 90_000;
const AGAIN_MS = 100;

/** What became of the request to stop. */
export interface Stop {
  /** False: the run had ended before. */
  accepted: boolean;
  /** When that was answered. */
  at: number;
}

/** Starts a run; resolves when it is known to have been started. What was refused with 503 must never happen later. */
export async function startRun(product: Product, id: string, body: JsonObject): Promise<void> {
  let mayHaveBeenHeard = false;
  for (const until = Date.now() + LIMIT_MS; ; await sleep(AGAIN_MS)) {
    if (Date.now() > until) throw new Error('the start was not taken');
    if (mayHaveBeenHeard) {
      const fate = await fateOf(product, id);
      if (fate === 'started') return;
      if (fate === 'unknown') continue;
    }
    const answer = await product.post('/workflow/start', { ...body, workflow_id: id }).catch(lost);
    if (answer?.status === 200) return;
    if (answer && runActive(answer) === id) {
      if (mayHaveBeenHeard) return;
      throw new Error('a start that was refused with 503 has happened');
    }
    if (answer && ![503, 504].includes(answer.status))
      throw new Error(`the start was refused: ${JSON.stringify(answer)}`);
    // 504 is Bringup's own word for it.
    mayHaveBeenHeard ||= answer === null || answer.status === 504;
  }
}

/** What a person would read of a start to which there was no answer. */
async function fateOf(product: Product, id: string): Promise<'started' | 'not_started' | 'unknown'> {
  const answer = await product.get(`/workflow/state?workflow_id=${encodeURIComponent(id)}`).catch(lost);
  if (answer?.status === 404) return 'not_started';
  const { state } = answer?.body ?? {};
  if (!state || state.phase === 'starting') return 'unknown';
  return state.failure?.code === 'run_not_found' ? 'not_started' : 'started';
}

/** Asks a run to stop. */
export async function stopRun(product: Product, workflow_id: string): Promise<Stop> {
  for (const until = Date.now() + LIMIT_MS; ; await sleep(AGAIN_MS)) {
    const answer = await product.post('/workflow/stop', { workflow_id }).catch(lost);
    if (answer?.status === 200) return { accepted: true, at: Date.now() };
    if (answer?.body['code'] === 'run_ended') return { accepted: false, at: Date.now() };
    if (answer && answer.status < 500) throw new Error(`the stop was refused: ${JSON.stringify(answer)}`);
    if (Date.now() > until) throw new Error(`the stop was not taken: ${JSON.stringify(answer)}`);
  }
}

const runActive = ({ body }: Answer): unknown => (body['code'] === 'run_active' ? body['workflow_id'] : null);

/** Refused, reset or cut off: nobody knows whether it was heard. */
const lost = (): null => null;
