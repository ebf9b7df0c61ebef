// /api/v1/runs/{workflow_id}/retry-now: not to wait for the next try.
import { z } from 'zod';
import { SignalName } from '../../contract/messages.ts';
import { recordChange } from '../audit.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { readRetry } from '../read-retry.ts';
import { type Route, route } from '../route.ts';
import { signalRun } from '../signal-run.ts';
import { runState } from './attempts.ts';
import { accepted } from './runs.ts';
import { runParams } from './schemas.ts';

export function retryRoutes(deps: ApiDependencies): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/v1/runs/{workflow_id}/retry-now',
      id: 'retryNow',
      tag: 'runs',
      summary: 'Begin the next try of a step at once; without `step`, of all that wait for theirs',
      scope: 'run',
      params: runParams,
      body: z.strictObject({ step: z.int().min(0).max(199).optional().meta({ description: 'Counted from 0' }) }),
      answers: accepted,
      failures: ['run_not_found', 'retry_not_waiting', 'temporal_unavailable'],
      async handle({ params: { workflow_id }, body, response }) {
        const state = await runState(deps, workflow_id);
        const asked = readRetry(state, body);
        recordChange(response, { after: { ...asked } });
        return signalRun(deps, state, SignalName.retryNow, asked);
      },
    }),
  ];
}
