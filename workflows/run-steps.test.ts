// What a run does beside going from step to step: conditions, steps side by side, allowed failures, approvals, carried steps, undo.
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import type { StepInput } from '../contract/activities.ts';
import { SignalName } from '../contract/messages.ts';
import type { RunDefinition, StepDefinition } from '../contract/run-definition.ts';
import type { StepState } from '../contract/run-state.ts';
import {
  aDefinition,
  done,
  failWith,
  type Script,
  startTestWorker,
  type TestWorker,
} from '../tests/support/test-worker.ts';

const script: Script = {};
let worker: TestWorker;
beforeAll(async () => {
  worker = await startTestWorker(inject('temporalAddress'), inject('workflowBundle'), script);
});
afterAll(() => worker.stop());
/** Ends when its processes are ended, as a real step does. */
function endless() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  script.cancel = () => (end(), Promise.resolve({ found: 'ended_now', forced: false }));
  return ended.then(() => done);
}
beforeEach(() => {
  for (const name of Object.keys(script)) delete script[name as keyof Script];
});

const begun: number[] = [];
const record = ({ id }: StepInput) => {
  begun.push(id.step);
  return Promise.resolve(done);
};
beforeEach(() => void (begun.length = 0));

function definition(changes: Partial<StepDefinition>[], run: Partial<RunDefinition> = {}): RunDefinition {
  const made = aDefinition(
    run,
    changes.map(({ action = 'run_command' }) => action),
  );
  return {
    ...made,
    steps: made.steps.map((step, index) => ({
      ...step,
      ...changes[index],
      policy: { ...step.policy, ...changes[index]?.policy },
    })),
  };
}
const run = async (asked: RunDefinition) => worker.ended(await worker.start(asked));

/** The state of a run that failed at its last step, as a continued one carries it. */
const carriedFrom = ({ steps }: { steps: StepState[] }): (StepState | null)[] =>
  steps.map((step) => (step.status === 'completed' ? { ...step, carried_from: 'earlier' } : null));

describe('a step with a condition', () => {
  it('is run where it holds, skipped where not, and told why', async () => {
    script.step = ({ id }) => (begun.push(id.step), Promise.resolve({ ...done, result: { free_gb: 10 } }));
    const final = await run(
      definition([
        { label: 'Look' },
        { label: 'Clean', when: { step: 'Look', field: 'free_gb', below: 20 } },
        { label: 'Fill', when: { step: 'Look', field: 'free_gb', at_least: 20 } },
        { label: 'After', when: { step: 'Fill', outcome: ['skipped'] } },
      ]),
    );
    expect(begun).toEqual([0, 1, 3]);
    expect(final).toMatchObject({ status: 'completed', outcome: 'done', progress_percent: 100 });
    expect(final.steps[2]).toMatchObject({
      status: 'pending',
      phase: 'skipped',
      phase_info: { reason: 'Only when free_gb of “Look” is at least 20' },
    });
  });
});

describe('steps side by side', () => {
  const policy = (resources: ('disk' | 'network')[]) => ({ policy: { resources } as StepDefinition['policy'] });

  it('are at work at the same time, and the next one begins when all have ended', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    script.step = async ({ id }) => {
      begun.push(id.step);
      if (id.step === 0) await held;
      return done;
    };
    const handle = await worker.start(
      definition([policy(['disk']), { ...policy(['network']), beside: true }, policy(['disk'])]),
    );
    await vi.waitFor(async () => expect((await worker.state(handle)).steps[1]?.phase).toBe('done'), 5000);
    const state = await worker.state(handle);
    expect(state).toMatchObject({
      current_step: 0,
      steps: [{ phase: 'running' }, { phase: 'done' }, { phase: 'pending' }],
    });
    release();
    expect(await worker.ended(handle)).toMatchObject({ outcome: 'done' });
    expect(begun).toHaveLength(3);
  });

  it('give the place to those that still work, and a cancel is told where it met one', async () => {
    const ended = endless();
    script.step = ({ id }) => (id.step === 0 ? Promise.resolve(done) : ended);
    const handle = await worker.start(definition([policy(['disk']), { ...policy(['network']), beside: true }]));
    await vi.waitFor(
      async () => expect(await worker.state(handle)).toMatchObject({ current_step: 1, steps: [{ phase: 'done' }, {}] }),
      5000,
    );
    await handle.cancel();
    expect(await worker.ended(handle)).toMatchObject({ outcome: 'cancelled', current_step: 1 });
  });

  it('are cancelled together, and cancelled is said when both are proved gone', async () => {
    const cancelled: number[] = [];
    const ended = endless();
    script.step = ({ id }) => (begun.push(id.step), ended);
    const { cancel } = script;
    script.cancel = (input) => (
      cancelled.push(input.id.step),
      cancel?.(input) ?? Promise.reject(new Error('no cancel'))
    );
    const handle = await worker.start(definition([policy(['disk']), { ...policy(['network']), beside: true }]));
    await vi.waitFor(() => expect(begun).toHaveLength(2), 5000);
    await handle.cancel();
    const final = await worker.ended(handle);
    expect(cancelled.sort()).toEqual([0, 1]);
    expect(final.steps.map(({ phase }) => phase)).toEqual(['cancelled', 'cancelled']);
  });

  it('end before the run fails by one of them', async () => {
    script.step = ({ id }) => (id.step === 0 ? failWith('step_failed') : record({ id } as StepInput));
    const final = await run(definition([policy(['disk']), { ...policy(['network']), beside: true }, {}]));
    expect(final).toMatchObject({ outcome: 'failed', current_step: 0 });
    expect(final.steps.map(({ phase }) => phase)).toEqual(['failed', 'done', 'pending']);
  });
});

describe('a failure that is allowed', () => {
  it('is a warning of the run, which goes on', async () => {
    script.step = (input) => (input.id.step === 0 ? failWith('step_failed') : record(input));
    const final = await run(definition([{ allow_failure: true }, {}]));
    expect(begun).toEqual([1]);
    expect(final).toMatchObject({ status: 'completed', outcome: 'done_with_warnings', failure: null });
    expect(final.steps[0]).toMatchObject({ phase: 'failed', failure: { code: 'step_failed' } });
  });

  it('and a warning that the template accepts leaves the run done', async () => {
    script.step = () => Promise.resolve({ ...done, warnings: ['the disk is slow'] });
    const final = await run(definition([{ accept_warnings: ['slow'] }]));
    expect(final).toMatchObject({
      outcome: 'done',
      steps: [{ warnings: [], accepted_warnings: ['the disk is slow'] }],
    });
  });
});

describe('an approval', () => {
  const asking = (parameters = {}) =>
    definition([{}, { action: 'approve', parameters: { message: 'Really?', ...parameters } }, {}]);
  const waiting = async (asked: RunDefinition) => {
    const handle = await worker.start(asked);
    await vi.waitFor(async () => expect((await worker.state(handle)).phase_info?.for).toBe('approval'), 5000);
    return handle;
  };

  it('holds the run until somebody says yes, and keeps who it was', async () => {
    script.step = record;
    const handle = await waiting(asking());
    expect(await worker.state(handle)).toMatchObject({
      status: 'running',
      phase: 'waiting',
      phase_info: { reason: 'Really?' },
    });
    await handle.signal(SignalName.approve, { step: 1, approved: true, by: 'ada', note: 'fine' });
    await handle.signal(SignalName.approve, { step: 1, approved: false, by: 'bob', note: null });
    const final = await worker.ended(handle);
    expect(final).toMatchObject({ outcome: 'done', steps: [{}, { result: { approved_by: 'ada', note: 'fine' } }, {}] });
    expect(begun).toEqual([0, 2]);
  });

  it('that is refused, or not given in time, fails the step', async () => {
    const refused = await waiting(asking());
    await refused.signal(SignalName.approve, { step: 1, approved: false, by: 'ada', note: 'too dear' });
    expect(await worker.ended(refused)).toMatchObject({
      failure: { code: 'approval_refused', message: 'ada refused “Really?”: too dear' },
    });
    expect(await run(asking({ deadline_s: 1 }))).toMatchObject({ failure: { code: 'approval_expired' } });
  });

  it('is cancelled while it waits', async () => {
    const handle = await waiting(asking());
    await handle.cancel();
    expect(await worker.ended(handle)).toMatchObject({ outcome: 'cancelled', steps: [{}, { phase: 'cancelled' }, {}] });
  });
});

describe('a run that is continued', () => {
  const probed = { policy: { probe: true } as StepDefinition['policy'] };

  async function failedAtThe3rd(): Promise<{ asked: RunDefinition; carried: (StepState | null)[] }> {
    const asked = definition([probed, probed, {}]);
    script.step = (input) =>
      input.id.step === 2 ? failWith('step_failed') : Promise.resolve({ ...done, result: input.id.step });
    return { asked, carried: carriedFrom(await run(asked)) };
  }

  it('asks for each carried step whether it still holds, and does again exactly the one that does not', async () => {
    const { asked, carried } = await failedAtThe3rd();
    const results: unknown[] = [];
    script.step = record;
    script.probe = ({ id, result }) => {
      results.push(result);
      return Promise.resolve(
        id.step === 0 ? { holds: true, reason: null } : { holds: false, reason: 'node a is gone' },
      );
    };
    const final = await run({ ...asked, workflow_id: `${asked.workflow_id}-2`, carried });
    expect(results.sort()).toEqual([0, 1]);
    expect(begun).toEqual([1, 2]);
    expect(final).toMatchObject({ outcome: 'done' });
    expect(final.steps[0]).toMatchObject({ carried_from: 'earlier', probed: { holds: true } });
    expect(final.steps[1]).toMatchObject({ attempt: 1, probed: { holds: false, reason: 'node a is gone' } });
    expect(final.steps[1]?.carried_from).toBeUndefined();
  });

  it('does again what cannot be told, and fails unreachable where the box cannot be asked, with nothing run', async () => {
    const { asked, carried } = await failedAtThe3rd();
    script.step = record;
    script.probe = ({ id }) =>
      id.step === 0 ? failWith('step_failed') : Promise.resolve({ holds: true, reason: null });
    expect(await run({ ...asked, workflow_id: `${asked.workflow_id}-2`, carried })).toMatchObject({ outcome: 'done' });
    expect(begun).toEqual([0, 2]);
    begun.length = 0;
    script.probe = () => failWith('host_key_changed');
    const lost = await run({ ...asked, workflow_id: `${asked.workflow_id}-3`, carried });
    expect(lost).toMatchObject({ outcome: 'failed', current_step: 2, failure: { code: 'host_key_changed' } });
    expect(lost.steps.map(({ phase }) => phase)).toEqual(['done', 'done', 'failed']);
    expect(begun).toEqual([]);
  });

  it('leaves out the steps that nobody chose', async () => {
    script.step = record;
    const final = await run(definition([{ left_out: 'Not chosen' }, {}, { left_out: 'Not chosen' }]));
    expect(begun).toEqual([1]);
    expect(final).toMatchObject({
      outcome: 'done',
      progress_percent: 100,
      steps: [{ phase: 'skipped' }, { phase: 'done' }, { phase: 'skipped' }],
    });
  });
});

describe('undo', () => {
  const can = { policy: { undo: true } as StepDefinition['policy'] };
  const undone: [number, number, unknown][] = [];
  beforeEach(() => {
    undone.length = 0;
    script.undo = ({ id, result }) => (
      undone.push([id.step, id.attempt, result]),
      Promise.resolve({ ...done, note: 'put back' })
    );
  });

  it('puts back what was done when the run fails, last step first, as attempts of their own', async () => {
    script.step = ({ id }) =>
      id.step === 3 ? failWith('step_failed') : Promise.resolve({ ...done, result: `of ${id.step}` });
    const final = await run(definition([can, {}, can, can, can], { undo_on: ['failure'] }));
    expect(undone).toEqual([
      [3, 2, null],
      [2, 2, 'of 2'],
      [0, 2, 'of 0'],
    ]);
    expect(final).toMatchObject({
      outcome: 'failed',
      current_step: 3,
      undo_reason: 'failure',
      failure: { code: 'step_failed' },
    });
    expect(final.steps.map(({ phase }) => phase)).toEqual(['undone', 'done', 'undone', 'failed', 'pending']);
    expect(final.steps[0]?.undo).toMatchObject({ attempt: 2, outcome: 'done', note: 'put back' });
  });

  it('goes on with the others where one cannot be put back, and says which', async () => {
    script.step = ({ id }) => (id.step === 2 ? failWith('step_failed') : Promise.resolve(done));
    script.undo = ({ id }) =>
      id.step === 1 ? failWith('undo_failed') : (undone.push([id.step, 0, 0]), Promise.resolve(null));
    const final = await run(definition([can, can, can], { undo_on: ['failure'] }));
    expect(final.steps.map(({ undo }) => undo?.outcome)).toEqual(['nothing_to_undo', 'failed', 'nothing_to_undo']);
    expect(final.steps[1]).toMatchObject({ phase: 'done', undo: { failure: { code: 'undo_failed' } } });
  });

  it('is done on a cancel when that was asked for, and the run is cancelled after it', async () => {
    const ended = endless();
    script.step = ({ id }) => (id.step === 1 ? ended : Promise.resolve(done));
    const handle = await worker.start(definition([can, can]));
    await vi.waitFor(async () => expect((await worker.state(handle)).steps[1]?.phase).toBe('running'), 5000);
    await handle.signal(SignalName.undoAtEnd);
    await handle.cancel();
    const final = await worker.ended(handle);
    expect(undone.map(([step]) => step)).toEqual([1, 0]);
    expect(final).toMatchObject({
      outcome: 'cancelled',
      current_step: 1,
      undo_reason: 'request',
      steps: [{ phase: 'undone' }, { phase: 'cancelled' }],
    });
  });

  it('is a run of its own on request, and ends undone', async () => {
    script.step = () => Promise.resolve({ ...done, result: 'x' });
    const asked = definition([can, {}]);
    const carried = carriedFrom(await run(asked));
    const final = await run({ ...asked, workflow_id: `${asked.workflow_id}-2`, carried, mode: 'undo' });
    expect(undone).toEqual([[0, 1, 'x']]);
    expect(final).toMatchObject({
      status: 'cancelled',
      outcome: 'undone',
      steps: [{ phase: 'undone' }, { phase: 'done' }],
    });
  });
});
