// A run in a list, and what lists can be asked for.
import { z } from 'zod';
import { failureCodeSchema } from './failure-schema.ts';
import { needOf, needSchema } from './run-need.ts';
import { countWarnings, type RunOutcome, type RunState, StepPhase, type StepState } from './run-state.ts';
import { runStateSchema } from './run-state-schema.ts';

/** A run in one line: what a table needs of it. */
export const runItemSchema = runStateSchema
  .pick({
    workflow_id: true,
    execution_id: true,
    status: true,
    phase: true,
    outcome: true,
    current_step: true,
    start_time: true,
    end_time: true,
    last_update: true,
    progress_percent: true,
    ssh_connection: true,
    instance: true,
    template: true,
    stale: true,
  })
  .strip()
  .extend({
    total_steps: z.int().min(0).max(1000),
    /** The step at work, or where it ended, in words. */
    step_label: z.string().nullable(),
    step_phase: z.enum(StepPhase).nullable(),
    needs: needSchema.nullable(),
    /** What a person has to look at: warnings that the template does not accept, and failures that it allows. */
    warnings: z.int().min(0).max(1_000_000),
    error_message: z.string().nullable(),
    error_code: failureCodeSchema.nullable(),
    /** Each step in a word, and how much of it is done, where it is at work and that was measured. */
    steps: z.array(z.object({ phase: z.enum(StepPhase), percent: z.int().min(0).max(100).nullable() })),
  })
  .meta({ id: 'RunItem', description: 'A run in a list' });
export type RunItem = z.infer<typeof runItemSchema>;

export const toRunItem = (state: RunState): RunItem => ({
  workflow_id: state.workflow_id,
  execution_id: state.execution_id,
  status: state.status,
  phase: state.phase,
  outcome: state.outcome,
  current_step: state.current_step,
  start_time: state.start_time,
  end_time: state.end_time,
  last_update: state.last_update,
  progress_percent: state.progress_percent,
  ssh_connection: state.ssh_connection,
  instance: state.instance,
  template: state.template,
  stale: state.stale,
  total_steps: state.steps.length,
  step_label: state.steps[state.current_step]?.label ?? null,
  step_phase: state.steps[state.current_step]?.phase ?? null,
  needs: needOf(state),
  warnings: countWarnings(state.steps),
  error_message: state.error_message ?? null,
  error_code: state.failure?.code ?? null,
  steps: state.steps.map(({ phase, progress }) => ({ phase, percent: percentOf(phase, progress) })),
});

const AT_WORK: ReadonlySet<StepPhase> = new Set([StepPhase.running, StepPhase.retrying, StepPhase.unreachable]);

function percentOf(phase: StepPhase, progress: StepState['progress']): number | null {
  if (!AT_WORK.has(phase) || !progress?.total || progress.done === null) return null;
  return Math.max(0, Math.min(100, Math.floor((100 * progress.done) / progress.total)));
}

/** Which runs. All that are given must hold. */
export interface RunFilter {
  active?: boolean | undefined;
  outcome?: RunOutcome | undefined;
  /** Key of a box. */
  instance?: string | undefined;
  template?: string | undefined;
  template_version?: number | undefined;
  /** Runs with a step of this action, or one that came out so; both: one step is both. */
  action?: string | undefined;
  step_outcome?: string | undefined;
  /** Only runs whose steps have left warnings. */
  with_warnings?: boolean | undefined;
  error_code?: string | undefined;
  workflow_id?: string | undefined;
  /** Runs of a group's boxes. */
  group?: string | undefined;
  /** A part of the id, whatever the case. */
  id_part?: string | undefined;
  /** Started at this time or later, earlier than. */
  since?: string | undefined;
  until?: string | undefined;
}
