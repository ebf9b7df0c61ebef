import type { StepLimits } from './run-definition.ts';

// Names of what is sent to the workflows. They stand in histories: stable for ever.

export const TASK_QUEUE = 'bringup';

export const WorkflowType = {
  instance: 'instance',
  setupRun: 'setupRun',
  notification: 'notification',
  delivery: 'delivery',
  scheduledRun: 'scheduledRun',
  boxGroup: 'boxGroup',
  retention: 'retention',
} as const;
export const UpdateName = { startRun: 'startRun' } as const;
export const QueryName = { runState: 'runState' } as const;
export const SignalName = {
  resume: 'resume',
  pause: 'pause',
  unpause: 'unpause',
  runEnded: 'runEnded',
  extendLimit: 'extendLimit',
  approve: 'approve',
  undoAtEnd: 'undoAtEnd',
  retryNow: 'retryNow',
} as const;

/** Argument of the signal `approve`: what a person answered, and who. */
export interface Approval {
  /** 0-based. */
  step: number;
  approved: boolean;
  by: string;
  note: string | null;
}

/** Argument of the signal `extendLimit`: which limit of the step at work gets how many seconds more. */
export interface LimitExtension {
  limit: keyof StepLimits;
  seconds: number;
  /** 0-based; where several are at work. */
  step?: number;
}

/** Argument of the signal `retryNow`: which step shall begin its next try at once. */
export interface RetryNow {
  /** 0-based; without it all that wait. */
  step?: number;
}

/** Answer of the instance workflow's `startRun`. Refused with failure type `run_active` and the active id as detail. */
export interface RunStarted {
  workflow_id: string;
  execution_id: string;
}

/** Workflow id of the box's own workflow. */
export const instanceWorkflowId = (instanceKey: string): string => `instance/${instanceKey}`;
