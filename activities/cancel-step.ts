// Ends everything of an attempt and proves it. The workflow asks for it; the step's own activity ends by seeing the job's end.
import { Context } from '@temporalio/activity';
import type { CancelInput, CancelProof, StepInput } from '../contract/activities.ts';
import type { Connection } from '../adapters/ssh/connect.ts';
import { cancelJob, followJob, jobName, type RemoteJob } from '../adapters/ssh/remote-job.ts';
import type { StepSpec } from '../steps/step.ts';
import type { Dependencies } from './dependencies.ts';
import { heartbeatWhile } from './heartbeat.ts';
import { maskOf } from './mask.ts';
import { currentLimits } from './limits.ts';
import { createLiveRow } from './live-row.ts';
import { isSilence, whileUnreachable } from './reach.ts';
import { remoteJob } from './run-script.ts';
import { mayHaveStarted } from './start-order.ts';
import { openLog } from './store-log.ts';

export async function cancelStep(deps: Dependencies, spec: StepSpec, input: CancelInput): Promise<CancelProof> {
  // A step that works here (sync, waiting for a reboot) leaves nothing on the box once it has ended here.
  const local = deps.local.get(jobName(input.id));
  await local?.end();
  if (!spec.script) return { found: local ? 'ended_now' : 'already_ended', forced: false };

  if (spec.runner === 'script' && !mayHaveStarted(deps.store.logs.file(input.id, input.action))) {
    return { found: 'never_started', forced: false };
  }
  const live = await createLiveRow(deps, input.id);
  const job = await remoteJob(deps, spec, input);
  const end = async (connection: Connection): Promise<CancelProof> => {
    const { log_bytes, ...proof } = await cancelJob(connection, job);
    if (proof.found !== 'never_started') await takeLastWords(deps, input, job, connection, log_bytes);
    return proof;
  };
  try {
    return await heartbeatWhile(
      () => null,
      () =>
        whileUnreachable(
          () => currentLimits(deps, input),
          live,
          Context.current().cancellationSignal,
          () => deps.pool.use(input.instance, end),
          { countedFrom: input.asked_at, isQuiet: isSilence },
        ),
    );
  } finally {
    await live.flush();
  }
}

/** Nobody follows the job any more where a worker died or the box was away: what it said until its end is fetched here. */
async function takeLastWords(
  deps: Dependencies,
  input: StepInput,
  job: RemoteJob,
  connection: Connection,
  logBytes: number,
): Promise<void> {
  const log = await openLog(deps, input, await maskOf(deps, input));
  if (log.size >= logBytes) return;
  await followJob(connection, job, log.size, {
    onRunning: () => undefined,
    onLog: (bytes) => log.write(bytes),
    onProgress: () => undefined,
  });
  await log.end();
}
