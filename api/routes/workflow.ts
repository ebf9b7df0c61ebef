// The façade's /workflow/*: bodies and texts as clients of the seed's line send and read them (shared/API.md, 1.1).
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import type { JsonObject } from '../../contract/json.ts';
import { SignalName } from '../../contract/messages.ts';
import { isEnded, RunStatus } from '../../contract/run-state.ts';
import { runStateSchema, timeSchema } from '../../contract/run-state-schema.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { send } from '../hot-path.ts';
import { readExtension } from '../read-extension.ts';
import { type Route, route } from '../route.ts';
import { signalRun } from '../signal-run.ts';
import { START_FAILURES, startRun } from '../start-run.ts';
import { stopRun } from '../stop-run.ts';
import { startBodySchema } from '../validate-run.ts';
import { documentedAs, done, givenOnce, sshConnection } from './schemas.ts';

const tag = 'façade: workflow';

const startBody = documentedAs(
  z.looseObject({ ssh_connection: sshConnection }),
  startBodySchema.loose().extend({ ssh_connection: sshConnection }),
);
const workflowId = z.string({ error: 'Workflow ID is required' }).min(1, { error: 'Workflow ID is required' });
const runBody = z.looseObject({ workflow_id: workflowId });
const runQuery = z.looseObject({ workflow_id: givenOnce });

const SECONDS = 'seconds must be a whole number from 1 to 86400';
const LIMIT = 'limit must be timeout_s, no_output_s or unreachable_limit_s';
const limits = ['timeout_s', 'no_output_s', 'unreachable_limit_s'] as const;
const extendBody = runBody.extend({
  seconds: z.int({ error: SECONDS }).min(1, { error: SECONDS }).max(86_400, { error: SECONDS }),
  limit: z.enum(limits, { error: LIMIT }).optional().meta({ description: 'Without it, the one that is running out' }),
});

const summarySchema = z
  .object({
    active: z.boolean(),
    workflow_id: z.string(),
    status: z.enum(RunStatus),
    current_step: z.int().min(0).max(1000),
    total_steps: z.int().min(0).max(1000),
    start_time: timeSchema,
    last_update: timeSchema,
    progress_percent: z.number().min(0).max(100),
    is_running: z.boolean().meta({ description: 'It has not ended, also while it is blocked' }),
  })
  .meta({ id: 'RunSummary' });
const noState = z.object({ success: z.literal(false), message: z.string() });
const aState = z.union([z.object({ success: z.literal(true), state: runStateSchema }), noState]);
const aSummary = z.union([
  z.object({ success: z.literal(true), has_workflow: z.literal(true), summary: summarySchema }),
  z.object({ success: z.literal(true), has_workflow: z.literal(false), summary: z.null() }),
]);

export function workflowRoutes(deps: ApiDependencies): Route[] {
  return [
    route({
      method: 'post',
      path: '/workflow/start',
      id: 'startWorkflow',
      tag,
      summary: 'Start a run',
      scope: 'run',
      starts: true,
      body: startBody,
      answers: { 200: { description: 'The run was started', schema: done({ workflow_id: z.string() }) } },
      failures: START_FAILURES,
      async handle({ body }) {
        const { workflow_id } = await startRun(deps, body as JsonObject);
        return { success: true, message: 'Workflow started successfully', workflow_id };
      },
    }),
    route({
      method: 'post',
      path: '/workflow/stop',
      id: 'stopWorkflow',
      tag,
      summary: 'Ask a run to stop; it is cancelled only when its processes on the box are gone',
      scope: 'run',
      body: runBody,
      answers: { 200: { description: 'Asked for', schema: done({}) } },
      failures: ['run_not_found', 'run_ended', 'temporal_unavailable'],
      async handle({ body: { workflow_id } }) {
        await stopRun(deps, workflow_id);
        return { success: true, message: 'Workflow stop requested' };
      },
    }),
    route({
      method: 'get',
      path: '/workflow/state',
      id: 'getWorkflowState',
      tag,
      summary: 'The state of a run; without an id, of the one started last that was not cleared',
      scope: 'read',
      query: runQuery,
      answers: { 200: { description: 'The run, or that there is none', schema: aState } },
      failures: ['run_not_found'],
      async handle({ query: { workflow_id: id }, request, response }) {
        const served = await deps.states.get(id);
        if (served) return send(request, response, served, served.body);
        if (id) throw bringupError('run_not_found', `Workflow ${id} not found`, { workflow_id: id });
        return { success: false, message: 'No workflow state found' };
      },
    }),
    route({
      method: 'get',
      path: '/workflow/state/summary',
      id: 'getWorkflowSummary',
      tag,
      summary: 'The same in short; no run is an answer here and no error',
      scope: 'read',
      query: runQuery,
      answers: { 200: { description: 'The run in short, or that there is none', schema: aSummary } },
      async handle({ query: { workflow_id: id }, request, response }) {
        const served = await deps.states.get(id);
        if (served) return send(request, response, served, served.summary);
        return { success: true, has_workflow: false, summary: null };
      },
    }),
    route({
      method: 'post',
      path: '/workflow/clear',
      id: 'clearWorkflow',
      tag,
      summary: 'Hide the run started last (or the one that is named) from the view without an id',
      scope: 'run',
      body: z.looseObject({
        workflow_id: z.unknown().optional().meta({ description: 'What is no text names no run' }),
      }),
      answers: { 200: { description: 'Hidden', schema: done({}) } },
      failures: ['run_active'],
      async handle({ body: { workflow_id } }) {
        const { runs } = deps.store;
        const row = await (typeof workflow_id === 'string' ? runs.byWorkflowId(workflow_id) : runs.latest());
        if (row && !row.ended_at) {
          throw bringupError('run_active', 'Workflow is already running', { workflow_id: row.workflow_id });
        }
        if (row) await deps.states.clear(row.workflow_id);
        return { success: true, message: 'Workflow state cleared' };
      },
    }),
    route({
      method: 'post',
      path: '/workflow/resume',
      id: 'resumeWorkflow',
      tag,
      summary: 'Let a run that is blocked on a host key go on',
      scope: 'run',
      body: runBody,
      answers: { 200: { description: 'It goes on', schema: done({}) } },
      failures: ['run_not_found', 'run_not_blocked', 'run_ended', 'temporal_unavailable'],
      async handle({ body: { workflow_id } }) {
        const state = await stateOf(deps, workflow_id);
        const { status } = state;
        if (status !== 'blocked' || isEnded(state)) {
          const message = `Workflow is not in blocked state (current: ${status})`;
          throw bringupError('run_not_blocked', message, { workflow_id });
        }
        await signalRun(deps, state, SignalName.resume);
        return { success: true, message: 'Workflow resumed' };
      },
    }),
    route({
      method: 'post',
      path: '/workflow/extend',
      id: 'extendWorkflow',
      tag,
      summary: 'Give a limit of the step at work more time',
      scope: 'run',
      body: extendBody,
      answers: {
        200: {
          description: 'The limit is longer',
          schema: done({ workflow_id: z.string(), limit: z.enum(limits), seconds: z.int().min(1).max(86_400) }),
        },
      },
      failures: ['run_not_found', 'run_ended', 'limit_not_extendable', 'temporal_unavailable'],
      async handle({ body: { workflow_id, seconds, limit } }) {
        const state = await stateOf(deps, workflow_id);
        const extension = readExtension(state, { seconds, limit });
        await signalRun(deps, state, SignalName.extendLimit, extension);
        return { success: true, message: 'Limit extended', workflow_id, ...extension };
      },
    }),
  ];
}

/** Throws run_not_found in the façade's words. */
async function stateOf({ states }: ApiDependencies, workflow_id: string) {
  const served = await states.get(workflow_id);
  if (served) return served.state;
  throw bringupError('run_not_found', 'Workflow not found', { workflow_id });
}
