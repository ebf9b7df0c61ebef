// A worker with the real workflows on the real server and activities that a test scripts.
import { randomUUID } from 'node:crypto';
import { Client, Connection, WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, WorkflowIdConflictPolicy } from '@temporalio/common';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { vi } from 'vitest';
import type {
  CancelProof,
  GroupMemberInput,
  GroupMemberStarted,
  LookBackInput,
  ProbeAnswer,
  RebootRequested,
  ReleaseInput,
  StepInput,
  StepOutcome,
  StepRemains,
} from '../../contract/activities.ts';
import { type FailureCode, stepFailure } from '../../contract/failure.ts';
import { instanceWorkflowId, QueryName, type RunStarted, UpdateName, WorkflowType } from '../../contract/messages.ts';
import type { NotificationEvent } from '../../contract/notification.ts';
import type { RunDefinition, StepPolicy } from '../../contract/run-definition.ts';
import type { RunState } from '../../contract/run-state.ts';
import { actionNames, stepSpec } from '../../steps/index.ts';

export const done: StepOutcome = { result: null, note: null, warnings: [], tasks: [], progress: null, log_bytes: 0 };

/** Throws what a real activity throws for a catalogued failure. */
export function failWith(code: FailureCode, facts = {}, remains?: StepRemains): never {
  const failure = stepFailure(code, `scripted ${code}`, facts);
  throw ApplicationFailure.create({
    type: code,
    message: failure.message,
    nonRetryable: failure.kind !== 'unreachable',
    details: [failure, ...(remains ? [remains] : [])],
  });
}

/** A promise and its resolver, to hold an activity until the test lets it go. */
export function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

export interface Script {
  step?: (input: StepInput) => Promise<StepOutcome>;
  cancel?: (input: StepInput) => Promise<CancelProof>;
  limit?: (input: StepInput) => void;
  release?: (input: ReleaseInput) => void;
  /** Which deliveries an event is planned as. */
  plan?: (event: NotificationEvent) => number[];
  deliver?: (id: number) => Promise<void>;
  giveUp?: (id: number) => void;
  probe?: (input: LookBackInput) => Promise<ProbeAnswer>;
  undo?: (input: LookBackInput) => Promise<StepOutcome | null>;
  reboot?: (input: StepInput, requested: RebootRequested) => Promise<StepOutcome>;
  startMember?: (input: GroupMemberInput) => Promise<GroupMemberStarted>;
}

export interface TestWorker {
  client: Client;
  taskQueue: string;
  /** Final states in the order in which they were recorded. */
  recorded: RunState[];
  start(definition: RunDefinition): Promise<WorkflowHandle>;
  /** The state that ended a run, once it is recorded. */
  ended(handle: WorkflowHandle): Promise<RunState>;
  state(handle: WorkflowHandle): Promise<RunState>;
  stop(): Promise<void>;
}

/** `script` is asked at every call: a test changes it as it needs. */
export async function startTestWorker(address: string, bundle: string, script: Script): Promise<TestWorker> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const taskQueue = `workflow-test-${randomUUID()}`;
  const native = await NativeConnection.connect({ address });
  const recorded: RunState[] = [];
  const step = (input: StepInput) => (script.step ?? (() => Promise.resolve(done)))(input);
  const recordedEnd = (isIt: (state: RunState) => boolean, name: string) =>
    vi.waitFor(
      () => {
        const state = recorded.find(isIt);
        if (!state) throw new Error(`the end of ${name} is not recorded`);
        return state;
      },
      { timeout: 10_000, interval: 10 },
    );
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: { codePath: bundle },
    activities: {
      ...Object.fromEntries(actionNames.map((action) => [action, step])),
      cancel_step: (input: StepInput) =>
        (script.cancel ?? (() => Promise.resolve({ found: 'ended_now', forced: false })))(input),
      limit_step: (input: StepInput) => {
        script.limit?.(input);
        return Promise.resolve();
      },
      release_box: (input: ReleaseInput) => {
        script.release?.(input);
        return Promise.resolve();
      },
      plan_deliveries: (event: NotificationEvent) => Promise.resolve(script.plan?.(event) ?? []),
      deliver: (id: number) => (script.deliver ?? (() => Promise.resolve()))(id),
      give_up_delivery: (id: number) => Promise.resolve(script.giveUp?.(id)),
      await_reboot: (input: StepInput, requested: RebootRequested) =>
        (script.reboot ?? (() => Promise.resolve(done)))(input, requested),
      probe_step: (input: LookBackInput) =>
        (script.probe ?? (() => Promise.resolve({ holds: true, reason: null })))(input),
      undo_step: (input: LookBackInput) => (script.undo ?? (() => Promise.resolve(done)))(input),
      start_group_member: (input: GroupMemberInput) =>
        (script.startMember ?? (() => Promise.resolve({ kind: 'refused' })))(input),
      await_member_end: async ({ execution_id: id }: { execution_id: string }) =>
        (await recordedEnd(({ execution_id }) => execution_id === id, id)).outcome ?? 'failed',
      end_group_round: () => Promise.resolve(),
      apply_retention: () => Promise.resolve({ runs: 0, groups: 0, deliveries: 0, audit: 0, logs: 0, bytes: 0 }),
      record_run_end: (state: RunState) => {
        recorded.push(state);
        return Promise.resolve();
      },
    },
  });
  const running = worker.run();
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });

  return {
    client,
    taskQueue,
    recorded,
    async start(definition) {
      const startWorkflowOperation = new WithStartWorkflowOperation<(options: { linger_s: number }) => Promise<void>>(
        WorkflowType.instance,
        {
          workflowId: instanceWorkflowId(definition.instance.key),
          taskQueue,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
          args: [{ linger_s: 0.2 }],
        },
      );
      const { workflow_id, execution_id } = await client.workflow.executeUpdateWithStart<
        (options: { linger_s: number }) => Promise<void>,
        RunStarted,
        [RunDefinition]
      >(UpdateName.startRun, { args: [definition], startWorkflowOperation });
      return client.workflow.getHandle(workflow_id, execution_id);
    },
    ended: ({ workflowId }) => recordedEnd(({ workflow_id }) => workflow_id === workflowId, workflowId),
    state: (handle) => handle.query<RunState>(QueryName.runState),
    async stop() {
      worker.shutdown();
      await running;
      await native.close();
      await connection.close();
    },
  };
}

/** A definition of steps of the action `run_command`, on a box of its own. */
export function aDefinition(
  change: Partial<RunDefinition> = {},
  actions: string[] = ['run_command', 'run_command'],
): RunDefinition {
  const port = 1024 + Math.floor(Math.random() * 60_000);
  const key = `root@box-${randomUUID()}:${port}`;
  return {
    workflow_id: randomUUID(),
    ssh_connection: `root@box:${port}`,
    instance: { key, user: 'root', host: 'box', port, jump: [], identity_file: null, practice: false },
    instance_id: null,
    template: { id: 'test', name: 'Test' },
    step_delay: 0,
    start_by: '2999-01-01T00:00:00.000Z',
    kill_grace_s: 1,
    steps: actions.map((action, index) => ({
      action,
      label: `Step ${index + 1}`,
      parameters: {},
      given: { note: 'mine' },
      secrets: [],
      policy: policyOf(action),
    })),
    ...change,
  };
}

function policyOf(action: string): StepPolicy {
  const { title, runner, timeout_s, no_output_s = null, wait_s = null, retry, usual_s } = stepSpec(action);
  return { title, runner, timeout_s, no_output_s, wait_s, retry, usual_s, unreachable_limit_s: 60 };
}
