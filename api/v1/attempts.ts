// /api/v1/runs/{workflow_id}/steps and /attempts: what a run consists of.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import type { AttemptFacts, AttemptRow } from '../../adapters/store/store.ts';
import { likelyCauseSchema } from '../../contract/likely-cause.ts';
import { isEnded, type RunState, StepPhase } from '../../contract/run-state.ts';
import {
  countSchema,
  failureSchema,
  jsonSchema,
  progressSchema,
  stepStateSchema,
  taskSchema,
  timeSchema,
} from '../../contract/run-state-schema.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { explainFailure } from '../explain-failure.ts';
import { type Route, route } from '../route.ts';
import { runNotFound } from '../run-not-found.ts';
import { attemptParams, runParams, stepParams } from './schemas.ts';

const tag = 'steps and attempts';

const attemptSchema = z
  .object({
    execution_id: z.string(),
    step: z.int().min(0).max(999),
    attempt: z
      .int()
      .min(0)
      .max(1_000_000_000)
      .meta({ description: 'From 1; 0 asked whether a step that was carried over still holds' }),
    action: z.string(),
    purpose: z.enum(['run', 'probe', 'undo']),
    started_at: timeSchema.nullable().meta({ description: 'Null in what was kept before this was' }),
    ended_at: timeSchema.nullable(),
    outcome: z
      .enum(['done', 'warning', 'failed', 'cancelled', 'nothing_to_undo', 'lost'])
      .nullable()
      .meta({ description: 'Null while it is at work; `lost`: nobody saw its end' }),
    failure: failureSchema.nullable(),
    exit: z
      .object({ code: z.int(), signal: z.string().nullable() })
      .nullable()
      .meta({ description: 'How its command ended where that was seen: the exit code, and the signal it stands for' }),
    likely_cause: likelyCauseSchema.nullable().meta({
      description: 'What its failure probably comes from, read from its last lines; null where nothing is known',
    }),
    result: jsonSchema,
    note: z.string().nullable(),
    warnings: z.array(z.string()),
    phase: z.enum(StepPhase),
    progress: progressSchema.nullable(),
    tasks: z.array(taskSchema),
    log_bytes: countSchema,
    updated_at: timeSchema,
    /** No more bytes will come. */
    log_ended: z.boolean(),
    log_removed: z
      .object({ at: timeSchema, why: z.enum(['age', 'size']) })
      .nullable()
      .meta({ description: 'When and by which limit of the settings the bytes of the log were removed' }),
  })
  .meta({ id: 'Attempt', description: 'One try of a step: how far it came, and how much log it left' });

/** Which execution of the run; without it the newest. */
export const executionQuery = {
  execution_id: z.uuid().optional().meta({ description: 'An earlier execution of a run that was continued' }),
};
const ofExecution = z.strictObject(executionQuery);
export type AttemptQuery = z.infer<typeof attemptParams> & z.infer<typeof ofExecution>;

export function attemptRoutes(deps: ApiDependencies): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/runs/{workflow_id}/steps',
      id: 'listSteps',
      tag,
      summary: 'The steps of a run, in order',
      scope: 'read',
      params: runParams,
      answers: { 200: { description: 'All steps', schema: z.object({ items: z.array(stepStateSchema) }) } },
      failures: ['run_not_found'],
      handle: async ({ params: { workflow_id } }) => ({ items: (await runState(deps, workflow_id)).steps }),
    }),
    route({
      method: 'get',
      path: '/api/v1/runs/{workflow_id}/steps/{step}',
      id: 'getStep',
      tag,
      summary: 'One step of a run',
      scope: 'read',
      params: stepParams,
      answers: { 200: { description: 'The step', schema: stepStateSchema } },
      failures: ['run_not_found', 'step_not_found'],
      async handle({ params: { workflow_id, step } }) {
        const found = (await runState(deps, workflow_id)).steps[step];
        if (!found) throw noStep(workflow_id, step);
        return found;
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/runs/{workflow_id}/attempts',
      id: 'listAttempts',
      tag,
      summary: 'All attempts of all steps of a run, in order',
      scope: 'read',
      params: runParams,
      query: ofExecution,
      answers: { 200: { description: 'All attempts', schema: z.object({ items: z.array(attemptSchema) }) } },
      failures: ['run_not_found'],
      async handle({ params: { workflow_id }, query: { execution_id } }) {
        const state = await runState(deps, workflow_id, execution_id);
        const rows = await deps.store.attempts.allOfExecution(state.execution_id);
        const items = [];
        for (const row of rows)
          items.push(
            await explained(deps, { attempt: toAttempt(state, row), file: fileOf(deps, workflow_id, state, row) }),
          );
        return { items };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/runs/{workflow_id}/steps/{step}/attempts/{attempt}',
      id: 'getAttempt',
      tag,
      summary: 'One attempt of a step',
      scope: 'read',
      params: attemptParams,
      query: ofExecution,
      answers: { 200: { description: 'The attempt', schema: attemptSchema } },
      failures: ['run_not_found', 'attempt_not_found'],
      handle: async ({ params, query }) => explained(deps, await findAttempt(deps, { ...params, ...query })),
    }),
  ];
}

/** The state of a run, or of an earlier execution of it. Throws run_not_found. */
export async function runState({ states, store }: ApiDependencies, id: string, execution?: string): Promise<RunState> {
  const row = execution === undefined ? null : await store.runs.byExecution(execution);
  if (execution !== undefined && row?.workflow_id !== id) throw runNotFound(id);
  if (row?.state) return row.state;
  const served = await states.get(id);
  if (served) return served.state;
  throw runNotFound(id);
}

/** An attempt and where its log lies. A step that was carried over has its attempts where it ran. Throws run_not_found, attempt_not_found. */
export async function findAttempt(
  deps: ApiDependencies,
  { workflow_id, step, attempt, execution_id: asked }: AttemptQuery,
) {
  const state = await runState(deps, workflow_id, asked);
  const execution_id = state.steps[step]?.carried_from ?? state.execution_id;
  const row = await deps.store.attempts.find({ workflow_id, execution_id, step, attempt });
  if (!row) {
    const message = `Step ${step} of the run ${workflow_id} has no attempt ${attempt}.`;
    throw bringupError('attempt_not_found', message, { workflow_id, step, attempt });
  }
  return { attempt: toAttempt(state, row), file: fileOf(deps, workflow_id, state, row) };
}

const actionOf = (state: RunState, row: AttemptFacts): string => row.action ?? state.steps[row.step]?.action ?? '';

const fileOf = ({ store }: ApiDependencies, workflow_id: string, state: RunState, row: AttemptFacts): string =>
  store.logs.file({ workflow_id, ...row }, actionOf(state, row));

type Attempt = z.infer<typeof attemptSchema>;
type Unexplained = Omit<Attempt, 'exit' | 'likely_cause'>;

const explained = async (
  deps: ApiDependencies,
  { attempt, file }: { attempt: Unexplained; file: string },
): Promise<Attempt> => ({ ...attempt, ...(await explainFailure(deps, attempt, file)) });

function toAttempt(state: RunState, row: AttemptFacts): Unexplained {
  const { execution_id, step, attempt, purpose, started_at, ended_at, outcome, failure, result, note, warnings } = row;
  const { phase, progress, tasks, log_bytes, updated_at, log_removed } = row;
  const current = state.steps[step];
  const isNewest = current?.attempt === attempt;
  return {
    execution_id,
    step,
    attempt,
    action: actionOf(state, row),
    purpose,
    started_at,
    ended_at,
    outcome,
    failure,
    result,
    note,
    warnings,
    // Its row says what it last said itself; how it ended the run knows.
    phase: isNewest ? current.phase : phase,
    progress,
    tasks,
    log_bytes,
    updated_at,
    log_ended: logHasEnded(state, { execution_id, step, attempt }),
    log_removed,
  };
}

/** Whether no more bytes of an attempt's log will come. */
export function logHasEnded(state: RunState, id: Pick<AttemptRow, 'execution_id' | 'step' | 'attempt'>): boolean {
  const current = state.steps[id.step];
  const isNewest = current?.attempt === id.attempt && state.execution_id === id.execution_id;
  const atWork = isNewest && !isEnded(state) && current.status !== 'completed' && current.status !== 'failed';
  return !atWork || current.phase === 'retrying';
}

const noStep = (id: string, step: number) =>
  bringupError('step_not_found', `The run ${id} has no step ${step}.`, { workflow_id: id, step });
