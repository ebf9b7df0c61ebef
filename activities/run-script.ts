// A step of the runner `script`: its script as a remote job, followed to its end.
import { Context } from '@temporalio/activity';
import type { StepInput, StepOutcome } from '../contract/activities.ts';
import type { FailureCode } from '../contract/failure.ts';
import { bringupError } from '../adapters/errors.ts';
import {
  type DiskSpace,
  followJob,
  type JobEnd,
  type JobListener,
  type RemoteJob,
} from '../adapters/ssh/remote-job.ts';
import { jobText } from '../adapters/ssh/shell.ts';
import { readStepFile } from '../adapters/step-files.ts';
import { emptyReport, readProgressLine, type StepReport } from '../steps/progress.ts';
import { scriptBody } from '../steps/script-text.ts';
import type { Script, StepSpec } from '../steps/step.ts';
import type { Dependencies } from './dependencies.ts';
import { asHolder } from './box-lock.ts';
import { heartbeatWhile } from './heartbeat.ts';
import { boxLimits, currentLimits } from './limits.ts';
import { createLiveRow } from './live-row.ts';
import { maskOf } from './mask.ts';
import { isSilence, isUnreachable, whileUnreachable } from './reach.ts';
import { beginStart, hasBegun, markBegun } from './start-order.ts';
import { openLog } from './store-log.ts';

const TAIL_LINES = 20;

/** The shell text of a script. */
export const scriptText = (script: Script, undoId?: string): string =>
  jobText(script.env, undoId, scriptBody(script, readStepFile));

/** The step as a job, with its limits as they are now; nobody's yet. */
export async function remoteJob(deps: Dependencies, spec: StepSpec, input: StepInput): Promise<RemoteJob> {
  const script = spec.script?.(input.parameters);
  const secrets = await Promise.all(
    input.secrets.map(async ({ name, ref }) => {
      const value = await deps.secrets.get(ref);
      if (value === null)
        throw bringupError('secret_missing', `The secret ${name} of ${input.action} is gone.`, { name });
      return [name, value] as const;
    }),
  );
  return {
    id: input.id,
    script: script ? scriptText(script, input.undo_id) : '',
    secrets: Object.fromEntries(secrets),
    ...boxLimits(await currentLimits(deps, input)),
    grace_s: input.kill_grace_s,
    holder: null,
  };
}

/** Runs the step's script as a remote job, or adopts it; returns its outcome or throws a catalogued failure. */
export async function runScript(deps: Dependencies, spec: StepSpec, input: StepInput): Promise<StepOutcome> {
  const live = await createLiveRow(deps, input.id);
  const file = deps.store.logs.file(input.id, input.action);
  const job = await remoteJob(deps, spec, input);
  const mask = await maskOf(deps, input);
  const signal = Context.current().cancellationSignal;
  const handOver = handOverSignal(signal);
  let report = emptyReport();
  let begun = hasBegun(file);

  const follow = () =>
    deps.pool.use(input.instance, async (connection) => {
      const { cancelled, first } = beginStart(file);
      if (cancelled) throw cancelledBeforeStart(input);
      const log = await openLog(deps, input, mask);
      const listener: JobListener = {
        onRunning: () => {
          markBegun(file);
          begun = true;
          report = emptyReport();
          live.set({ phase: 'running', phase_info: null });
        },
        onLog: async (bytes) => {
          await log.write(bytes);
          live.set({ log_bytes: log.size });
        },
        onProgress: (line) => {
          if (readProgressLine(report, mask.text(line))) live.set({ tasks: report.tasks, progress: report.progress });
        },
      };
      const limits = boxLimits(await currentLimits(deps, input));
      const end = await asHolder(deps, input, (holder) =>
        followJob(connection, { ...job, ...limits, fresh: first, begun, holder }, log.size, listener, handOver),
      );
      await log.end();
      live.set({ log_bytes: log.size });
      return end;
    });

  // What runs over there goes on, whatever keeps us out.
  const isQuiet = (error: unknown) => (begun ? isSilence(error) : isUnreachable(error));
  try {
    const end = await heartbeatWhile(
      () => ({ log_bytes: live.row.log_bytes }),
      () => whileUnreachable(() => currentLimits(deps, input), live, signal, follow, { isQuiet }),
    );
    const failed = end.kind === 'lost' || end.code !== 0 || end.reason !== 'ended';
    const tail = failed ? await deps.store.logs.tail(file, TAIL_LINES) : [];
    return outcome(spec, { ...input, ...(await currentLimits(deps, input)) }, end, report, live.row.log_bytes, tail);
  } finally {
    await live.flush();
  }
}

const cancelledBeforeStart = ({ action }: StepInput) =>
  bringupError('step_killed', `${action} was cancelled before anything was started on the box.`);

/**
 * Fires when this attempt of the activity is over (worker stopping, timed out): the next one adopts the job. A cancel of the
 * run is not such a case: the job is being ended then, and its last words are still taken.
 */
function handOverSignal(signal: AbortSignal): AbortSignal {
  const handOver = new AbortController();
  const onAbort = () => {
    const reason: unknown = signal.reason;
    if (!(reason instanceof Error && reason.message === 'CANCELLED')) handOver.abort(reason);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return handOver.signal;
}

function outcome(
  spec: StepSpec,
  input: StepInput,
  end: JobEnd,
  report: StepReport,
  logBytes: number,
  logTail: string[],
): StepOutcome {
  const box = `${input.instance.user}@${input.instance.host}:${input.instance.port}`;
  const fail = (code: FailureCode, message: string, facts = {}) => {
    const { result, note, warnings } = report;
    throw bringupError(
      code,
      message,
      { box, attempt: input.id.attempt, ...facts },
      { logTail, remains: { result, note, warnings } },
    );
  };
  if (end.kind === 'lost') {
    fail(
      'step_lost',
      `The command vanished on ${box} without a result${end.rebooted ? ': the box was rebooted' : ''}.`,
      {
        rebooted: end.rebooted,
      },
    );
  } else if (end.reason === 'timed_out') {
    fail('step_timed_out', `The command did not end within ${input.timeout_s} s on ${box}.`, {
      timeout_s: input.timeout_s,
    });
  } else if (end.reason === 'quiet') {
    fail('step_quiet', `The command gave no output for ${input.no_output_s} s on ${box}.`, {
      no_output_s: input.no_output_s,
    });
  } else if (end.reason === 'cancelled') {
    fail('step_killed', `The command was cancelled on ${box}.`, { exit_code: end.code });
  } else if (end.code !== 0) {
    const code = failureCode(spec, end, logTail);
    const what = report.failure ?? `The command ended with exit code ${end.code} on ${box}.`;
    const space = code === 'disk_full' ? ` ${spaceText(end.space ?? [])}` : '';
    fail(code, what + space, { exit_code: end.code });
  }
  const { result, note, warnings, tasks, progress } = report;
  return { result, note, warnings, tasks, progress, log_bytes: logBytes };
}

/** Less than this is no room to work in. */
const FULL_KB = 1024;

function failureCode(spec: StepSpec, end: { code: number; space?: DiskSpace[] }, logTail: string[]): FailureCode {
  const [own] = end.space ?? [];
  // A full disk takes the command's last words, too.
  const isFull = own !== undefined && own.left_kb < FULL_KB;
  if (isFull || logTail.some((line) => /No space left on device/i.test(line))) return 'disk_full';
  const known = spec.failures?.[end.code];
  if (known) return known;
  // 128 + SIGKILL: nothing but the kernel or another person sends it to a step.
  return end.code === 137 ? 'step_killed' : 'step_failed';
}

/** The disk that the command wrote to need not be one of those that were looked at. */
function spaceText(space: DiskSpace[]): string {
  const left = [...new Map(space.map(({ mount, left_kb }) => [mount, `${left_kb} kB left on ${mount}`])).values()];
  if (left.length === 0) return 'A disk is full; how much is left could not be read.';
  if (space.some(({ left_kb }) => left_kb < FULL_KB)) return `A disk is full: ${left.join(', ')}.`;
  return `There was no space left where it wrote; now there are ${left.join(', ')}.`;
}
