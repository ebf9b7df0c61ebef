// What of the store is past its time.
import type { LogRemoval } from './attempt-row.ts';

/** A run that may be removed. */
interface PastRun {
  id: number;
  execution_id: string | null;
}

/** What is past its time. Never of a run that is at work, nor of its earlier executions. */
export interface RetentionStore {
  /** Those of these executions whose runs are over. */
  over(executions: string[]): Promise<{ execution_id: string; ended_at: string }[]>;
  /** Marks the attempts of an execution; those that are marked stay so. */
  logRemoved(execution: string, removal: LogRemoval): Promise<void>;
  /** Runs that ended before this time, longest ago first. */
  endedBefore(time: string, limit: number): Promise<PastRun[]>;
  /** Runs beyond this many newest ones, oldest first. */
  beyond(count: number, limit: number): Promise<PastRun[]>;
  /** Removes a run with its steps and attempts. */
  removeRun(run: PastRun): Promise<void>;
  /** Groups that are over, with none of their runs left; one of which no run ever began only when it ended before this time. */
  removeGroups(before: string, limit: number): Promise<number>;
  /** Deliveries that nobody sends any more, last touched before this time, of runs that are not kept. */
  removeDeliveries(before: string, limit: number): Promise<number>;
  /** What was changed before this time. */
  removeAudit(before: string, limit: number): Promise<number>;
}
