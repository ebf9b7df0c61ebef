// One workflow per box: it admits one run at a time and lives only while it holds something.
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import {
  allHandlersFinished,
  ApplicationFailure,
  ChildWorkflowFailure,
  condition,
  defineSignal,
  defineUpdate,
  log,
  ParentClosePolicy,
  setHandler,
  startChild,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import type { ReleaseInput } from '../contract/activities.ts';
import { type RunStarted, SignalName, UpdateName } from '../contract/messages.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
import type { RunState } from '../contract/run-state.ts';
import { callRecordRunEnd, callReleaseBox } from './proxies.ts';
import { setupRun } from './setup-run.ts';

const instanceKey = defineSearchAttributeKey('BringupInstance', SearchAttributeType.KEYWORD);
const templateKey = defineSearchAttributeKey('BringupTemplate', SearchAttributeType.KEYWORD);

const runActive = (id: string) =>
  ApplicationFailure.create({
    type: 'run_active',
    message: 'Workflow is already running',
    nonRetryable: true,
    details: [id],
  });

const tooLate = () =>
  ApplicationFailure.create({
    type: 'temporal_unavailable',
    message: 'Nobody waits for this start any more',
    nonRetryable: true,
  });

/** Starting anew costs a box that is used again and again some 25 ms a run; seconds of waiting cost nothing. */
const LINGER_S = 10;

/** Admits runs, one at a time; ends when it has held nothing for a while. */
export async function instance({ linger_s = LINGER_S }: { linger_s?: number } = {}): Promise<void> {
  let active: string | null = null;
  const ended: RunState[] = [];
  const boxes = new Map<string, ReleaseInput>();
  // Ending while a child's own end is still on its way would cost the last workflow task a second try.
  let children = 0;
  let releases = 0;

  function release(id: string) {
    if (active === id) active = null;
  }

  setHandler(
    defineUpdate<RunStarted, [RunDefinition]>(UpdateName.startRun),
    async (definition) => {
      active = definition.workflow_id;
      try {
        const child = await startChild(setupRun, childOptions(definition));
        children += 1;
        boxes.set(child.workflowId, {
          instance: definition.instance,
          instance_id: definition.instance_id,
          execution_id: child.firstExecutionRunId,
        });
        // However the run ends, also by a hand in the Temporal Web UI: the box is free then.
        const over = (state: RunState | undefined) => {
          children -= 1;
          release(definition.workflow_id);
          if (state) ended.push(state);
        };
        child.result().then(over, (error: unknown) => over(stateOf(error)));
        return { workflow_id: child.workflowId, execution_id: child.firstExecutionRunId };
      } catch (error) {
        release(definition.workflow_id);
        if (error instanceof WorkflowExecutionAlreadyStartedError) throw runActive(definition.workflow_id);
        throw error;
      }
    },
    {
      description: 'Start a run on this box',
      validator: (definition: RunDefinition) => {
        if (Date.now() > Date.parse(definition.start_by)) throw tooLate();
        if (active !== null) throw runActive(active);
      },
    },
  );
  setHandler(defineSignal<[RunState]>(SignalName.runEnded), (state) => {
    release(state.workflow_id);
    ended.push(state);
  });

  /** The lock of a run that has ended only costs whoever comes next a look, so nobody waits and one try is enough. */
  function releaseBox({ workflow_id, steps }: RunState) {
    const box = boxes.get(workflow_id);
    boxes.delete(workflow_id);
    if (!box || steps.every(({ attempt }) => attempt === 0)) return;
    releases += 1;
    callReleaseBox(box)
      .catch((error: unknown) => log.warn('the box was not given back', { workflow_id, error: String(error) }))
      .finally(() => (releases -= 1));
  }

  const isIdle = () =>
    ended.length === 0 && active === null && children === 0 && releases === 0 && allHandlersFinished();
  for (;;) {
    await condition(() => ended.length > 0 || isIdle());
    const state = ended.shift();
    if (state) {
      await callRecordRunEnd(state);
      releaseBox(state);
    } else if (!(await condition(() => !isIdle(), linger_s * 1000))) return;
  }
}

/** A failed run carries its state; one that was cancelled has sent it, one that was terminated has none. */
function stateOf(error: unknown): RunState | undefined {
  const cause = error instanceof ChildWorkflowFailure ? error.cause : null;
  if (!(cause instanceof ApplicationFailure)) return undefined;
  return cause.details?.[0] as RunState | undefined;
}

function childOptions(definition: RunDefinition) {
  const { workflow_id, instance: box, template, steps } = definition;
  const practice = box.practice ? ' (practice box)' : '';
  return {
    workflowId: workflow_id,
    args: [definition] as [RunDefinition],
    // A run outlives its box's workflow.
    parentClosePolicy: ParentClosePolicy.ABANDON,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    // A worker or a server that dies in the middle of a decision is waited for this long; the default is 10 s.
    workflowTaskTimeout: '5s',
    typedSearchAttributes: [
      { key: instanceKey, value: box.key },
      { key: templateKey, value: template?.id ?? 'none' },
    ],
    staticSummary: `${template?.name ?? `${steps.length} steps`} on ${box.key}${practice}`.slice(0, 190),
  };
}
