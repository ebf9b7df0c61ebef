// RunState as a schema, for the document of the API and for its clients. The types in run-state.ts stay plain, because workflows
// and the page need no schema (docs/decisions/0011); the compiler sees that both say the same.
import { z } from 'zod';
import { FailureKind } from './failure.ts';
import { failureCodeSchema, failureFactsSchema } from './failure-schema.ts';
import type { Json } from './json.ts';
import { RunPhase, type RunState, RunStatus, StepPhase, type StepState } from './run-state.ts';

export const timeSchema = z.iso.datetime().meta({ id: 'Time', description: 'UTC, ISO 8601 with milliseconds and Z' });
/** A number of things or bytes. */
export const countSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
export const portSchema = z.int().min(1).max(65_535);
export const outcomeSchema = z.enum(['done', 'done_with_warnings', 'failed', 'cancelled', 'undone']);
// A schema that names itself (z.json()) has no type in TypeScript.
export const jsonSchema = (z.unknown() as z.ZodType<Json>).meta({ id: 'Json', description: 'Any JSON value' });

export const failureSchema = z
  .object({
    code: failureCodeSchema,
    kind: z.enum(FailureKind),
    message: z.string(),
    hint: z.string(),
    facts: failureFactsSchema,
    log_tail: z.array(z.string()),
  })
  .meta({ id: 'StepFailure', description: 'What went wrong in a step: what happened and where, and what to do next' });

const phaseInfoSchema = z
  .object({
    since: timeSchema.optional(),
    until: timeSchema.optional(),
    gives_up_at: timeSchema.optional(),
    for: z.string().optional(),
    reason: z.string().optional(),
  })
  .meta({ id: 'PhaseInfo' });

export const progressSchema = z
  .object({
    done: z.number().nullable(),
    total: z.number().nullable(),
    unit: z.string().nullable(),
    current: z.string().nullable(),
    rate_per_s: z.number().nullable(),
    eta_s: z.number().nullable(),
  })
  .meta({ id: 'StepProgress', description: 'How far a step is; null where unknown, never invented' });

export const taskSchema = z
  .object({
    name: z.string(),
    status: z.enum(['pending', 'running', 'success', 'warning', 'failed', 'skipped']),
    note: z.string().optional(),
    percent: z.number().min(0).max(100).optional(),
    rate_per_s: z.number().nonnegative().optional(),
  })
  .meta({ id: 'Task' });

const probedSchema = z
  .object({ at: timeSchema, holds: z.boolean().nullable(), reason: z.string().nullable() })
  .meta({ id: 'Probed', description: 'Whether what a carried step had done still stood when the run was continued' });

const waitSchema = z
  .object({ for: z.literal('host_key'), from: timeSchema, to: timeSchema })
  .meta({ id: 'StepWait', description: 'Time that a step has waited for a person’s word about a host key' });

const undoneSchema = z
  .object({
    attempt: countSchema,
    started_at: timeSchema,
    ended_at: timeSchema.nullable(),
    outcome: z.enum(['done', 'warning', 'failed', 'nothing_to_undo']).nullable(),
    note: z.string().nullable(),
    warnings: z.array(z.string()),
    failure: failureSchema.nullable(),
  })
  .meta({ id: 'StepUndone', description: 'How what a step had done was put back' });

export const stepStateSchema = z
  .looseObject({
    action: z.string(),
    label: z.string(),
    status: z.enum(['pending', 'in_progress', 'completed', 'failed', 'blocked']),
    phase: z.enum(StepPhase),
    phase_info: phaseInfoSchema.nullable(),
    attempt: countSchema,
    max_attempts: countSchema,
    progress: progressSchema.nullable(),
    tasks: z.array(taskSchema),
    completion_note: z.string().nullable(),
    result: jsonSchema,
    warnings: z.array(z.string()),
    error: z.string().optional(),
    failure: failureSchema.nullable(),
    started_at: timeSchema.nullable(),
    ended_at: timeSchema.nullable(),
    timeout_s: z.number(),
    no_output_s: z.number().nullable(),
    unreachable_limit_s: z.number(),
    usual_s: z.number(),
    log_bytes: countSchema,
    carried_from: z.string().optional(),
    accepted_warnings: z.array(z.string()).optional(),
    allow_failure: z.boolean().optional(),
    probed: probedSchema.optional(),
    waited: z.array(waitSchema).optional(),
    undo: undoneSchema.optional(),
  })
  .meta({ id: 'StepState', description: 'One step of a run; the caller’s own keys stand beside these' });

/** Which template a run follows. */
export const runTemplateSchema = z.object({
  id: z.string(),
  name: z.string(),
  version: countSchema.optional(),
  changed: z.boolean().optional(),
});

export const runStateSchema = z
  .looseObject({
    workflow_id: z.string(),
    execution_id: z.string(),
    status: z.enum(RunStatus),
    phase: z.enum(RunPhase),
    phase_info: phaseInfoSchema.nullable(),
    outcome: outcomeSchema.nullable(),
    current_step: countSchema,
    steps: z.array(stepStateSchema),
    start_time: timeSchema,
    last_update: timeSchema,
    end_time: timeSchema.nullable(),
    ssh_connection: z.string(),
    instance: z.object({
      key: z.string(),
      host: z.string(),
      port: portSchema,
      user: z.string(),
      practice: z.boolean(),
    }),
    instance_id: z.string().nullable(),
    template: runTemplateSchema.nullable(),
    step_delay: z.number(),
    progress_percent: z.number().min(0).max(100),
    error_message: z.string().optional(),
    failure: failureSchema.nullable(),
    block_info: z
      .object({
        block_reason: z.literal('host_verification_needed'),
        host: z.string(),
        port: z.string(),
        fingerprints: z.array(z.string()),
      })
      .optional(),
    pause_requested: z.boolean().optional(),
    undo_reason: z.enum(['failure', 'cancel', 'request']).optional(),
    stale: z.boolean(),
    stale_since: timeSchema.nullable(),
    temporal_url: z.string().nullable(),
  })
  .meta({
    id: 'RunState',
    description: 'A run: one shape for workflow query, snapshot file, both doors, page and history',
  });

// A field that one side has and the other has not does not compile.
type Known<State> = { [Key in keyof State as string extends Key ? never : Key]: State[Key] };
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
true satisfies Same<keyof Known<StepState>, keyof Known<z.infer<typeof stepStateSchema>>>;
true satisfies Same<keyof Known<RunState>, keyof Known<z.infer<typeof runStateSchema>>>;
