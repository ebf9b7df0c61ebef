// A run as Temporal knows it: whether there is one, and how it ended.
import { type Client, WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import { CancelledFailure, TerminatedFailure } from '@temporalio/common';
import type { RunState } from '../../contract/run-state.ts';

/** The newest execution of this id; null where there is none. */
export async function executionOf(client: Client, workflowId: string): Promise<string | null> {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).runId;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** Waits for the end of this execution, however long; gives the run's outcome, or how Temporal says it ended. */
export async function endOf(
  client: Client,
  { workflow_id, execution_id }: { workflow_id: string; execution_id: string },
  gone: AbortSignal,
): Promise<string> {
  const handle = client.workflow.getHandle(workflow_id, execution_id);
  try {
    const state = (await client.withAbortSignal(gone, () => handle.result())) as RunState;
    return state.outcome ?? 'done';
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    if (error.cause instanceof CancelledFailure) return 'cancelled';
    return error.cause instanceof TerminatedFailure ? 'terminated' : 'failed';
  }
}
