import { randomUUID } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { processesWith } from '../../lab/processes.ts';
import { addressOf, reachBox } from '../../lab/reach-box.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { connect, type Connection } from './connect.ts';
import { cancelJob, followJob, type JobEnd, jobName, limitJob, readBootMark, type RemoteJob } from './remote-job.ts';

let box: SshdBox;
let connection: Connection;

beforeAll(async () => {
  // A box as they are: it greets on both streams and its login files take their time.
  box = await startSshdBox({
    banner: 'Welcome to vast.ai.\n',
    bashrc: 'echo hello from bashrc\necho and to stderr >&2\n',
  });
  connection = await connect(addressOf(box), await reachBox(box));
});
afterAll(async () => {
  connection?.end();
  await box?.stop();
});

const aJob = (script: string, change: Partial<RemoteJob> = {}): RemoteJob => ({
  id: { workflow_id: 'w', execution_id: randomUUID(), step: 0, attempt: 1 },
  script,
  secrets: {},
  limit_s: 30,
  quiet_s: null,
  holder: null,
  grace_s: 1,
  ...change,
});

interface Seen {
  how: string[];
  log: string;
  lines: string[];
}

function follow(job: RemoteJob, offset = 0, over = connection): { seen: Seen; end: Promise<JobEnd> } {
  const seen: Seen = { how: [], log: '', lines: [] };
  const end = followJob(over, job, offset, {
    onRunning: (how) => void seen.how.push(how),
    onLog: (bytes) => {
      seen.log += bytes.toString('utf8');
      return Promise.resolve();
    },
    onProgress: (line) => void seen.lines.push(line),
  });
  return { seen, end };
}

const inFolder = (job: RemoteJob, file: string) => path.join(box.home, '.bringup', 'jobs', jobName(job.id), file);
const alive = (marker: string) =>
  execFileSync('ps', ['-eo', 'pid,stat,args'])
    .toString()
    .split('\n')
    .filter((line) => line.includes(marker) && !/^\s*\d+ Z/.test(line));

describe('a remote job', () => {
  it('gives a short job’s log, progress and exit code in the round trip that starts it', async () => {
    const { seen, end } = follow(aJob('echo out; echo err >&2; echo \'{"done":1}\' >&3; exit 3'));
    expect(await end).toMatchObject({ kind: 'ended', code: 3, reason: 'ended' });
    expect(seen).toEqual({ how: ['started'], log: 'out\nerr\n', lines: ['{"done":1}'] });
  });

  it('shows lines while the job runs, and nothing of what login files print', async () => {
    const { seen, end } = follow(aJob('echo one; sleep 1; echo two'));
    await vi.waitFor(() => expect(seen.log).toBe('one\n'), { timeout: 900, interval: 20 });
    await end;
    expect(seen.log).toBe('one\ntwo\n');
  });

  it('is adopted by a second start, from the byte where the first reader stopped, and runs once', async () => {
    const mark = path.join(box.folder, 'begun');
    const job = aJob(`echo x >> ${mark}; echo first; sleep 1; echo second`);
    const first = follow(job);
    await vi.waitFor(() => expect(first.seen.log).toBe('first\n'), { timeout: 5000, interval: 20 });
    const other = await connect(addressOf(box), await reachBox(box));
    const second = follow(job, 'first\n'.length, other);
    expect(await second.end).toEqual({ kind: 'ended', code: 0, reason: 'ended' });
    expect(second.seen).toMatchObject({ how: ['adopted'], log: 'second\n' });
    expect(readFileSync(mark, 'utf8')).toBe('x\n');
    await first.end;
    other.end();
  });

  it('goes on when the connection breaks, and gives its whole result to whoever comes back', async () => {
    const other = await connect(addressOf(box), await reachBox(box));
    const job = aJob('echo before; sleep 0.6; echo after');
    const cut = follow(job, 0, other);
    await vi.waitFor(() => expect(cut.seen.log).toBe('before\n'), { timeout: 5000, interval: 20 });
    other.end();
    await expect(cut.end).rejects.toMatchObject({ failure: { code: 'ssh_unreachable' } });
    const back = follow(job, cut.seen.log.length);
    expect(await back.end).toMatchObject({ kind: 'ended', code: 0 });
    expect(back.seen.log).toBe('after\n');
  });

  it('is not said to be over by a second cancel while the first one still waits for what ignores TERM', async () => {
    const job = aJob(`(trap '' TERM; exec sleep 77) & echo up; sleep 77`, { grace_s: 3 });
    const { seen, end } = follow(job);
    await vi.waitFor(() => expect(seen.log).toBe('up\n'), { timeout: 5000, interval: 20 });
    const first = cancelJob(connection, job);
    // The wrapper tells its end as soon as the script is gone, the child lives until KILL.
    await vi.waitFor(() => expect(readFileSync(inFolder(job, 'exit'), 'utf8')).toContain('cancelled'), {
      timeout: 5000,
    });
    const second = await cancelJob(connection, job);
    expect(processesWith(`BRINGUP_JOB=${jobName(job.id)};`)).toEqual([]);
    expect(second.found).toBe('ended_now');
    expect(await first).toMatchObject({ found: 'ended_now' });
    await end;
  });

  it('leaves nothing of itself, however short it is', async () => {
    const jobs = Array.from({ length: 60 }, () => aJob('true'));
    for (const job of jobs) await follow(job).end;
    const left = () => jobs.flatMap((job) => processesWith(`BRINGUP_JOB=${jobName(job.id)};`));
    await vi.waitFor(() => expect(left()).toEqual([]), { timeout: 2000, interval: 20 });
  });

  it('is started by one of eight starts at once', async () => {
    const mark = path.join(box.folder, 'eight');
    const job = aJob(`echo x >> ${mark}; sleep 0.3`);
    const ends = await Promise.all(Array.from({ length: 8 }, () => follow(job).end));
    expect(ends.every((end) => end.kind === 'ended' && end.code === 0)).toBe(true);
    expect(readFileSync(mark, 'utf8')).toBe('x\n');
  });

  it('is ended by the box itself at its limit, with all that it started', async () => {
    const marker = `90${Math.floor(Math.random() * 1e6)}`;
    const { end } = follow(aJob(`setsid sleep ${marker} & sleep ${marker}`, { limit_s: 1 }));
    expect(await end).toMatchObject({ kind: 'ended', reason: 'timed_out' });
    expect(alive(marker)).toEqual([]);
  });

  it('is ended by the box when it gives no output for the limit, and not while it gives some', async () => {
    const { end } = follow(
      aJob('i=0; while [ $i -lt 6 ]; do echo $i; sleep 0.5; i=$((i+1)); done; sleep 60', { quiet_s: 2 }),
    );
    const began = Date.now();
    expect(await end).toMatchObject({ kind: 'ended', reason: 'quiet' });
    expect(Date.now() - began).toBeGreaterThan(4000);
  });

  it('gets longer limits while it runs, and keeps them when it is adopted', async () => {
    const job = aJob('echo up; sleep 3.5; echo end', { limit_s: 2 });
    const first = follow(job);
    await vi.waitFor(() => expect(first.seen.log).toBe('up\n'), { timeout: 5000, interval: 20 });
    expect(await limitJob(connection, { ...job, limit_s: 20 })).toBe(true);
    const second = follow({ ...job, limit_s: 20 }, 3);
    expect(await first.end).toEqual({ kind: 'ended', code: 0, reason: 'ended' });
    expect(await second.end).toMatchObject({ reason: 'ended' });
    expect(await limitJob(connection, aJob('true'))).toBe(false);
  });

  it('is cancelled with its children, own sessions, double forks and ignorers of TERM, and that is proved', async () => {
    const marker = `80${Math.floor(Math.random() * 1e6)}`;
    const job = aJob(
      `trap "" TERM; (setsid sleep ${marker} &); (sleep ${marker} &); echo up; sleep ${marker}; sleep ${marker}`,
    );
    const { seen, end } = follow(job);
    await vi.waitFor(() => expect(seen.log).toBe('up\n'), { timeout: 5000, interval: 20 });
    expect(await cancelJob(connection, job)).toMatchObject({ found: 'ended_now', forced: true });
    expect(alive(marker)).toEqual([]);
    expect(await end).toMatchObject({ reason: 'cancelled' });
  });

  it('leaves alone what a job started on purpose without its cookie', async () => {
    const marker = `70${Math.floor(Math.random() * 1e6)}`;
    const job = aJob(`env -u BRINGUP_JOB setsid sleep ${marker} & echo up; sleep 60`);
    const { seen, end } = follow(job);
    await vi.waitFor(() => expect(seen.log).toBe('up\n'), { timeout: 5000, interval: 20 });
    await cancelJob(connection, job);
    await end;
    const [left] = alive(marker);
    expect(left).toContain(marker);
    process.kill(Number(left?.trim().split(/\s+/)[0]));
  });

  it('can never start after it was cancelled before its start', async () => {
    const mark = path.join(box.folder, 'never');
    const job = aJob(`touch ${mark}`);
    expect(await cancelJob(connection, job)).toMatchObject({ found: 'never_started', forced: false });
    expect(await follow(job).end).toMatchObject({ reason: 'cancelled' });
    expect(existsSync(mark)).toBe(false);
  });

  it('is lost, not done, when its processes vanish without an end', async () => {
    const job = aJob('echo up; sleep 60');
    const { seen, end } = follow(job);
    await vi.waitFor(() => expect(seen.log).toBe('up\n'), { timeout: 5000, interval: 20 });
    const [leader = ''] = readFileSync(inFolder(job, 'leader'), 'utf8').split(' ');
    execFileSync('pkill', ['-KILL', '-s', leader]);
    expect(await end).toEqual({ kind: 'lost', rebooted: false });
  });

  it('is lost by a reboot when the boot mark has changed', async () => {
    const job = aJob('echo up; sleep 60');
    const { seen, end } = follow(job);
    const ended = expect(end).rejects.toMatchObject({ failure: { code: 'ssh_unreachable' } });
    await vi.waitFor(() => expect(seen.log).toBe('up\n'), { timeout: 5000, interval: 20 });
    const before = await readBootMark(connection);
    await box.restart();
    await ended;
    connection = await connect(addressOf(box), await reachBox(box));
    expect(await readBootMark(connection)).not.toEqual(before);
    expect(await follow(job).end).toEqual({ kind: 'lost', rebooted: true });
  });

  it('gets its secrets by stdin: not in any argv, not in its folder once it runs', async () => {
    const secret = `s3cret-${randomUUID()}`;
    const job = aJob('test -n "$KEY" && echo ok; sleep 1', { secrets: { KEY: secret } });
    const { seen, end } = follow(job);
    await vi.waitFor(() => expect(seen.log).toBe('ok\n'), { timeout: 5000, interval: 20 });
    const encoded = Buffer.from(secret).toString('base64').slice(4, 20);
    const seenByAll = execFileSync('ps', ['-eo', 'args']).toString();
    expect(seenByAll).not.toContain(secret);
    expect(seenByAll).not.toContain(encoded);
    expect(spawnSync('grep', ['-rl', secret, path.join(box.home, '.bringup')]).stdout.toString()).toBe('');
    await end;
  });

  it('takes a script that is longer than one argument may be', async () => {
    const { seen, end } = follow(aJob(`# ${'x'.repeat(300_000)}\necho long`));
    expect(await end).toMatchObject({ code: 0 });
    expect(seen.log).toBe('long\n');
  });

  it('gives ten megabytes of log whole', async () => {
    const { seen, end } = follow(
      aJob('i=0; while [ $i -lt 160 ]; do head -c 65536 /dev/zero | tr "\\0" "x"; echo; i=$((i+1)); done'),
    );
    await end;
    expect(seen.log.length).toBe(160 * 65_537);
  });

  it('leaves nothing running on the box when it has ended', async () => {
    // A box of its own: what other jobs of these tests left to run on is not of this one.
    const other = await startSshdBox();
    onTestFinished(() => other.stop());
    const over = await connect(addressOf(other), await reachBox(other));
    onTestFinished(() => over.end());
    const seen = follow(aJob('echo up; sleep 0.5'), 0, over);
    await vi.waitFor(() => expect(seen.seen.log).toBe('up\n'), { timeout: 5000, interval: 20 });
    expect(processesWith(`BRINGUP_LAB_BOX=${other.folder}`)).not.toEqual([]);
    await seen.end;
    await vi.waitFor(() => expect(processesWith(`BRINGUP_LAB_BOX=${other.folder}`)).toEqual([]), { timeout: 5000 });
  });
});
