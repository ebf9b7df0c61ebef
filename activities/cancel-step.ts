// Ends everything of an attempt and proves it. The workflow asks for it; the step's own activity ends by seeing the job's end.
import { Context } from '@temporalio/activity';
import type { CancelProof, StepInput } from '../contract/activities.ts';
import { cancelJob, jobName } from '../adapters/ssh/remote-job.ts';
import type { StepSpec } from '../steps/step.ts';
import type { Dependencies } from './dependencies.ts';
import { heartbeatWhile } from './heartbeat.ts';
import { createLiveRow } from './live-row.ts';
import { whileUnreachable } from './reach.ts';
import { mayHaveStarted } from './start-order.ts';

export async function cancelStep(deps: Dependencies, spec: StepSpec, input: StepInput): Promise<CancelProof> {
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
    limit_s: input.timeout_s,
    grace_s: input.kill_grace_s,
  };
  try {
    return await heartbeatWhile(
      () => null,
      () =>
        whileUnreachable(input, live, Context.current().cancellationSignal, () =>
          deps.pool.use(input.instance, (connection) => cancelJob(connection, job)),
        ),
    );
  } finally {
    live.flush();
  }
}
