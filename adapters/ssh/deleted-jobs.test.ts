// The folder of a job, or a part of it, is deleted under the job. The command goes on, nobody hangs, nothing is started again, and the end
// is the true one where anybody can still know it, else lost.
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { isAlive, processesWith } from '../../lab/processes.ts';
import { addressOf, reachBox } from '../../lab/reach-box.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { connect, type Connection } from './connect.ts';
import { cancelJob, followJob, jobName, type RemoteJob } from './remote-job.ts';

const LIMIT = { timeout: 10_000, interval: 20 };

let box: SshdBox;
let connection: Connection;

beforeAll(async () => {
  // What lies in ~/slow comes before the box's own programs.
  box = await startSshdBox({ bashrc: 'PATH=$HOME/slow:$PATH\n' });
  connection = await login();
});
afterAll(async () => {
  connection?.end();
  await box?.stop();
});

const login = async () => connect(addressOf(box), await reachBox(box));
const bringup = () => path.join(box.home, '.bringup');
const folder = (job: RemoteJob) => path.join(bringup(), 'jobs', jobName(job.id));
const living = (job: RemoteJob) => processesWith(`BRINGUP_JOB=${jobName(job.id)};`);
const begun = (job: RemoteJob) => path.join(box.home, `${jobName(job.id)}.begun`);
const letGo = (job: RemoteJob) => writeFileSync(path.join(box.home, `${jobName(job.id)}.go`), '');

/** Says one, waits until it is let go, says two and ends with 5. */
function aJob(change: Partial<RemoteJob> = {}): RemoteJob {
  const id = { workflow_id: 'w', execution_id: randomUUID(), step: 0, attempt: 1 };
  const at = path.join(box.home, jobName(id));
  const script = `echo x >>${at}.begun; echo one; echo '{"n":1}' >&3; while ! [ -e ${at}.go ]; do sleep 0.05; done; echo two; exit 5`;
  return { id, script, secrets: {}, limit_s: 30, quiet_s: null, holder: null, grace_s: 1, ...change };
}

function follow(job: RemoteJob, offset = 0, over = connection) {
  const seen = { how: '', log: '', lines: [] as string[] };
  const end = followJob(over, job, offset, {
    onRunning: (how) => void (seen.how = how),
    onLog: (bytes) => Promise.resolve(void (seen.log += bytes.toString('utf8'))),
    onProgress: (line) => void seen.lines.push(line),
  });
  end.catch(() => undefined); // awaited later
  return { seen, end };
}

/** A job that has said `one` and whose reader is gone. */
async function cutOff(job: RemoteJob): Promise<void> {
  const other = await login();
  const cut = follow(job, 0, other);
  await vi.waitFor(() => expect(cut.seen.log).toBe('one\n'), LIMIT);
  other.end();
  await expect(cut.end).rejects.toMatchObject({ failure: { code: 'ssh_unreachable' } });
}

const ended = { kind: 'ended', code: 5, reason: 'ended' };

describe('a job whose folder is deleted', () => {
  it.each(['its folder', 'all of ~/.bringup'])('is followed to its true end: %s', async (what) => {
    const job = aJob();
    const { seen, end } = follow(job);
    await vi.waitFor(() => expect(seen).toMatchObject({ log: 'one\n', lines: ['{"n":1}'] }), LIMIT);
    rmSync(what === 'its folder' ? folder(job) : bringup(), { recursive: true });
    letGo(job);
    expect(await end).toMatchObject(ended);
    expect(seen.log).toBe('one\ntwo\n');
    expect(readFileSync(begun(job), 'utf8')).toBe('x\n');
  });

  it.each(['its folder', 'all of ~/.bringup'])('is adopted at its byte and not started again: %s', async (what) => {
    const job = aJob();
    await cutOff(job);
    rmSync(what === 'its folder' ? folder(job) : bringup(), { recursive: true });
    const { seen, end } = follow(job, 4);
    await vi.waitFor(() => expect(seen.how).toBe('adopted'), LIMIT);
    letGo(job);
    expect(await end).toMatchObject(ended);
    expect(seen).toMatchObject({ log: 'two\n', lines: ['{"n":1}'] });
    expect(readFileSync(begun(job), 'utf8')).toBe('x\n');
  });

  it('is lost, and not started again, when it ended meanwhile', async () => {
    const job = aJob();
    await cutOff(job);
    rmSync(bringup(), { recursive: true });
    letGo(job);
    await vi.waitFor(() => expect(living(job)).toEqual([]), LIMIT);
    expect(await follow(job, 4).end).toEqual({ kind: 'lost', rebooted: false });
    // Nothing of its log had come, but it was seen to run.
    expect(await follow({ ...job, begun: true }).end).toEqual({ kind: 'lost', rebooted: false });
    expect(readFileSync(begun(job), 'utf8')).toBe('x\n');
  });

  it('is lost, and not started again, while anything of it lives; a cancel ends that', async () => {
    const job = aJob();
    await cutOff(job);
    const leader = Number(readFileSync(path.join(folder(job), 'leader'), 'utf8').split(' ')[0]);
    rmSync(folder(job), { recursive: true });
    process.kill(leader, 'SIGKILL');
    await vi.waitFor(() => expect(isAlive(leader)).toBe(false), LIMIT);
    expect(await follow(job).end).toEqual({ kind: 'lost', rebooted: false });
    expect(living(job)).not.toEqual([]);
    expect(await cancelJob(connection, job)).toMatchObject({ found: 'ended_now' });
    expect(living(job)).toEqual([]);
    expect(await follow(job).end).toMatchObject({ kind: 'ended', reason: 'cancelled' });
    expect(readFileSync(begun(job), 'utf8')).toBe('x\n');
  });

  it('is cancelled with proof, and whoever follows it sees that', async () => {
    const job = aJob();
    const { seen, end } = follow(job);
    await vi.waitFor(() => expect(seen.log).toBe('one\n'), LIMIT);
    rmSync(folder(job), { recursive: true });
    expect(await cancelJob(connection, job)).toMatchObject({ found: 'ended_now' });
    expect(living(job)).toEqual([]);
    expect(await end).toMatchObject({ kind: 'ended', reason: 'cancelled' });
  });
});

it('leaves nothing of a reader on the box whose connection is cut', async () => {
  const job = aJob();
  await cutOff(job);
  const readers = () => {
    const own = new Set(living(job));
    return processesWith(`BRINGUP_LAB_BOX=${box.folder}`).filter((pid) => !own.has(pid));
  };
  await vi.waitFor(() => expect(readers()).toEqual([]), LIMIT);
  letGo(job);
  expect(await follow(job, 4).end).toMatchObject(ended);
});

describe('a job of whose folder a file is deleted', () => {
  it.each(['lock', 'leader', 'exit', 'log', 'progress', 'limits', 'boot', 'script', 'wrapper'])(
    'is followed, adopted and told to its true end: %s',
    async (file) => {
      const job = aJob({ quiet_s: 20 });
      await cutOff(job);
      const live = follow(job, 4);
      await vi.waitFor(() => expect(live.seen.how).toBe('adopted'), LIMIT);
      rmSync(path.join(folder(job), file));
      const adopted = follow(job);
      await vi.waitFor(() => expect(adopted.seen.log).toBe('one\n'), LIMIT);
      letGo(job);
      expect(await Promise.all([live.end, adopted.end])).toMatchObject([ended, ended]);
      expect([live.seen.log, adopted.seen.log]).toEqual(['two\n', 'one\ntwo\n']);
      expect(readFileSync(begun(job), 'utf8')).toBe('x\n');
    },
  );

  it('is cancelled with proof without its leader file', async () => {
    const job = aJob();
    await cutOff(job);
    rmSync(path.join(folder(job), 'leader'));
    expect(await cancelJob(connection, job)).toMatchObject({ found: 'ended_now' });
    expect(living(job)).toEqual([]);
    expect(await follow(job, 4).end).toMatchObject({ kind: 'ended', reason: 'cancelled' });
  });
});

describe('on a box that takes its time', () => {
  /** The box's own program, three seconds later when its first argument is this one. */
  function slow(program: string, first: string): void {
    mkdirSync(path.join(box.home, 'slow'));
    const file = path.join(box.home, 'slow', program);
    writeFileSync(file, `#!/bin/sh\n[ "$1" = ${first} ] && sleep 3\nexec /usr/bin/${program} "$@"\n`);
    chmodSync(file, 0o755);
    onTestFinished(() => rmSync(path.join(box.home, 'slow'), { recursive: true }));
  }

  it('a job whose folder is deleted is told to its true end though it has ended before its log is opened', async () => {
    const job = aJob();
    await cutOff(job);
    rmSync(folder(job), { recursive: true });
    slow('tail', '-c');
    const { seen, end } = follow(job, 4);
    await vi.waitFor(() => expect(seen.how).toBe('adopted'), LIMIT);
    letGo(job);
    expect(await end).toMatchObject(ended);
    expect(seen).toMatchObject({ log: 'two\n', lines: ['{"n":1}'] });
  });

  it('a job is starting, not lost, as long as its lock is held', async () => {
    slow('setsid', 'sh');
    const job = aJob();
    letGo(job);
    const [first, second] = [follow(job), follow(job)];
    expect(await Promise.all([first.end, second.end])).toMatchObject([ended, ended]);
    expect([first.seen.how, second.seen.how].sort()).toEqual(['adopted', 'started']);
    expect(readFileSync(begun(job), 'utf8')).toBe('x\n');
  });

  it('a job does not run its command when it was cancelled before it had a leader', async () => {
    slow('flock', '9');
    const job = aJob();
    const { end } = follow(job);
    await vi.waitFor(() => expect(readdirSync(folder(job))).toContain('lock'), LIMIT);
    await cancelJob(connection, job);
    expect(await end).toMatchObject({ kind: 'ended', reason: 'cancelled' });
    expect(existsSync(begun(job))).toBe(false);
    expect(living(job)).toEqual([]);
  });
});
