// /api/v1/runs/{workflow_id}/undo: putting back what a run has done, and what that would be.
import { z } from 'zod';
import { SignalName } from '../../contract/messages.ts';
import { isEnded } from '../../contract/run-state.ts';
import { countSchema } from '../../contract/run-state-schema.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { idempotent, idempotencyHeaders } from '../idempotency.ts';
import { type Route, route } from '../route.ts';
import { previewUndo, undoRun } from '../run-again.ts';
import { signalRun } from '../signal-run.ts';
import { stopRun } from '../stop-run.ts';
import { runState } from './attempts.ts';
import { accepted, STARTS } from './runs.ts';
import { runParams } from './schemas.ts';

const tag = 'runs';
const undoPlanSchema = z
  .object({
    steps: z.array(
      z.object({
        step: countSchema,
        label: z.string(),
        action: z.string(),
        fate: z.enum(['undo', 'stays', 'nothing']).meta({
          description:
            '`stays`: what it did cannot be undone; `nothing`: it did not run, changes nothing, or was undone',
        }),
        what: z.string().nullable().meta({ description: 'What undoing it puts back' }),
      }),
    ),
  })
  .meta({ id: 'UndoPlan', description: 'What undoing a run would do with each step' });

export function undoRoutes(deps: ApiDependencies): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/runs/{workflow_id}/undo',
      id: 'previewUndo',
      tag,
      summary: 'What undoing would do with each step: undo it, or leave what it did as it is',
      scope: 'read',
      params: runParams,
      answers: { 200: { description: 'Nothing was started', schema: undoPlanSchema } },
      failures: ['run_not_found'],
      async handle({ params: { workflow_id } }) {
        return previewUndo(deps, workflow_id, await runState(deps, workflow_id));
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/runs/{workflow_id}/undo',
      id: 'undoRun',
      tag,
      summary: 'Put back what a run has done, last step first; a run at work is cancelled first',
      scope: 'run',
      starts: true,
      params: runParams,
      headers: idempotencyHeaders,
      answers: accepted,
      failures: [...STARTS, 'run_not_found', 'run_not_undoable', 'run_not_continuable'],
      handle: (call) =>
        idempotent(deps, call, async () => {
          const { workflow_id } = call.params;
          const state = await runState(deps, workflow_id);
          if (isEnded(state)) return undoRun(deps, workflow_id);
          await signalRun(deps, state, SignalName.undoAtEnd);
          await stopRun(deps, workflow_id);
          return { workflow_id, execution_id: state.execution_id };
        }),
    }),
  ];
}
