import type { Selectable } from 'kysely';
import type { RunDefinition } from '../../contract/run-definition.ts';
import type { RunState } from '../../contract/run-state.ts';
import { type Database, insertedId, query, type Statements } from './database.ts';
import { memberEnded, memberStarted } from './group-members.ts';
import { instancesPage } from './list-instances.ts';
import { hasStep, runsPage } from './list-runs.ts';
import { endFactsOf, factsOf, removeSteps, stepsOfDefinition, stepsOfState, writeSteps } from './run-facts.ts';
import { settleAttempts } from './settle-attempts.ts';
import type { RunRow, Store } from './store.ts';
import { type OnBrokenRow, isObject, parseColumn, readable } from './stored-json.ts';
import type { RunsTable } from './tables.ts';
import { doneSteps } from './usual-durations.ts';

const all = query.selectFrom('runs').selectAll();
const newestFirst = all.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(1);

const byWorkflow = (id: string) => newestFirst.where('workflow_id', '=', id);
const byExecution = (id: string) => all.where('execution_id', '=', id);
const uncleared = newestFirst.where('cleared', '=', 0);
const unended = all.where('ended_at', 'is', null).orderBy('started_at').orderBy('id');

/** Runs: one row per execution, from just before its start until for ever. */
export function createRuns(db: Database, onBroken: OnBrokenRow): Store['runs'] {
  return {
    begin: (definition, startedAt) => db.transaction((within) => insert(within, definition, startedAt)),
    started: (row, executionId) =>
      db.transaction(async (within) => {
        const earlier = await within.first(byExecution(executionId));
        if (earlier?.id === row) return;
        if (!earlier) {
          await within.run(update(row, { execution_id: executionId }));
          return memberStarted(within, row, executionId);
        }
        // The run's end was recorded before its start was: one run, one row.
        const { ended_at, state, cleared, outcome, error_code, warnings } = earlier;
        await remove(within, earlier.id);
        await within.run(
          update(row, { execution_id: executionId, ended_at, state, cleared, outcome, error_code, warnings }),
        );
        await memberStarted(within, row, executionId);
        const begun = await within.first(all.where('id', '=', row));
        if (!begun || !state) return;
        const end = toState(begun, state);
        await writeSteps(within, row, stepsOfState(row, begun.started_at, end));
        await memberEnded(within, end);
      }),
    forget: (row) => db.transaction((within) => remove(within, row)),
    ended: (state) =>
      db.transaction(async (within) => {
        const known = await rowOf(within, state);
        if (known?.ended_at) return;
        const id = known?.id ?? (await insert(within, definitionOf(state), state.start_time));
        const end = {
          ended_at: state.end_time ?? state.last_update,
          state: JSON.stringify(state),
          ...endFactsOf(state),
        };
        await within.run(update(id, { execution_id: state.execution_id || null, ...end }));
        await writeSteps(within, id, stepsOfState(id, known?.started_at ?? state.start_time, state));
        await settleAttempts(within, state);
        await memberEnded(within, state);
      }),
    byWorkflowId: async (workflowId) => single(await db.first(byWorkflow(workflowId))),
    byExecution: async (executionId) => single(await db.first(byExecution(executionId))),
    latest: async () => single(await db.first(uncleared)),
    latestWith: async (action, key) => {
      const found = newestFirst.where((builder) => hasStep(builder, { action }));
      return single(await db.first(key === undefined ? found : found.where('instance_key', '=', key)));
    },
    list: async (filter, limit, after) => {
      const rows = await db.all(runsPage(filter, limit, after));
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const more = rows.length > limit && last ? { started_at: last.started_at, id: last.id } : null;
      return { rows: readable(page, toRun, onBroken), more };
    },
    instances: async (limit, after, key) => {
      const found = await db.all(instancesPage(limit, after, key));
      const page = found.slice(0, limit);
      const toInstance = ({ runs_count, ...row }: (typeof page)[number]) => ({ run: toRun(row), runs: runs_count });
      const more = found.length > limit ? (page.at(-1)?.id ?? null) : null;
      return { rows: readable(page, toInstance, onBroken), more };
    },
    doneSteps: (template) => doneSteps(db, template),
    endedSince: async (time) => {
      const ended = all.where('ended_at', '>=', time).orderBy('ended_at').limit(1_000);
      return readable(await db.all(ended), toRun, onBroken);
    },
    active: async () => readable(await db.all(unended), toRun, onBroken),
    clear: async ({ workflow_id, started_at }) => {
      const cleared = query.updateTable('runs').set({ cleared: 1 }).where('workflow_id', '=', workflow_id);
      await db.run(cleared.where('started_at', '=', started_at));
    },
  };
}

const update = (id: number, values: Partial<Selectable<RunsTable>>) =>
  query.updateTable('runs').set(values).where('id', '=', id);
const single = (row: Selectable<RunsTable> | null): RunRow | null => row && toRun(row);

async function remove(db: Statements, id: number): Promise<void> {
  await db.run(removeSteps(id));
  await db.run(query.deleteFrom('runs').where('id', '=', id));
}

async function insert(db: Statements, definition: RunDefinition, startedAt: string): Promise<number> {
  const values = {
    workflow_id: definition.workflow_id,
    instance_key: definition.instance.key,
    definition: JSON.stringify(definition),
    started_at: startedAt,
    ...factsOf(definition),
  };
  const id = insertedId(await db.first(query.insertInto('runs').values(values).returning('id')));
  await writeSteps(db, id, stepsOfDefinition(id, startedAt, definition));
  return id;
}

/**
 * A start whose answer was never recorded (the API died) has no execution_id yet. A row that was begun after the run
 * cannot be the run's.
 */
async function rowOf(db: Statements, state: RunState): Promise<Selectable<RunsTable> | null> {
  const known = state.execution_id ? await db.first(byExecution(state.execution_id)) : null;
  return (
    known ??
    db.first(
      byWorkflow(state.workflow_id)
        .where('execution_id', 'is', null)
        .where('ended_at', 'is', null)
        .where('started_at', '<=', state.start_time),
    )
  );
}

const hasSteps = (value: unknown): boolean => isObject(value) && Array.isArray(value.steps);

export function toRun({ definition, state, cleared, ...row }: Selectable<RunsTable>): RunRow {
  const where = `run ${row.workflow_id}`;
  return {
    id: row.id,
    workflow_id: row.workflow_id,
    execution_id: row.execution_id,
    instance_key: row.instance_key,
    definition: parseColumn<RunDefinition>(definition, `${where}: definition`, hasSteps),
    started_at: row.started_at,
    ended_at: row.ended_at,
    cleared: cleared === 1,
    state: state === null ? null : toState(row, state),
  };
}

const toState = ({ workflow_id }: Pick<RunRow, 'workflow_id'>, state: string): RunState =>
  parseColumn<RunState>(state, `run ${workflow_id}: state`, hasSteps);

/** What can be said of a run's definition when only its end is known. */
function definitionOf(state: RunState): RunDefinition {
  return {
    workflow_id: state.workflow_id,
    ssh_connection: state.ssh_connection,
    instance: { ...state.instance, jump: [], identity_file: null },
    instance_id: state.instance_id,
    template: state.template,
    step_delay: state.step_delay,
    start_by: state.start_time,
    kill_grace_s: 0,
    steps: state.steps.map(({ action, label, timeout_s, no_output_s, unreachable_limit_s, usual_s, max_attempts }) => ({
      action,
      label,
      parameters: {},
      given: {},
      secrets: [],
      policy: {
        title: label,
        runner: 'script',
        timeout_s,
        no_output_s,
        unreachable_limit_s,
        wait_s: null,
        retry: { attempts: max_attempts, delay_s: 0 },
        usual_s,
      },
    })),
  };
}
