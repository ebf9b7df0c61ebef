// What the worker registers: one activity per action, under the action's own name, and the support activities.
import { Context } from '@temporalio/activity';
import type {
  Activities,
  ProbeAnswer,
  StepActivity,
  StepInput,
  StepOutcome,
  SupportActivities,
} from '../contract/activities.ts';
import { refusedKey } from '../adapters/ssh/connect.ts';
import { steps, stepSpec } from '../steps/index.ts';
import type { Runner, StepSpec } from '../steps/step.ts';
import type { Announce } from '../adapters/notify/announce.ts';
import { closeRound } from '../adapters/temporal/group-rounds.ts';
import { applyRetention } from './apply-retention.ts';
import { asAttempt, endOfStep } from './attempt.ts';
import { cancelStep } from './cancel-step.ts';
import { awaitMemberEnd, startGroupMember } from './box-group.ts';
import type { Dependencies } from './dependencies.ts';
import { heartbeatWhile } from './heartbeat.ts';
import { limitStep } from './limit-step.ts';
import { probeStep, undoStep } from './look-back.ts';
import { deliver, giveUp, planDeliveries } from './notifications.ts';
import { awaitReboot, requestReboot } from './reboot.ts';
import { recordRunEnd } from './record.ts';
import { releaseRunsBox } from './release-box.ts';
import { runScript } from './run-script.ts';
import { awaitRunEnd, startScheduledRun } from './scheduled-run.ts';
import { syncFiles } from './sync-files.ts';
import { toFailure } from './to-failure.ts';
import { whileWatched } from './watch-step.ts';

const runners: Record<
  Exclude<Runner, 'human'>,
  (deps: Dependencies, spec: StepSpec, input: StepInput) => ReturnType<StepActivity>
> = {
  script: runScript,
  sync: syncFiles,
  reboot: requestReboot,
};

/** `announce` tells events to whoever wants to hear of them. */
export function createActivities(deps: Dependencies, announce: Announce): Activities {
  const support: SupportActivities = {
    cancel_step: (input) => told(() => cancelStep(deps, stepSpec(input.action), input)),
    limit_step: (input) => asFailure(() => limitStep(deps, stepSpec(input.action), input)),
    release_box: (input) => asFailure(() => releaseRunsBox(deps, input)),
    await_reboot: (input, requested) =>
      told(() => asAttempt(deps, input, 'run', () => awaitReboot(deps, input, requested), endOfStep)),
    probe_step: (input) =>
      told(() => asAttempt(deps, input, 'probe', () => probeStep(deps, stepSpec(input.action), input), endOfProbe)),
    undo_step: (input) =>
      told(() => asAttempt(deps, input, 'undo', () => undoStep(deps, stepSpec(input.action), input), endOfUndo)),
    record_run_end: (state) => asFailure(() => recordRunEnd(deps, announce, state)),
    plan_deliveries: (event) => asFailure(() => planDeliveries(deps, event)),
    deliver: (id) => asFailure(() => deliver(deps, id)),
    give_up_delivery: (id) => asFailure(() => giveUp(deps, id)),
    apply_retention: () =>
      asFailure(() =>
        heartbeatWhile(
          () => null,
          () => applyRetention(deps),
        ),
      ),
    start_scheduled_run: (definition) => asFailure(() => startScheduledRun(deps, definition)),
    await_run_end: (run) => asFailure(() => awaitRunEnd(run)),
    start_group_member: (input) => asFailure(() => startGroupMember(deps, input)),
    await_member_end: (run) => asFailure(() => awaitMemberEnd(deps, run)),
    end_group_round: (end) => asFailure(() => closeRound(deps, end)),
  };
  const ofSteps = Object.values(steps).flatMap(({ action, runner }): [string, StepActivity][] =>
    // A person is waited for by the workflow itself.
    runner === 'human' ? [] : [[action, (input) => told(() => runStep(runner, stepSpec(action), input))]],
  );
  return { steps: Object.fromEntries(ofSteps), support };

  /** A reboot is over when the box is back: `await_reboot` ends it. */
  function runStep(runner: keyof typeof runners, spec: StepSpec, input: StepInput) {
    const work = () => whileWatched(deps, announce, spec, input, (watched) => runners[runner](watched, spec, input));
    return asAttempt(deps, input, 'run', work, runner === 'reboot' ? () => null : endOfStep);
  }

  /** What ends in a run's state is told to a person: a host key that it was refused for counts as shown from now on. */
  function told<Result>(work: () => Promise<Result>): Promise<Result> {
    return asFailure(async () => {
      try {
        return await work();
      } catch (error) {
        const refused = refusedKey(error);
        if (refused) await deps.store.hostKeys.offered(refused);
        throw error;
      }
    });
  }
}

const endOfProbe = ({ holds, reason }: ProbeAnswer) => ({
  outcome: 'done' as const,
  result: { holds },
  note: reason,
  warnings: [],
});

const endOfUndo = (undone: StepOutcome | null) =>
  undone ? endOfStep(undone) : { outcome: 'nothing_to_undo' as const, result: null, note: null, warnings: [] };

async function asFailure<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { cancellationSignal } = Context.current();
    // What a cancelled activity was doing failed because of it: that is a cancellation and no error.
    if (cancellationSignal.aborted) throw cancellationSignal.reason;
    throw toFailure(error);
  }
}
