// What a run and its steps are found by, taken from its definition and, when it has ended, from its state.
import type { Insertable } from 'kysely';
import type { RunDefinition } from '../../contract/run-definition.ts';
import { countWarnings, type RunState, StepPhase, type StepState } from '../../contract/run-state.ts';
import { query, type Statements } from './database.ts';
import type { RunStepsTable } from './tables.ts';

type StepRow = Insertable<RunStepsTable>;

/** Known from the start on. */
export const factsOf = ({ instance, template }: RunDefinition) => ({
  host: instance.host.toLowerCase(),
  port: instance.port,
  template_id: template?.id ?? null,
  template_version: template?.version ?? null,
});

/** Known at the end. */
export const endFactsOf = ({ outcome, failure, steps }: RunState) => ({
  outcome,
  error_code: failure?.code ?? null,
  warnings: countWarnings(steps),
});

/** The steps of a run that begins. */
export const stepsOfDefinition = (run: number, startedAt: string, { steps }: RunDefinition): StepRow[] =>
  steps.map(({ action, label }, step) => ({
    run,
    step,
    action,
    label,
    outcome: null,
    error_code: null,
    started_at: null,
    ended_at: null,
    attempts: 0,
    run_started_at: startedAt,
  }));

/** The steps of a run that has ended. */
export const stepsOfState = (run: number, startedAt: string, { steps }: RunState): StepRow[] =>
  steps.map(({ action, label, phase, failure, started_at, ended_at, attempt }, step) => ({
    run,
    step,
    action,
    label,
    outcome: stepOutcome(phase),
    error_code: failure?.code ?? null,
    started_at,
    ended_at,
    attempts: attempt,
    run_started_at: startedAt,
  }));

const OUTCOMES: readonly string[] = [
  StepPhase.done,
  StepPhase.warning,
  StepPhase.failed,
  StepPhase.skipped,
  StepPhase.cancelled,
  StepPhase.undone,
];

const stepOutcome = (phase: StepState['phase']): string | null => (OUTCOMES.includes(phase) ? phase : null);

/** Puts these rows in the place of the run's. */
export async function writeSteps(db: Statements, run: number, rows: StepRow[]): Promise<void> {
  await db.run(removeSteps(run));
  if (rows.length > 0) await db.run(query.insertInto('run_steps').values(rows));
}

export const removeSteps = (run: number) => query.deleteFrom('run_steps').where('run', '=', run);
