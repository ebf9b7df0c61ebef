// /api/v1/runs: list, look, start, and whatever a person can do to a run.
import type { Response } from 'express';
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import type { JsonObject } from '../../contract/json.ts';
import { SignalName } from '../../contract/messages.ts';
import { runItemSchema } from '../../contract/run-list.ts';
import { isEnded, type RunState } from '../../contract/run-state.ts';
import { countSchema, jsonSchema, outcomeSchema, runStateSchema } from '../../contract/run-state-schema.ts';
import { selectionSchema } from '../../contract/step-options.ts';
import { acceptKey } from '../accept-host-key.ts';
import { recordChange } from '../audit.ts';
import { callerName, callerOf, whoAsks } from '../caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { idempotent, idempotencyHeaders } from '../idempotency.ts';
import { readApproval } from '../read-approval.ts';
import { readExtension } from '../read-extension.ts';
import { type Route, route } from '../route.ts';
import { itemOfRow } from '../run-item.ts';
import { continueRun, type GivenAnew, previewContinue, runAgain, startBodyOf } from '../run-again.ts';
import { signalRun } from '../signal-run.ts';
import { START_FAILURES, startRun } from '../start-run.ts';
import { stopRun } from '../stop-run.ts';
import { resolveInstance, startBodySchema } from '../validate-run.ts';
import { executionQuery, runState } from './attempts.ts';
import {
  fingerprint,
  flag,
  numeral,
  PAGE,
  pageOf,
  pageQuery,
  readCursor,
  runParams,
  timeQuery,
  toCursor,
  word,
} from './schemas.ts';

const tag = 'runs';
const startedSchema = z
  .object({ workflow_id: z.string(), execution_id: z.string() })
  .meta({ id: 'RunStarted', description: 'The run that was started; execution_id is Temporal’s id of this execution' });
export const started = { 201: { description: 'The run was started', schema: startedSchema } };
export const accepted = {
  202: { description: 'Asked for; the run’s state tells when it is so', schema: startedSchema },
};
export const STARTS = [...START_FAILURES, 'idempotency_key_reused', 'idempotency_key_in_use'] as const;

const cursorSchema = z.object({ started_at: z.string(), id: z.int() });
const listQuery = pageQuery.extend({
  active: flag.optional(),
  outcome: outcomeSchema.optional(),
  instance: word(300).optional(),
  template: word().optional(),
  template_version: numeral(1, 1_000_000_000).optional(),
  action: word().optional().meta({ description: 'With a step of this action' }),
  step_outcome: z
    .enum(['done', 'warning', 'failed', 'skipped', 'cancelled', 'undone'])
    .optional()
    .meta({ description: 'With a step that came out so; with `action`, that step' }),
  error_code: word(100).optional(),
  with_warnings: flag.optional().meta({ description: 'Only runs whose steps have left warnings' }),
  workflow_id: word().optional(),
  group: word(63).optional().meta({ description: 'Runs of this group’s boxes' }),
  id_part: word().optional().meta({ description: 'A part of the workflow_id, whatever the case' }),
  since: timeQuery('Started at this time or later').optional(),
  until: timeQuery('Started before this time').optional(),
});
const anewSchema = z.strictObject({
  api_key: word(500).optional(),
  selection: selectionSchema.optional(),
  changes: z
    .array(z.strictObject({ step: z.int().min(0).max(199), set: z.record(z.string().min(1).max(100), jsonSchema) }))
    .max(200)
    .optional()
    .meta({ description: 'Fields of steps that are different from now on; null takes one away' }),
  keep_in_template: z
    .boolean()
    .optional()
    .meta({ description: 'Make the changes the next version of the run’s template; without it they stay in this run' }),
});
const planSchema = z
  .object({
    steps: z.array(
      z.object({
        step: countSchema,
        label: z.string(),
        action: z.string(),
        fate: z.enum(['carry', 'run', 'leave']),
        has_probe: z.boolean(),
      }),
    ),
    difference: z.array(
      z.object({ step: countSchema, label: z.string(), field: z.string(), before: jsonSchema, after: jsonSchema }),
    ),
  })
  .meta({ id: 'ContinuePlan', description: 'What continuing would do with each step, and what the changes change' });
export function runRoutes(deps: ApiDependencies): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/runs',
      id: 'listRuns',
      tag,
      summary: 'Runs, newest first',
      scope: 'read',
      query: listQuery,
      answers: { 200: { description: 'A page of runs', schema: pageOf(runItemSchema) } },
      async handle({ query: { limit = PAGE, cursor, ...filter } }) {
        const { rows, more } = await deps.store.runs.list(filter, limit, readCursor(cursorSchema, cursor));
        return { items: rows.map((row) => itemOfRow(deps, row)), next_cursor: more && toCursor(more) };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/runs',
      id: 'startRun',
      tag,
      summary: 'Start a run: steps in order on one box',
      scope: 'run',
      starts: true,
      headers: idempotencyHeaders,
      body: startBodySchema,
      answers: started,
      failures: STARTS,
      handle: (call) =>
        idempotent(deps, call, async (newId) => {
          const body = { step_delay: 0, ...call.body, workflow_id: call.body.workflow_id ?? newId } as JsonObject;
          return startRun(deps, body);
        }),
    }),
    route({
      method: 'get',
      path: '/api/v1/runs/{workflow_id}',
      id: 'getRun',
      tag,
      summary: 'One run with its steps',
      scope: 'read',
      params: runParams,
      query: z.strictObject(executionQuery),
      answers: { 200: { description: 'The run', schema: runStateSchema } },
      failures: ['run_not_found'],
      handle: ({ params: { workflow_id }, query: { execution_id } }) => runState(deps, workflow_id, execution_id),
    }),
    route({
      method: 'post',
      path: '/api/v1/runs/{workflow_id}/cancel',
      id: 'cancelRun',
      tag,
      summary: 'Ask a run to stop; it is cancelled only when its processes on the box are gone',
      scope: 'run',
      params: runParams,
      answers: accepted,
      failures: ['run_not_found', 'run_ended', 'temporal_unavailable'],
      async handle({ params: { workflow_id } }) {
        const state = await runState(deps, workflow_id);
        await stopRun(deps, workflow_id);
        return { workflow_id, execution_id: state.execution_id };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/runs/{workflow_id}/continue',
      id: 'continueRun',
      tag,
      summary: 'Start a failed or cancelled run again at the step that was not done; earlier steps are carried over',
      scope: 'run',
      starts: true,
      params: runParams,
      headers: idempotencyHeaders,
      body: anewSchema,
      answers: started,
      failures: [...STARTS, 'run_not_found', 'run_not_continuable', 'secret_missing'],
      handle: (call) => idempotent(deps, call, () => continueRun(deps, call.params.workflow_id, anewBy(call))),
    }),
    route({
      method: 'post',
      path: '/api/v1/runs/{workflow_id}/continue/preview',
      id: 'previewContinue',
      tag,
      summary: 'What continuing with this body would do: which steps are carried, run, left out, and what is changed',
      scope: 'read',
      params: runParams,
      body: anewSchema,
      answers: { 200: { description: 'Nothing was started', schema: planSchema } },
      failures: ['run_not_found', 'run_active', 'run_not_continuable', 'secret_missing'],
      handle: ({ params: { workflow_id }, body }) => previewContinue(deps, workflow_id, body),
    }),
    route({
      method: 'post',
      path: '/api/v1/runs/{workflow_id}/approval',
      id: 'answerApproval',
      tag,
      summary: 'Answer a step that waits for an approval',
      scope: 'run',
      params: runParams,
      body: z.strictObject({
        approved: z.boolean(),
        note: word(500).optional(),
        step: z.int().min(0).max(199).optional().meta({ description: 'Counted from 0; without it the one that waits' }),
      }),
      answers: accepted,
      failures: ['run_not_found', 'approval_not_asked', 'approval_not_yours', 'temporal_unavailable'],
      async handle({ params: { workflow_id }, body, response }) {
        const state = await runState(deps, workflow_id);
        const approval = readApproval(state, body, callerOf(response));
        recordChange(response, { after: { ...approval } });
        return signalRun(deps, state, SignalName.approve, approval);
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/runs/{workflow_id}/start-body',
      id: 'getStartBody',
      tag,
      summary:
        'The body of a start like that of this run, secrets left out, to be changed and sent to POST /api/v1/runs',
      scope: 'read',
      params: runParams,
      answers: { 200: { description: 'The body', schema: z.record(z.string(), jsonSchema) } },
      failures: ['run_not_found'],
      handle: ({ params: { workflow_id } }) => startBodyOf(deps, workflow_id),
    }),
    route({
      method: 'post',
      path: '/api/v1/runs/{workflow_id}/run-again',
      id: 'runAgain',
      tag,
      summary: 'Start the same steps on the same box as a new run',
      scope: 'run',
      starts: true,
      params: runParams,
      headers: idempotencyHeaders,
      body: anewSchema.extend({ workflow_id: word().optional() }),
      answers: started,
      failures: [...STARTS, 'run_not_found', 'secret_missing'],
      handle: (call) =>
        idempotent(deps, call, (newId) =>
          runAgain(deps, call.params.workflow_id, { ...anewBy(call), workflow_id: call.body.workflow_id ?? newId }),
        ),
    }),
    route({
      method: 'post',
      path: '/api/v1/runs/{workflow_id}/pause',
      id: 'pauseRun',
      tag,
      summary: 'Stop at the next boundary between two steps',
      scope: 'run',
      params: runParams,
      answers: accepted,
      failures: ['run_not_found', 'run_not_paused', 'temporal_unavailable'],
      async handle({ params: { workflow_id } }) {
        const state = await runState(deps, workflow_id);
        if (isEnded(state) || state.phase === 'cancelling') throw notPaused(state, 'is not at work');
        return signalRun(deps, state, SignalName.pause);
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/runs/{workflow_id}/resume',
      id: 'resumeRun',
      tag,
      summary: 'Go on after a pause, or take a pause back that was asked for',
      scope: 'run',
      params: runParams,
      answers: accepted,
      failures: ['run_not_found', 'run_not_paused', 'temporal_unavailable'],
      async handle({ params: { workflow_id } }) {
        const state = await runState(deps, workflow_id);
        if (isEnded(state) || !state.pause_requested) throw notPaused(state, 'is not paused');
        return signalRun(deps, state, SignalName.unpause);
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/runs/{workflow_id}/extend',
      id: 'extendLimit',
      tag,
      summary: 'Give a limit of the step at work more time; without `limit`, the one that is running out',
      scope: 'run',
      params: runParams,
      body: z.strictObject({
        seconds: z.int().min(1).max(86_400),
        limit: z.enum(['timeout_s', 'no_output_s', 'unreachable_limit_s']).optional(),
        step: z
          .int()
          .min(0)
          .max(199)
          .optional()
          .meta({ description: 'Counted from 0; without it the run’s current one' }),
      }),
      answers: accepted,
      failures: ['run_not_found', 'run_ended', 'limit_not_extendable', 'temporal_unavailable'],
      async handle({ params: { workflow_id }, body, response }) {
        const state = await runState(deps, workflow_id);
        const extension = readExtension(state, body);
        recordChange(response, { after: extension });
        return signalRun(deps, state, SignalName.extendLimit, extension);
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/runs/{workflow_id}/confirm-host-key',
      id: 'confirmHostKey',
      tag,
      summary: 'Trust exactly the host key that a blocked run has shown, and let the run go on',
      scope: 'run',
      params: runParams,
      body: z.strictObject({ fingerprint }),
      answers: accepted,
      failures: [
        'run_not_found',
        'run_not_blocked',
        'host_key_not_shown',
        'host_key_changed',
        'temporal_unavailable',
        'ssh_unreachable',
      ],
      async handle({ params: { workflow_id }, body: { fingerprint }, request, response }) {
        const state = await runState(deps, workflow_id);
        if (state.status !== 'blocked') {
          throw bringupError('run_not_blocked', `The run ${workflow_id} waits for no host key.`, { workflow_id });
        }
        const { address } = await resolveInstance(deps, state.ssh_connection);
        await acceptKey(deps, address, fingerprint, whoAsks(request, response));
        return signalRun(deps, state, SignalName.resume);
      },
    }),
  ];
}

const anewBy = ({ body, response }: { body: z.output<typeof anewSchema>; response: Response }): GivenAnew => ({
  ...body,
  keepBy: body.keep_in_template ? callerName(callerOf(response)) : undefined,
});

const notPaused = ({ workflow_id, phase }: RunState, what: string) =>
  bringupError('run_not_paused', `The run ${workflow_id} ${what} (${phase}).`, { workflow_id });
