// What is kept of an attempt: how far it is while it runs, and how it began and ended, for ever.
import type { StepFailure } from '../../contract/failure.ts';
import type { Json } from '../../contract/json.ts';
import type { PhaseInfo, StepPhase, StepProgress, Task } from '../../contract/run-state.ts';

/** The live row of an attempt: how far its step is. Written by the running activity, on change, at most twice a second. */
export interface AttemptRow {
  execution_id: string;
  step: number;
  attempt: number;
  phase: StepPhase;
  phase_info: PhaseInfo | null;
  progress: StepProgress | null;
  tasks: Task[];
  log_bytes: number;
  updated_at: string;
}

/** What an attempt was for: to run its step, to ask whether it still holds (attempt 0), to undo it. */
export type AttemptPurpose = 'run' | 'probe' | 'undo';

/** How an attempt ended; `lost`: nobody saw its end, because its worker died or its time was over. */
export type AttemptOutcome = 'done' | 'warning' | 'failed' | 'cancelled' | 'nothing_to_undo' | 'lost';

/** What is kept of an attempt's end. */
export interface AttemptEnd {
  ended_at: string | null;
  outcome: AttemptOutcome | null;
  failure: StepFailure | null;
  result: Json;
  note: string | null;
  warnings: string[];
}

/** When and why the bytes of a log were removed. */
export interface LogRemoval {
  at: string;
  why: 'age' | 'size';
}

/** An attempt for ever: its live row, and how it began and ended. */
export interface AttemptFacts extends AttemptRow, AttemptEnd {
  purpose: AttemptPurpose;
  /** Null in rows from before it was kept. */
  action: string | null;
  started_at: string | null;
  log_removed: LogRemoval | null;
}
