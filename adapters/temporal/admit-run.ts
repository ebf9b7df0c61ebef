// A start as Temporal gets it: the box's own workflow is asked to take the run, and is started for it where it is not there.
import {
  type Client,
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure, WorkflowIdConflictPolicy } from '@temporalio/common';
import { instanceWorkflowId, type RunStarted, UpdateName, WorkflowType } from '../../contract/messages.ts';
import type { RunDefinition } from '../../contract/run-definition.ts';

const DEADLINE_MS = 6_000;

/** Shorter than the answer is waited for: nobody takes a start after that. */
export const ADMISSION_MS = 5_000;

/** One start, one update: the same again is the same for Temporal. */
export const startUpdateId = ({ workflow_id, start_by }: RunDefinition): string => `${workflow_id}#${start_by}`;

/** Throws what Temporal throws; `refusalOf` reads a no of the box's workflow. */
export function admitRun(client: Client, taskQueue: string, definition: RunDefinition): Promise<RunStarted> {
  const startWorkflowOperation = new WithStartWorkflowOperation<() => Promise<void>>(WorkflowType.instance, {
    workflowId: instanceWorkflowId(definition.instance.key),
    taskQueue,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    // As for the runs (workflows/instance.ts).
    workflowTaskTimeout: '5s',
    staticSummary: `Box ${definition.instance.key}`.slice(0, 190),
    args: [],
  });
  return client.withDeadline(Date.now() + DEADLINE_MS, () =>
    client.workflow.executeUpdateWithStart<() => Promise<void>, RunStarted, [RunDefinition]>(UpdateName.startRun, {
      updateId: startUpdateId(definition),
      args: [definition],
      startWorkflowOperation,
    }),
  );
}

/** What the box's workflow says no to (workflows/instance.ts); null for any other error. */
export function refusalOf(error: unknown): { kind: 'run_active'; by: string | null } | { kind: 'too_late' } | null {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
  if (!(cause instanceof ApplicationFailure)) return null;
  if (cause.type === 'run_active') {
    const [by] = cause.details ?? [];
    return { kind: 'run_active', by: typeof by === 'string' ? by : null };
  }
  return cause.type === 'temporal_unavailable' ? { kind: 'too_late' } : null;
}

const GRPC_INVALID_ARGUMENT = 3;

/** What Temporal or the box's workflow says no to for ever, in a sentence; null where trying again may help. */
export function finalProblem(error: unknown): string | null {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : error;
  const isFinal =
    (cause instanceof ApplicationFailure && cause.nonRetryable === true) ||
    (isGrpcServiceError(cause) && Number(cause.code) === GRPC_INVALID_ARGUMENT);
  return isFinal && cause instanceof Error ? cause.message.slice(0, 1_000) : null;
}
