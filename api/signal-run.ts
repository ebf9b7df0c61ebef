import type { Approval, LimitExtension, RetryNow } from '../contract/messages.ts';
import type { RunState } from '../contract/run-state.ts';
import type { ApiDependencies } from './dependencies.ts';
import { DEADLINE_MS } from './stop-run.ts';

/** Sends a signal (SignalName) to this execution of a run, and asks for its new state at once. */
export async function signalRun(
  { client, states }: Pick<ApiDependencies, 'client' | 'states'>,
  { workflow_id, execution_id }: RunState,
  name: string,
  ...args: (Approval | LimitExtension | RetryNow)[]
): Promise<{ workflow_id: string; execution_id: string }> {
  await client.withDeadline(Date.now() + DEADLINE_MS, () =>
    client.workflow.getHandle(workflow_id, execution_id).signal(name, ...args),
  );
  states.changed(workflow_id);
  return { workflow_id, execution_id };
}
