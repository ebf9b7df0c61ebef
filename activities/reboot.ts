// Reboot: a request within 30 s, then a wait that proves that the box went away and came back. A box that never went down is
// told apart from one that does not come back.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { RebootRequested, StepInput, StepOutcome } from '../contract/activities.ts';
import type { BootMark } from '../contract/instance.ts';
import type { Task } from '../contract/run-state.ts';
import { writeFileAtomic } from '../adapters/atomic-file.ts';
import { bringupError, isBringupError } from '../adapters/errors.ts';
import { makeFolder } from '../adapters/make-folder.ts';
import type { Vast } from '../adapters/providers/vast.ts';
import { place } from '../adapters/ssh/connect.ts';
import { followJob, holdBox, readBootMark } from '../adapters/ssh/remote-job.ts';
import type { StepSpec } from '../steps/step.ts';
import type { Dependencies } from './dependencies.ts';
import { asHolder } from './box-lock.ts';
import { heartbeatWhile } from './heartbeat.ts';
import { maskOf } from './mask.ts';
import { currentLimits } from './limits.ts';
import { asLocalWork } from './local-work.ts';
import { createLiveRow, type LiveRow } from './live-row.ts';
import { isUnreachable, whileUnreachable } from './reach.ts';
import { remoteJob } from './run-script.ts';
import { openLog } from './store-log.ts';

/** The seed's 30 s: until then the box must show a first sign that it goes down. */
const FIRST_SIGN_MS = 30_000;
const LOOK_EVERY_MS = 500;
/** A provider takes its time to stop a box; a request that nothing has come of by then was lost. */
const ASK_AGAIN_MS = 12_000;
const GOING_DOWN = new Set<string>(['ssh_auth_refused', 'box_not_usable']);

const sameBoot = (a: BootMark, b: BootMark) =>
  a.pid1_start === b.pid1_start && a.boot_id === b.boot_id && a.own === b.own;

const tasks = (asked: Task['status'], down: Task['status'], up: Task['status']): Task[] => [
  { name: 'Reboot requested', status: asked },
  { name: 'Box went down', status: down },
  { name: 'Box came back', status: up },
];

/** Asks for the reboot, once: a repeated attempt first looks whether the box has restarted already. */
export async function requestReboot(deps: Dependencies, spec: StepSpec, input: StepInput): Promise<RebootRequested> {
  const live = await createLiveRow(deps, input.id);
  const context = Context.current();
  const file = deps.store.logs.file(input.id, input.action);
  live.set({ phase: 'running', phase_info: null, tasks: tasks('running', 'pending', 'pending') });
  try {
    return await heartbeatWhile(
      () => null,
      async () => {
        const now = await whileUnreachable(
          () => currentLimits(deps, input),
          live,
          context.cancellationSignal,
          () =>
            deps.pool.use(input.instance, async (connection) => {
              // A reboot ends everybody's work.
              await asHolder(deps, input, (holder) => holdBox(connection, holder));
              return readBootMark(connection);
            }),
        );
        const earlier = await readAsked(file);
        const asked = earlier ?? { before: now, requested_at: new Date().toISOString() };
        if (!earlier) await keepAsked(file, asked);
        if (!earlier || !(await goesDown(deps, input, asked))) await ask(deps, spec, input);
        live.set({ tasks: tasks('success', 'running', 'pending') });
        return { ...outcome(live, null), ...asked };
      },
    );
  } finally {
    await live.flush();
  }
}

/** What was asked for, kept beside the log before it is asked: a worker may die right behind it. */
type Asked = Pick<RebootRequested, 'before' | 'requested_at'>;

const askedMark = (logFile: string) => `${logFile}.asked`;

async function keepAsked(logFile: string, asked: Asked): Promise<void> {
  await makeFolder(path.dirname(logFile));
  await writeFileAtomic(askedMark(logFile), JSON.stringify(asked));
}

async function readAsked(logFile: string): Promise<Asked | null> {
  try {
    return JSON.parse(await readFile(askedMark(logFile), 'utf8')) as Asked;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** True when a reboot that was asked for is under way or over; false when nothing of it is to be seen for a while. */
async function goesDown(deps: Dependencies, input: StepInput, { before, requested_at }: Asked): Promise<boolean> {
  for (;;) {
    const now = await currentBoot(deps, input);
    if (now === null || !sameBoot(before, now)) return true;
    if (Date.now() > Date.parse(requested_at) + ASK_AGAIN_MS) return false;
    await sleep(LOOK_EVERY_MS);
  }
}

async function ask(deps: Dependencies, spec: StepSpec, input: StepInput): Promise<void> {
  // The run's number is for a step that names none.
  const instanceId = input.parameters['instance_id'] ?? input.instance_id;
  if ((typeof instanceId === 'string' || typeof instanceId === 'number') && deps.vast) {
    return askProvider(deps.vast, String(instanceId));
  }
  // The command takes its own connection away: losing it is the expected end, a quick failure is not.
  const job = await remoteJob(deps, spec, input);
  const file = deps.store.logs.file(input.id, input.action);
  const log = await openLog(deps, input, await maskOf(deps, input));
  try {
    const end = await deps.pool.use(input.instance, (connection) =>
      followJob(connection, job, log.size, {
        onRunning: () => undefined,
        onLog: log.write,
        onProgress: () => undefined,
      }),
    );
    await log.end();
    if (end.kind === 'ended' && end.code !== 0 && end.reason === 'ended') {
      const tail = await deps.store.logs.tail(file, 20);
      throw bringupError(
        'reboot_not_started',
        `The reboot command ended with exit code ${end.code} on ${place(input.instance)}.`,
        { exit_code: end.code },
        { logTail: tail },
      );
    }
  } catch (error) {
    if (!isUnreachable(error)) throw error;
  }
}

/** An answer that was lost may belong to a reboot that has begun: asking again could reboot the box twice, so we look. */
async function askProvider(vast: Vast, instanceId: string): Promise<void> {
  try {
    await vast.reboot(instanceId);
  } catch (error) {
    if (!isBringupError(error) || error.failure.facts['answer_lost'] !== true) throw error;
  }
}

/** Waits for the new boot. Throws reboot_not_started when the box never went down, reboot_not_finished when it stays away. */
export async function awaitReboot(
  deps: Dependencies,
  input: StepInput,
  requested: RebootRequested,
): Promise<StepOutcome> {
  const live = await createLiveRow(deps, input.id);
  try {
    return await heartbeatWhile(
      () => null,
      () => asLocalWork(deps, input, (signal) => watch(deps, input, requested, live, signal)),
    );
  } finally {
    await live.flush();
  }
}

async function watch(
  deps: Dependencies,
  input: StepInput,
  requested: RebootRequested,
  live: LiveRow,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const start = Date.parse(requested.requested_at);
  const limit = async () => (await currentLimits(deps, input)).timeout_s;
  const untilOf = (seconds: number) => start + seconds * 1000;
  const box = place(input.instance);
  let wentDown = false;
  live.set({
    phase: 'waiting',
    phase_info: { for: 'box', since: requested.requested_at, until: new Date(untilOf(await limit())).toISOString() },
    tasks: tasks('success', 'running', 'pending'),
  });
  for (;;) {
    const now = await currentBoot(deps, input);
    if (now === null && !wentDown) {
      wentDown = true;
      live.set({ tasks: tasks('success', 'success', 'running') });
    }
    if (now !== null && !sameBoot(requested.before, now)) {
      // The usual connection belongs to the boot before, whether it knows that or not.
      await deps.pool.drop(input.instance);
      live.set({ tasks: tasks('success', 'success', 'success'), phase: 'running', phase_info: null });
      const seconds = Math.round((Date.now() - start) / 1000);
      return outcome(live, `The box is back after ${seconds} s, with a new boot mark.`);
    }
    const silent = Date.now() - start;
    if (now !== null && !wentDown && silent > FIRST_SIGN_MS) {
      throw bringupError(
        'reboot_not_started',
        `${box} did not go down within 30 s of the request: it still runs on the same boot.`,
      );
    }
    const seconds = await limit();
    if (Date.now() > untilOf(seconds)) {
      throw now === null
        ? bringupError('reboot_not_finished', `${box} went down and did not come back within ${seconds} s.`)
        : bringupError(
            'reboot_not_started',
            `${box} answers, but it still runs on the same boot: it was not rebooted.`,
          );
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

/** Null while the box does not answer. A new or unknown host key is not silence: it is thrown. */
async function currentBoot(deps: Dependencies, input: StepInput): Promise<BootMark | null> {
  // Not by the connection of before: a box that is going down may leave that one hanging.
  try {
    return await deps.pool.look(input.instance, readBootMark);
  } catch (error) {
    // While the box starts or stops it may refuse logins and end our shell, too.
    if (isUnreachable(error) || (isBringupError(error) && GOING_DOWN.has(error.failure.code))) return null;
    throw error;
  }
}

const outcome = (live: LiveRow, note: string | null): StepOutcome => ({
  result: null,
  note,
  warnings: [],
  tasks: live.row.tasks,
  progress: null,
  log_bytes: live.row.log_bytes,
});
