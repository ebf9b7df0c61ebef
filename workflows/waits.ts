// Durable waits: they cost nothing here, while the box costs.
import { condition, setHandler, defineSignal, sleep } from '@temporalio/workflow';
import type { StepFailure } from '../contract/failure.ts';
import { type Approval, type RetryNow, SignalName } from '../contract/messages.ts';
import { toldWait } from './notify.ts';
import { inSeconds, type Run, since } from './run.ts';

export interface Waits {
  /** The pause between two steps. */
  delay(seconds: number): Promise<void>;
  /** Holds the run between two steps for as long as a person wants it. */
  boundary(): Promise<void>;
  /** The pause before a step's next try, or until somebody says now. */
  retry(index: number, label: string, seconds: number): Promise<void>;
  /** Blocks the run until a person says go on, however long. The key itself was accepted elsewhere. */
  hostKey(index: number, failure: StepFailure): Promise<void>;
  /** Waits for a person's answer about a step; null when nobody gave one in time. */
  approval(index: number, message: string, deadlineS: number | null): Promise<Approval | null>;
}

/** Kept of one step: a run that is asked about keys again and again must not grow for ever. */
const MOST_WAITS = 20;

export function createWaits(run: Run): Waits {
  let resumed = false;
  let paused = false;
  /** Waits for a person so far: tells one from the other. */
  let asked = 0;
  setHandler(
    defineSignal(SignalName.resume),
    () => {
      resumed = true;
    },
    { description: 'Go on after the host key was accepted' },
  );

  setHandler(
    defineSignal(SignalName.pause),
    () => {
      paused = true;
      run.setRun({ pause_requested: true });
    },
    { description: 'Stop at the next boundary between two steps' },
  );
  setHandler(
    defineSignal(SignalName.unpause),
    () => {
      paused = false;
      run.setRun({ pause_requested: false });
    },
    { description: 'Go on after a pause' },
  );

  const approvals = new Map<number, Approval | null>();
  setHandler(
    defineSignal<[Approval]>(SignalName.approve),
    (approval) => {
      // Only the first answer to a question that was asked counts.
      if (approvals.get(approval.step) === null) approvals.set(approval.step, approval);
    },
    { description: 'Answer an approval: {"step": 2, "approved": true, "by": "name", "note": null}' },
  );

  /** Steps that wait for their next try, and whether somebody has said now. */
  const retries = new Map<number, boolean>();
  setHandler(
    defineSignal<[RetryNow?]>(SignalName.retryNow),
    (asked) => {
      for (const index of retries.keys()) {
        if (asked?.step === undefined || asked.step === index) retries.set(index, true);
      }
    },
    { description: 'Begin the next try of a step at once: {"step": 2}, or of all that wait for theirs' },
  );

  return {
    async approval(index, message, deadlineS) {
      approvals.set(index, null);
      const until = deadlineS === null ? {} : { until: inSeconds(deadlineS) };
      const phase_info = since({ for: 'approval', reason: message, ...until });
      run.setStep(index, { phase: 'waiting', phase_info });
      run.setRun({ phase: 'waiting', phase_info });
      const answered = () => approvals.get(index) != null;
      const wait = { kind: 'waiting', step: index, about: `approval-${(asked += 1)}`, reason: message } as const;
      await toldWait(run, wait, answered, deadlineS === null ? undefined : deadlineS * 1000);
      const answer = approvals.get(index) ?? null;
      approvals.delete(index);
      return answer;
    },
    async boundary() {
      if (!paused) return;
      run.setRun({ phase: 'paused', phase_info: since({ for: 'person' }) });
      await toldWait(run, pausedWait(run, (asked += 1)), () => !paused);
    },
    async delay(seconds) {
      if (seconds <= 0) return;
      run.setRun({ phase: 'waiting', phase_info: since({ for: 'delay', until: inSeconds(seconds) }) });
      await sleep(Math.ceil(seconds * 1000), { summary: 'Delay between two steps' });
    },
    async retry(index, label, seconds) {
      retries.set(index, false);
      try {
        const isAsked = () => retries.get(index) === true;
        await condition(isAsked, Math.max(1, seconds * 1000), { summary: `Try ${label} again` });
      } finally {
        retries.delete(index);
      }
    },
    async hostKey(index, failure) {
      resumed = false;
      const { host, port, fingerprint_line: line } = failure.facts;
      run.setStep(index, {
        status: 'blocked',
        phase: 'waiting',
        phase_info: since({ for: 'host_key' }),
        failure,
        error: failure.message,
      });
      run.setRun({
        status: 'blocked',
        phase: 'waiting',
        phase_info: since({ for: 'host_key', reason: failure.message }),
        block_info: {
          block_reason: 'host_verification_needed',
          host: String(host),
          port: String(port),
          fingerprints: [String(line)],
        },
      });
      const from = new Date().toISOString();
      const { message: reason, hint } = failure;
      try {
        await toldWait(
          run,
          { kind: 'blocked', step: index, about: `host-key-${(asked += 1)}`, reason, hint },
          () => resumed,
        );
      } finally {
        const over = { for: 'host_key', from, to: new Date().toISOString() } as const;
        run.step(index).waited = [...(run.step(index).waited ?? []), over].slice(-MOST_WAITS);
      }
      delete run.state.block_info;
      delete run.step(index).error;
      run.setStep(index, { failure: null });
    },
  };
}

function pausedWait({ state }: Run, number: number) {
  const step = Math.max(
    0,
    state.steps.findIndex(({ phase }) => phase === 'pending'),
  );
  return { kind: 'waiting', step, about: `pause-${number}`, reason: 'Somebody has paused the run.' } as const;
}
