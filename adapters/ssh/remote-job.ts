// The remote job as seen from here: start or adopt, follow its log from an offset, end it with proof. What happens on the
// box stands in remote-job.sh.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AttemptId, CancelProof } from '../../contract/activities.ts';
import type { BootMark } from '../../contract/instance.ts';
import { bringupError } from '../errors.ts';
import { packageFile } from '../package-root.ts';
import type { Connection } from './connect.ts';
import { createFrameReader } from './frames.ts';
import { watchLogin } from './login.ts';
import { readAll } from './read-all.ts';
import { boxLocked, type BoxHolder, holderParameters } from './box-lock.ts';
import { assignments, type RemoteCommand, remoteCommand } from './shell.ts';

export interface RemoteJob {
  id: AttemptId;
  /** POSIX sh text that runs as the job. */
  script: string;
  /** Environment of the script that must not be seen by anybody else on the box. */
  secrets: Record<string, string>;
  /** Seconds after which the box itself ends the job, counted from its start. */
  limit_s: number;
  /** Seconds without output after which the box ends it; null for never. */
  quiet_s: number | null;
  /** Whose run it is: the box is taken for it, or the start is refused. Null takes nothing. */
  holder: BoxHolder | null;
  /** Seconds between TERM and KILL. */
  grace_s: number;
  /** Nothing of it was ever sent to a box: then nobody has to look for what may be left of it. */
  fresh?: boolean;
  /** It was seen to run before: then it is never started, even when nothing of it is left on the box. */
  begun?: boolean;
}

const END_REASONS = ['ended', 'timed_out', 'quiet', 'cancelled'] as const;
type EndReason = (typeof END_REASONS)[number];

/** What is left on a disk of the box. */
export interface DiskSpace {
  left_kb: number;
  mount: string;
}

export type JobEnd =
  | { kind: 'ended'; code: number; reason: EndReason; space?: DiskSpace[] }
  /** No end was written and nothing runs any more. Never taken for success. */
  | { kind: 'lost'; rebooted: boolean };

export interface JobListener {
  /** The job runs: started now, or adopted. */
  onRunning(how: 'started' | 'adopted', boot: BootMark): void;
  /** Bytes of the log, in order, from the offset on. Awaited before the next. */
  onLog(bytes: Buffer): Promise<void>;
  /** One line of file descriptor 3. The whole of it is told again after an adoption. */
  onProgress(line: string): void;
}

// Comments are for readers of the files; the box gets the rest.
const library = ['remote-job.sh', 'box-lock.sh']
  .map((file) => readFileSync(packageFile('adapters', 'ssh', file), 'utf8').replace(/^\s*(#.*\n)?/gm, ''))
  .join('');

/** Folder name of a job on the box. */
export const jobName = ({ execution_id, step, attempt }: AttemptId): string => {
  const name = `${execution_id}.${String(step + 1).padStart(2, '0')}.${attempt}`;
  if (!/^[A-Za-z0-9._-]+$/.test(name) || name.startsWith('.')) throw new Error(`not a job name: ${name}`);
  return name;
};

function jobCommand(job: RemoteJob, nonce: string, offset: number, call: string) {
  const hasSecrets = Object.keys(job.secrets).length > 0;
  const text = [
    assignments({
      ...holderParameters(job.holder),
      JOB: jobName(job.id),
      NONCE: nonce,
      LIMIT: String(Math.max(1, Math.floor(job.limit_s))),
      QUIET: String(job.quiet_s === null ? 0 : Math.max(1, Math.floor(job.quiet_s))),
      GRACE: String(Math.max(0, Math.floor(job.grace_s))),
      OFFSET: String(offset),
      FRESH: job.fresh ? 'yes' : '',
      BEGUN: job.begun || offset > 0 ? 'yes' : '',
      SCRIPT: job.script,
      SECRETS: hasSecrets ? assignments(job.secrets, 'export ') : '',
      LIBRARY: library,
    }),
    'eval "$LIBRARY"',
    call,
  ].join('\n');
  return remoteCommand(text, { secret: hasSecrets });
}

/**
 * Starts the job, or adopts it if it was started before, and follows it to its end: one exec, whatever happens.
 * Throws ssh_unreachable when the connection is lost (the job goes on over there), box_locked when another run holds the box,
 * and box_not_usable or disk_full when it could not be started. The signal ends the following, never the job.
 */
export function followJob(
  connection: Connection,
  job: RemoteJob,
  offset: number,
  listener: JobListener,
  signal?: AbortSignal,
  loginMs?: number,
): Promise<JobEnd> {
  const nonce = randomBytes(12).toString('hex');
  const { command, input } = jobCommand(job, nonce, offset, 'start_job');
  return connection.exec(command, async (channel) => {
    const login = watchLogin(channel, loginMs);
    channel.write(input);
    const sizes = { log: offset, progress: 0 };
    let how: 'started' | 'adopted' = 'started';
    let boot: BootMark = { pid1_start: '-', boot_id: '-', own: '-' };
    const ending = endOfJob(sizes);

    const log = createFrameReader(nonce, {
      onBytes: async (bytes) => {
        await listener.onLog(bytes);
        sizes.log += bytes.length;
        ending.check();
      },
    });
    let line = '';
    const progress = createFrameReader(nonce, {
      onBytes: (bytes) => {
        sizes.progress += bytes.length;
        const lines = (line + bytes.toString('latin1')).split('\n');
        line = lines.pop() ?? '';
        for (const each of lines) listener.onProgress(Buffer.from(each, 'latin1').toString('utf8'));
        ending.check();
      },
      onFrame: (word, rest) => {
        if (word === 'begin') login.begun();
        else if (word === 'boot') boot = parseBoot(rest);
        else if (word === 'started' || word === 'adopted') {
          how = word;
          listener.onRunning(how, boot);
        } else if (word === 'held') ending.fail(boxLocked(rest));
        else if (word === 'unusable') ending.fail(unusable(rest.join(' ')));
        else if (word === 'lost') ending.lost(rest[0] === 'rebooted');
        else if (word === 'space') ending.space(parseSpace(rest));
        else if (word === 'end') ending.ended(rest);
      },
    });

    const streams = Promise.all([readAll(channel, log.read), readAll(channel.stderr, progress.read)]);
    signal?.addEventListener('abort', () => ending.fail(signal.reason as Error), { once: true });
    signal?.throwIfAborted();
    const closed = streams.then(() => login.check()).then(() => ending.atClose());
    const result = await Promise.race([ending.result, closed, login.tooLong]);
    // Tells the follower on the box to go; it goes by itself when the channel breaks.
    channel.end('\n');
    return result;
  });
}

/** The end has arrived when its frame has and all bytes that it counts; without a count, when the streams have ended. */
function endOfJob(sizes: { log: number; progress: number }) {
  let settle: (end: JobEnd) => void;
  let reject: (error: Error) => void;
  const result = new Promise<JobEnd>((resolve, refuse) => {
    settle = resolve;
    reject = refuse;
  });
  let pending: { end: JobEnd; log: number; progress: number } | undefined;
  let space: DiskSpace[] = [];
  const check = () => {
    if (pending && sizes.log >= pending.log && sizes.progress >= pending.progress) settle(pending.end);
  };
  return {
    result,
    check,
    fail: (error: Error) => reject(error),
    space: (disks: DiskSpace[]) => void (space = disks),
    lost: (rebooted: boolean) => settle({ kind: 'lost', rebooted }),
    ended: ([code, reason, log, progress]: string[]) => {
      pending = {
        end: {
          kind: 'ended',
          code: Number(code),
          reason: END_REASONS.find((known) => known === reason) ?? 'ended',
          ...(space.length > 0 ? { space } : {}),
        },
        log: log ? Number(log) : Infinity,
        progress: progress ? Number(progress) : Infinity,
      };
      check();
    },
    /** The channel closed: without the end's frame that is a broken connection; with it the box has no more bytes to give. */
    atClose: (): JobEnd => {
      if (pending) return pending.end;
      throw bringupError('ssh_unreachable', 'The connection to the box ended before the job did.');
    },
  };
}

/**
 * Ends everything of a job and proves that nothing is left; a job that has not started can never start afterwards.
 * `onTermSent` tells when TERM went out. `log_bytes` is what the log holds at the end. Throws ssh_unreachable when it could not look.
 */
export function cancelJob(
  connection: Connection,
  job: RemoteJob,
  onTermSent: () => void = () => undefined,
): Promise<CancelProof & { log_bytes: number }> {
  const nonce = randomBytes(12).toString('hex');
  const { command, input } = jobCommand({ ...job, script: '', secrets: {} }, nonce, 0, 'cancel_job');
  return connection.exec(command, async (channel) => {
    const login = watchLogin(channel);
    channel.write(input);
    let proof: (CancelProof & { log_bytes: number }) | undefined;
    let problem = 'the connection ended before the proof came';
    const frames = createFrameReader(nonce, {
      onFrame: (word, [what = '', ...rest]) => {
        if (word === 'begin') login.begun();
        if (word === 'term_sent') onTermSent();
        if (word === 'unusable') problem = [what, ...rest].join(' ');
        if (word !== 'cancelled') return;
        const log_bytes = Number(rest[0] ?? 0);
        if (what === 'gentle' || what === 'forced')
          proof = { found: 'ended_now', forced: what === 'forced', log_bytes };
        else if (what === 'never_started' || what === 'already_ended')
          proof = { found: what, forced: false, log_bytes };
        else problem = `processes ${what.replace('alive', '')} ${rest.join(' ')} did not end after KILL`;
      },
    });
    const streams = Promise.all([readAll(channel, () => undefined), readAll(channel.stderr, frames.read)]);
    await Promise.race([streams.then(() => login.check()), login.tooLong]).catch((error: Error) => {
      problem = error.message;
    });
    if (!proof)
      throw bringupError('ssh_unreachable', `It could not be proved that the step’s processes are gone: ${problem}.`);
    return proof;
  });
}

/** Gives a running job other limits, from its start on. False when there is no such job (any more): nothing to extend. */
export async function limitJob(connection: Connection, job: RemoteJob): Promise<boolean> {
  const nonce = randomBytes(12).toString('hex');
  const { command, input } = jobCommand({ ...job, script: '', secrets: {} }, nonce, 0, 'limit_job');
  const [answer] = await askBox(connection, nonce, { command, input }, 'limited');
  return answer !== 'not_there';
}

/** The box's boot mark, read in one exec. */
export async function readBootMark(connection: Connection): Promise<BootMark> {
  const nonce = randomBytes(12).toString('hex');
  return parseBoot(
    await askBox(connection, nonce, libraryCommand(nonce, {}, 'begin; read_boot; frame "boot $BOOT"'), 'boot'),
  );
}

/** Takes or keeps the box for a run whose step is no job on it. Throws box_locked when another run holds it. */
export async function holdBox(connection: Connection, holder: BoxHolder): Promise<void> {
  const nonce = randomBytes(12).toString('hex');
  await askBox(connection, nonce, libraryCommand(nonce, holderParameters(holder), 'hold_only'), 'holds');
}

/** Gives the box back at a run's end, unless a job of it still works, and clears away jobs older than this whose run is over. */
export async function releaseBox(connection: Connection, run: string, keepDays: number): Promise<void> {
  const nonce = randomBytes(12).toString('hex');
  const parameters = { RUN: run, KEEP: String(Math.floor(keepDays)) };
  await askBox(connection, nonce, libraryCommand(nonce, parameters, 'release_box'), 'released');
}

function libraryCommand(nonce: string, parameters: Record<string, string>, call: string): RemoteCommand {
  const given = assignments({ NONCE: nonce, JOB: 'none', LIBRARY: library, ...parameters });
  return remoteCommand(`${given}\neval "$LIBRARY"\n${call}`);
}

/** One short call of the library: the words of the frame that answers it. */
function askBox(
  connection: Connection,
  nonce: string,
  { command, input }: RemoteCommand,
  wanted: string,
): Promise<string[]> {
  return connection.exec(command, async (channel) => {
    const login = watchLogin(channel);
    channel.write(input);
    let answer: string[] | undefined;
    let refusal: Error | undefined;
    const frames = createFrameReader(nonce, {
      onFrame: (word, rest) => {
        if (word === 'begin') login.begun();
        if (word === wanted) answer = rest;
        else if (word === 'held') refusal = boxLocked(rest);
        else if (word === 'unusable') refusal = unusable(rest.join(' '));
      },
    });
    const streams = Promise.all([readAll(channel, () => undefined), readAll(channel.stderr, frames.read)]);
    await Promise.race([streams, login.tooLong]);
    if (refusal) throw refusal;
    await login.check();
    if (!answer) throw bringupError('box_not_usable', 'The box runs no POSIX shell that we could talk to.');
    return answer;
  });
}

const parseBoot = ([pid1_start = '-', boot_id = '-', own = '-']: string[]): BootMark => ({ pid1_start, boot_id, own });

/** `<kilobytes>:<mount point>`, the job's own disk first. A heading of df has no number. */
const parseSpace = (words: string[]): DiskSpace[] =>
  words.flatMap((word) => {
    const [, left, mount = ''] = /^(\d+):(.*)$/.exec(word) ?? [];
    return left === undefined ? [] : [{ left_kb: Number(left), mount }];
  });

const unusable = (why: string) =>
  /no space left|quota|too little space/i.test(why)
    ? bringupError('disk_full', `The box has no room for the step’s job: ${why}`)
    : bringupError('box_not_usable', `The box cannot run the step’s job: ${why}`);
