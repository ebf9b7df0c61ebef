// What a remote job costs next to a plain exec on the same connection: in milliseconds, and in round trips over a slow line.
import { randomUUID } from 'node:crypto';
import { connect, type Connection } from '../adapters/ssh/connect.ts';
import { cancelJob, followJob, type JobListener, type RemoteJob } from '../adapters/ssh/remote-job.ts';
import { runShell } from '../adapters/ssh/run-shell.ts';
import { addressOf, reachBox } from '../lab/reach-box.ts';
import { startSshdBox } from '../lab/sshd-box.ts';
import { startTcpProxy } from '../lab/tcp-proxy.ts';
import { median, type Row } from './figures.ts';

const ONE_WAY_MS = 50;
const listener: JobListener = {
  onRunning: () => undefined,
  onLog: () => Promise.resolve(),
  onProgress: () => undefined,
};
/** One run with many jobs, as all steps of a run are. */
const holder = { run: randomUUID(), owner: 'bench', name: 'a measurement', lease_s: 600 };
const aJob = (script: string): RemoteJob => ({
  id: { workflow_id: 'w', execution_id: randomUUID(), step: 0, attempt: 1 },
  script,
  secrets: {},
  limit_s: 60,
  quiet_s: null,
  grace_s: 1,
  holder,
});

export async function jobCost(rounds: number): Promise<Row[]> {
  const box = await startSshdBox();
  const line = await startTcpProxy(box);
  const deps = await reachBox(box);
  await deps.knownHosts.pin(box.host, line.port, box.hostKey.type, box.hostKey.base64);
  const near = await connect(addressOf(box), deps);
  const far = await connect(addressOf({ ...box, port: line.port, host: box.host, user: box.user }), deps);
  try {
    const local = await compare(near, rounds);
    const here = await attachTime(near, near, Math.ceil(rounds / 6));
    line.setLatency(ONE_WAY_MS);
    const slow = await compare(far, Math.ceil(rounds / 6));
    // A plain exec is two round trips, for its channel and for its command: so long is one of this line, its timers included.
    const trip = (slow.exec - local.exec) / 2;
    const trips = (slow.job - slow.exec - (local.job - local.exec)) / trip;
    const attach = await attachTime(near, far, Math.ceil(rounds / 6));
    // What the box itself needs for it is no round trip.
    const attachTrips = (attach - here) / trip;
    const facts = `exec ${local.exec.toFixed(1)} ms, job ${local.job.toFixed(1)} ms; with ${trip.toFixed(1)} ms a round trip ${slow.exec.toFixed(0)} and ${slow.job.toFixed(0)} ms; first missing byte of a running job after ${attach.toFixed(0)} ms, without the line ${here.toFixed(0)} ms`;
    return [
      { name: 'a remote job over a plain exec, milliseconds', ratio: local.job - local.exec, bar: 20, facts },
      { name: 'the same, round trips', ratio: Math.max(0, trips), bar: 1, facts },
      { name: 'attach to a running job, round trips to its first missing byte', ratio: attachTrips, bar: 2, facts },
    ];
  } finally {
    near.end();
    far.end();
    await line.stop();
    await box.stop();
  }
}

async function compare(connection: Connection, rounds: number): Promise<{ exec: number; job: number }> {
  const exec: number[] = [];
  const job: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    exec.push(await timed(() => runShell(connection, 'true')));
    job.push(await timed(() => followJob(connection, { ...aJob('true'), fresh: true }, 0, listener)));
  }
  return { exec: median(exec), job: median(job) };
}

/** A job that somebody else started, met over the slow line. */
async function attachTime(near: Connection, far: Connection, rounds: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const job = aJob('echo first; sleep 60');
    const started = new Promise<void>((resolve) => {
      void followJob(near, job, 0, { ...listener, onLog: () => Promise.resolve(resolve()) });
    });
    await started;
    times.push(
      await timed(
        () =>
          new Promise<void>((resolve) => {
            void followJob(far, job, 0, { ...listener, onLog: () => Promise.resolve(resolve()) });
          }),
      ),
    );
    await cancelJob(near, job);
  }
  return median(times);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
