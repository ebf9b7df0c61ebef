// Ends everything of an attempt and proves it. The workflow asks for it; the step's own activity ends by seeing the job's end.
import { Context } from '@temporalio/activity';
import type { CancelInput, CancelProof } from '../contract/activities.ts';
import { cancelJob, jobName } from '../adapters/ssh/remote-job.ts';
import type { StepSpec } from '../steps/step.ts';
import type { Dependencies } from './dependencies.ts';
import { heartbeatWhile } from './heartbeat.ts';
import { boxLimits, liveLimits } from './limits.ts';
import { createLiveRow } from './live-row.ts';
import { whileUnreachable } from './reach.ts';
import { mayHaveStarted } from './start-order.ts';

export async function cancelStep(deps: Dependencies, spec: StepSpec, input: CancelInput): Promise<CancelProof> {
  // A step that works here (sync, waiting for a reboot) leaves nothing on the box once it has ended here.
  const local = deps.local.get(jobName(input.id));
  local?.abort();
  if (!spec.script) return { found: local ? 'ended_now' : 'already_ended', forced: false };

  if (spec.runner === 'script' && !(await mayHaveStarted(deps.store.logs.file(input.id, input.action)))) {
    return { found: 'never_started', forced: false };
  }
  const live = createLiveRow(deps.store, input.id);
  const job = {
    id: input.id,
    script: '',
    secrets: {},
    ...boxLimits(input),
    grace_s: input.kill_grace_s,
    holder: null,
  };
  try {
    return await heartbeatWhile(
      () => null,
      () =>
        whileUnreachable(
          liveLimits(deps, input),
          live,
          Context.current().cancellationSignal,
          () => deps.pool.use(input.instance, (connection) => cancelJob(connection, job)),
          input.asked_at,
        ),
    );
  } finally {
    live.flush();
  }
}
