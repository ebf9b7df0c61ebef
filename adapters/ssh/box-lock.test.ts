import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { addressOf, reachBox } from '../../lab/reach-box.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import type { BoxHolder } from './box-lock.ts';
import { connect, type Connection } from './connect.ts';
import { cancelJob, followJob, holdBox, jobName, releaseBox, type RemoteJob } from './remote-job.ts';

let box: SshdBox;
let connection: Connection;

beforeAll(async () => {
  box = await startSshdBox();
  connection = await connect(addressOf(box), await reachBox(box));
});
afterAll(async () => {
  connection?.end();
  await box?.stop();
});

const lockFile = () => path.join(box.home, '.bringup', 'lock');
const holderOf = (change: Partial<BoxHolder> = {}): BoxHolder => ({
  run: randomUUID(),
  owner: 'here',
  name: 'run nightly of ada@laptop',
  lease_s: 600,
  ...change,
});
const aJob = (holder: BoxHolder, script: string, step = 0): RemoteJob => ({
  id: { workflow_id: 'w', execution_id: holder.run, step, attempt: 1 },
  script,
  secrets: {},
  limit_s: 30,
  quiet_s: null,
  grace_s: 1,
  holder,
});
const silent = { onRunning: () => undefined, onLog: () => Promise.resolve(), onProgress: () => undefined };
const run = (job: RemoteJob) => followJob(connection, job, 0, silent);
const release = ({ run: id }: BoxHolder) => releaseBox(connection, id, 7);

describe('the lock of a box', () => {
  let holder: BoxHolder;
  afterEach(() => release(holder));

  it('refuses another run before it changes anything, and names the holder', async () => {
    holder = holderOf();
    await run(aJob(holder, 'true'));
    const mark = path.join(box.folder, 'changed');
    const other = aJob(holderOf({ owner: 'elsewhere' }), `touch ${mark}`);
    await expect(run(other)).rejects.toMatchObject({
      failure: {
        code: 'box_locked',
        facts: { holder: 'run nightly of ada@laptop', holder_run: holder.run, holder_owner: 'here', works: false },
      },
    });
    expect(existsSync(mark)).toBe(false);
    expect(existsSync(path.join(box.home, '.bringup', 'jobs', jobName(other.id)))).toBe(false);
  });

  it('lets one of eight runs in that come at once', async () => {
    const holders = Array.from({ length: 8 }, () => holderOf());
    const results = await Promise.allSettled(holders.map((each) => holdBox(connection, each)));
    const taken = results.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
    expect(taken).toHaveLength(1);
    holder = holders[taken[0] ?? 0] ?? holderOf();
    expect(readFileSync(lockFile(), 'utf8')).toContain(holder.run);
  });

  it('is kept by its run from job to job, and given back at its end', async () => {
    holder = holderOf();
    await run(aJob(holder, 'true', 0));
    await run(aJob(holder, 'true', 1));
    await release(holder);
    expect(existsSync(lockFile())).toBe(false);
    const next = holderOf();
    expect(await run(aJob(next, 'true'))).toMatchObject({ code: 0 });
    holder = next;
  });

  it('is taken from a run of which it is known that it has ended, and from no other', async () => {
    const ended = holderOf();
    await run(aJob(ended, 'true'));
    holder = holderOf();
    await expect(holdBox(connection, { ...holder, take_from: randomUUID() })).rejects.toMatchObject({
      failure: { code: 'box_locked' },
    });
    await holdBox(connection, { ...holder, take_from: ended.run });
    expect(readFileSync(lockFile(), 'utf8')).toContain(holder.run);
  });

  it('is taken when the holder’s lease is over, but never while a job of it is at work', async () => {
    const dead = holderOf({ lease_s: 0 });
    const job = aJob(dead, 'echo up; sleep 60');
    const up = vi.fn();
    const following = followJob(connection, job, 0, { ...silent, onLog: () => Promise.resolve(up()) });
    await vi.waitFor(() => expect(up).toHaveBeenCalled(), 10_000);
    holder = holderOf();
    await expect(holdBox(connection, holder)).rejects.toMatchObject({
      failure: { code: 'box_locked', facts: { works: true } },
    });
    await release(dead);
    expect(existsSync(lockFile())).toBe(true);
    // Of a run that is known to have ended, what it left at work is ended, too.
    await holdBox(connection, { ...holder, take_from: dead.run });
    expect(await following).toMatchObject({ kind: 'ended', reason: 'cancelled' });
    expect(readFileSync(lockFile(), 'utf8')).toContain(holder.run);
  });

  it('counts the lease from the end of the last job', async () => {
    holder = holderOf({ lease_s: 2 });
    await run(aJob(holder, 'sleep 2.5'));
    await expect(holdBox(connection, holderOf())).rejects.toMatchObject({ failure: { code: 'box_locked' } });
  });

  it('that cannot be read is nobody’s', async () => {
    writeFileSync(lockFile(), '\0\0\n');
    holder = holderOf();
    await holdBox(connection, holder);
    expect(readFileSync(lockFile(), 'utf8')).toContain(holder.run);
  });
});

describe('jobs left on a box', () => {
  it('are cleared away when they are old and their run is over, and never a live one', async () => {
    const jobs = path.join(box.home, '.bringup', 'jobs');
    const old = new Date(Date.now() - 8 * 86_400_000);
    const age = (job: RemoteJob) => utimesSync(path.join(jobs, jobName(job.id)), old, old);
    const over = aJob({ ...holderOf(), lease_s: 0 }, 'true');
    await run(over);
    const young = aJob({ ...holderOf(), lease_s: 0 }, 'true');
    await run(young);
    const live = aJob(holderOf(), 'echo up; sleep 60');
    const up = vi.fn();
    const following = followJob(connection, live, 0, { ...silent, onLog: () => Promise.resolve(up()) });
    await vi.waitFor(() => expect(up).toHaveBeenCalled(), 10_000);
    age(over);
    age(live);
    await releaseBox(connection, randomUUID(), 7);
    const left = readdirSync(jobs);
    expect(left).not.toContain(jobName(over.id));
    expect(left).toEqual(expect.arrayContaining([jobName(young.id), jobName(live.id)]));
    await cancelJob(connection, live);
    await following;
  });
});
