import { describe, expect, it } from 'vitest';
import { stepFailure } from '../../../contract/failure.ts';
import { completedRun, exampleRun, exampleStep } from '../testing/example-run.ts';
import { finalMessage } from './final-message.ts';

describe('the final message', () => {
  it('does not exist while something is going on', () => {
    expect(finalMessage(exampleRun())).toBeNull();
    expect(finalMessage(exampleRun({ status: 'blocked' }))).toBeNull();
  });

  it('says how long a completed run took', () => {
    expect(finalMessage(completedRun())).toMatchObject({
      word: 'Completed',
      text: 'All 3 steps are done. It took 3 min 05 s.',
      warnings: [],
    });
  });

  it('names the run that holds the box, and what to do about it', () => {
    const failure = stepFailure('box_locked', 'The box is in use by run 7 of ada@desk. Nothing was changed.', {});
    const steps = [exampleStep({ status: 'failed', phase: 'failed', failure })];
    expect(
      finalMessage(exampleRun({ status: 'failed', phase: 'ended', current_step: 0, steps, failure })),
    ).toMatchObject({
      word: 'Failed',
      text: 'Step 1 (test_ssh) failed: The box is in use by run 7 of ada@desk. Nothing was changed.',
      hint: expect.stringContaining('Wait until that run has ended'),
    });
  });

  it('lists the warnings with the step they come from', () => {
    const steps = [
      exampleStep({ label: 'Test civitdl', status: 'completed', phase: 'warning', warnings: ['No internet.'] }),
    ];
    expect(finalMessage(completedRun({ outcome: 'done_with_warnings', steps }))).toMatchObject({
      word: 'Completed with warnings',
      warnings: ['Test civitdl: No internet.'],
    });
  });

  it('does not call done what was left out or has failed', () => {
    const failure = stepFailure('download_failed', 'No route.', {});
    const steps = [
      exampleStep({ status: 'completed', phase: 'done' }),
      exampleStep({ phase: 'skipped' }),
      exampleStep({ label: 'Mirror', status: 'failed', phase: 'failed', allow_failure: true, failure }),
    ];
    expect(finalMessage(completedRun({ outcome: 'done_with_warnings', steps }))).toMatchObject({
      text: '1 of 3 steps are done; 1 was left out, 1 failed, which the template allows. It took 3 min 05 s.',
      warnings: ['Mirror: failed, which the template allows: No route.'],
    });
  });

  it('lists warned rows where the step itself says nothing, and accepted warnings apart', () => {
    const tasks = [{ name: 'convert', status: 'warning', note: 'lossy' } as const];
    const steps = [
      exampleStep({ label: 'Wait', status: 'completed', phase: 'warning', tasks, accepted_warnings: ['old pip'] }),
    ];
    expect(finalMessage(completedRun({ outcome: 'done_with_warnings', steps }))).toMatchObject({
      warnings: ['Wait: convert: lossy'],
      accepted: ['Wait: old pip'],
    });
  });

  it('says which step failed, why, what to do and shows the log', () => {
    const failure = {
      code: 'step_failed',
      kind: 'final',
      message: 'pip ended with code 1.',
      hint: 'Read the last lines of the step’s log.',
      facts: {},
      log_tail: ['one', 'two'],
    } as const;
    const run = exampleRun({
      status: 'failed',
      phase: 'ended',
      error_message: 'Step 5 (setup_civitdl) failed: pip ended with code 1.',
      failure: { ...failure, log_tail: [...failure.log_tail] },
    });
    expect(finalMessage(run)).toMatchObject({
      text: 'Step 5 (setup_civitdl) failed: pip ended with code 1.',
      hint: 'Read the last lines of the step’s log.',
      logTail: ['one', 'two'],
    });
  });

  it('makes the sentence itself when the server sent none', () => {
    const steps = [
      exampleStep(),
      exampleStep({ action: 'set_ui_home', status: 'failed', phase: 'failed', error: 'no such path' }),
    ];
    const text = finalMessage(exampleRun({ status: 'failed', phase: 'ended', steps }))?.text;
    expect(text).toBe('Step 2 (set_ui_home) failed: no such path');
  });

  it('promises after a stop that nothing of the run is left', () => {
    const text = finalMessage(exampleRun({ status: 'cancelled', phase: 'ended' }))?.text;
    expect(text).toBe('Every process of the run on the box has ended.');
  });
});
