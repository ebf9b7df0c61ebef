// A hundred thousand runs of ten steps, written in bulk: as many rows, texts and lengths as if they had been run.
import type { Insertable } from 'kysely';
import { type Database, query } from '../adapters/store/database.ts';
import { endColumns, newRow } from '../adapters/store/attempts.ts';
import { endFactsOf, factsOf, stepsOfState } from '../adapters/store/run-facts.ts';
import type { AttemptsTable, RunsTable, RunStepsTable } from '../adapters/store/tables.ts';
import { policy } from '../adapters/store/testing/stored-runs.ts';
import { type FailureCode, stepFailure } from '../contract/failure.ts';
import { initialRunState } from '../contract/initial-run-state.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
import type { RunState, StepState } from '../contract/run-state.ts';

export const ACTIONS = [
  'test_ssh',
  'set_ui_home',
  'get_ui_home',
  'setup_civitdl',
  'test_civitdl',
  'sync_instance',
  'install_custom_nodes',
  'verify_dependencies',
  'configure_links',
  'reboot_instance',
];
export const BOXES = 2_000;
export const TEMPLATES = 20;
const CODES: FailureCode[] = ['step_failed', 'step_timed_out', 'disk_full', 'ssh_unreachable', 'imports_failed'];
const BATCH = 250;
const START = Date.UTC(2024, 0, 1);
const EVERY_MS = 10 * 60_000;

export const idOf = (run: number): string => `comfyui-${(run * 2_654_435_761) % 4_294_967_296}-${run}`;
export const timeOf = (run: number, second = 0): string =>
  new Date(START + run * EVERY_MS + second * 1000).toISOString();
export const boxOf = (run: number): string => `vast:${1_000_000 + ((run * 7919) % BOXES)}`;

/** Writes runs with these numbers, in order. */
export async function writeRuns(db: Database, count: number, say: (line: string) => void): Promise<void> {
  for (let first = 1; first <= count; first += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - first + 1) }, (_, index) => first + index);
    const made = numbers.map(rowsOf);
    await db.transaction(async (within) => {
      await within.run(query.insertInto('runs').values(made.map(({ run }) => run)));
      await within.run(query.insertInto('run_steps').values(made.flatMap(({ steps }) => steps)));
      await within.run(
        query.insertInto('attempts').values(made.slice(0, BATCH / 2).flatMap(({ attempts }) => attempts)),
      );
      await within.run(query.insertInto('attempts').values(made.slice(BATCH / 2).flatMap(({ attempts }) => attempts)));
    });
    if ((first - 1) % 10_000 === 0) say(`${first - 1} runs`);
  }
}

interface Rows {
  run: Insertable<RunsTable> & { id: number };
  steps: Insertable<RunStepsTable>[];
  attempts: Insertable<AttemptsTable>[];
}

function rowsOf(number: number): Rows {
  const definition = definitionOf(number);
  const state = stateOf(number, definition);
  return {
    run: {
      id: number,
      workflow_id: definition.workflow_id,
      execution_id: state.execution_id,
      instance_key: definition.instance.key,
      definition: JSON.stringify(definition),
      started_at: state.start_time,
      ended_at: state.end_time,
      state: JSON.stringify(state),
      ...factsOf(definition),
      ...endFactsOf(state),
    },
    steps: stepsOfState(number, state.start_time, state),
    attempts: state.steps.flatMap((step, index) => (step.attempt > 0 ? [attemptOf(state, step, index)] : [])),
  };
}

function definitionOf(number: number): RunDefinition {
  const template = number % TEMPLATES;
  return {
    workflow_id: idOf(number),
    ssh_connection: `ssh -p ${20_000 + (number % 9_000)} root@ssh${number % 9}.vast.ai -L 8080:localhost:8080`,
    instance: {
      key: boxOf(number),
      user: 'root',
      host: `ssh${number % 9}.vast.ai`,
      port: 20_000 + ((number * 7919) % BOXES),
      jump: [],
      identity_file: null,
      practice: false,
    },
    instance_id: String(1_000_000 + (number % BOXES)),
    template: { id: `template-${template}`, name: `Template ${template}`, version: 1 + (number % 7) },
    step_delay: 5,
    start_by: timeOf(number, 10),
    kill_grace_s: 5,
    steps: ACTIONS.map((action) => ({
      action,
      label: `Step ${action.replaceAll('_', ' ')}`,
      parameters: { path: `/workspace/ComfyUI/${action}`, options: ['--quiet', '--no-cache'], nodes_file: 'nodes.csv' },
      given: { action, label: action, path: `/workspace/ComfyUI/${action}` },
      secrets: [],
      policy,
    })),
  };
}

/** One in ten fails in its seventh step, one in fifty is cancelled, one in eight leaves a warning. */
function stateOf(number: number, definition: RunDefinition): RunState {
  const begun = initialRunState(definition, { execution_id: executionOf(number), start_time: timeOf(number) });
  const outcome =
    number % 10 === 3 ? 'failed' : number % 50 === 7 ? 'cancelled' : number % 8 === 1 ? 'done_with_warnings' : 'done';
  const code = CODES[number % CODES.length] ?? 'step_failed';
  const failure =
    outcome === 'failed' ? stepFailure(code, 'The command ended with exit code 1 on the box.', {}, LAST_LINES) : null;
  const last = outcome === 'failed' || outcome === 'cancelled' ? 6 : 9;
  const steps = begun.steps.map((step, index): StepState => {
    if (index > last) return step;
    const isLast = index === last && last === 6;
    const phase = !isLast
      ? index === 6 && outcome === 'done_with_warnings'
        ? 'warning'
        : 'done'
      : outcome === 'failed'
        ? 'failed'
        : 'cancelled';
    return {
      ...step,
      status: isLast ? 'failed' : 'completed',
      phase,
      attempt: 1,
      started_at: timeOf(number, index * 20),
      ended_at: timeOf(number, index * 20 + 15),
      completion_note: 'All is as it should be: 8 of 8 are there.',
      result: { path: '/workspace/ComfyUI', files: number % 100, ok: true },
      warnings: phase === 'warning' ? ['comfyui-manager: not at the wanted commit'] : [],
      tasks: index === 6 ? NODES : [],
      failure: isLast ? failure : null,
      log_bytes: 4_000,
    };
  });
  const end_time = timeOf(number, last * 20 + 15);
  return {
    ...begun,
    steps,
    status: outcome === 'failed' ? 'failed' : outcome === 'cancelled' ? 'cancelled' : 'completed',
    phase: 'ended',
    outcome,
    failure,
    current_step: last,
    end_time,
    last_update: end_time,
    progress_percent: 100,
  };
}

export const executionOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const LAST_LINES = Array.from(
  { length: 10 },
  (_, line) => `line ${line}: building wheel for something that needs a compiler`,
);
const NODES = Array.from({ length: 8 }, (_, node) => ({
  name: `ComfyUI-Node-${node}`,
  status: 'success' as const,
  note: 'cloned at 0123456789ab',
}));

function attemptOf({ execution_id }: RunState, step: StepState, index: number): Insertable<AttemptsTable> {
  const at = step.ended_at ?? '';
  const { action, started_at, ended_at, failure, result, completion_note: note, warnings } = step;
  const outcome =
    step.phase === 'warning' || step.phase === 'failed' || step.phase === 'cancelled' ? step.phase : 'done';
  return {
    ...newRow({ execution_id, step: index, attempt: 1 }, at),
    tasks: JSON.stringify(step.tasks),
    log_bytes: step.log_bytes,
    action,
    started_at,
    ...endColumns({ ended_at, outcome, failure, result, note, warnings }),
  };
}
