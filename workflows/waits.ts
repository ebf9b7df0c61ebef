// Durable waits: they cost nothing here, while the box costs.
import { condition, setHandler, defineSignal, sleep } from '@temporalio/workflow';
import type { StepFailure } from '../contract/failure.ts';
import { SignalName } from '../contract/messages.ts';
import { inSeconds, type Run, since } from './run.ts';

export interface Waits {
  /** The pause between two steps. */
  delay(seconds: number): Promise<void>;
  /** Holds the run between two steps for as long as a person wants it. */
  boundary(): Promise<void>;
  /** Blocks the run until a person says go on, however long. The key itself was accepted elsewhere. */
  hostKey(index: number, failure: StepFailure): Promise<void>;
}

export function createWaits(run: Run): Waits {
  let resumed = false;
  let paused = false;
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

  return {
    async boundary() {
      if (!paused) return;
      run.setRun({ phase: 'paused', phase_info: since({ for: 'person' }) });
      await condition(() => !paused);
    },
    async delay(seconds) {
      if (seconds <= 0) return;
      run.setRun({ phase: 'waiting', phase_info: since({ for: 'delay', until: inSeconds(seconds) }) });
      await sleep(Math.ceil(seconds * 1000), { summary: 'Delay between two steps' });
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
      await condition(() => resumed);
      delete run.state.block_info;
      delete run.step(index).error;
      run.setStep(index, { failure: null });
    },
  };
}
