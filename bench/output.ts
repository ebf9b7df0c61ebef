// Much output: a gigabyte at once, and 5,000 lines a second.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, readSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startSshdBox } from '../lab/sshd-box.ts';
import { command } from '../tests/support/facade-client.ts';
import type { Product } from '../tests/support/product.ts';
import { median, percentile, type Row } from './figures.ts';

// Never a synchronous one: connections to the product that nobody looks after are closed meanwhile.
const run = promisify(execFile);

const ROUNDS = 3;

export async function output(product: Product, megabytes: number): Promise<Row[]> {
  const box = await startSshdBox({ identityFile: product.identityFile });
  await product.trust(box);
  const start = (text: string) =>
    product.start({ ssh_connection: box.connection, step_delay: 0, steps: [command(text)] });
  try {
    return [...(await gigabyte()), await lines()];
  } finally {
    await box.stop();
  }

  async function gigabyte(): Promise<Row[]> {
    const file = path.join(box.folder, 'big');
    await run('sh', [
      '-c',
      `yes 'a line of a log, as programs print them, with some words in it' | head -c ${megabytes}M > ${file}`,
    ]);
    const pid = product.pid('worker');
    await product.ended(await start('echo warm'));
    const idle = residentMb(pid);
    let peak = idle;
    const watch = setInterval(() => (peak = Math.max(peak, residentMb(pid))), 50);
    const ours: number[] = [];
    const plain: number[] = [];
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        await warmMemory();
        plain.push(await sshCat(file));
        await warmMemory();
        ours.push(await ourCat(file));
      }
    } finally {
      clearInterval(watch);
    }
    const rate = (ms: number) => Math.round((megabytes * 1000) / ms);
    const facts = `${megabytes} MB: ours ${rate(median(ours))} MB/s from POST to completed, ssh cat ${rate(median(plain))} MB/s, ${ROUNDS} rounds; worker ${idle} MB idle, ${peak} MB at most`;
    return [
      { name: `${megabytes} MB of output: time / ssh cat`, ratio: median(ours) / median(plain), bar: 2, facts },
      { name: 'the worker’s memory above idle, MB', ratio: peak - idle, bar: 100, facts },
    ];
  }

  /** A virtual machine pays for a page of memory when it first touches it, up to seven times the page's writing: neither shall. */
  async function warmMemory() {
    const ballast = path.join(box.folder, 'ballast');
    await run('sh', ['-c', `head -c ${2 * megabytes}M /dev/zero > ${ballast}`]);
    rmSync(ballast);
  }

  async function ourCat(file: string): Promise<number> {
    const began = performance.now();
    const id = await start(`cat ${file}`);
    const { execution_id } = await product.until(id, () => true);
    const log = path.join(product.home, 'logs', execution_id, '01-run_command-1.log');
    await product.ended(id, 300_000);
    const took = performance.now() - began;
    if (statSync(log).size !== megabytes * 1024 * 1024) throw new Error(`${statSync(log).size} bytes arrived`);
    rmSync(log);
    rmSync(path.join(box.home, '.bringup', 'jobs'), { recursive: true });
    return took;
  }

  async function sshCat(file: string): Promise<number> {
    const options = ['-F', '/dev/null', '-i', box.identityFile, '-p', String(box.port), '-o', 'LogLevel=ERROR'];
    const trust = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'];
    const target = path.join(box.folder, 'copy');
    const began = performance.now();
    const out = openSync(target, 'w');
    const args = [...options, ...trust, `${box.user}@${box.host}`, `cat ${file}`];
    await once(spawn('ssh', args, { stdio: ['ignore', out, 'inherit'] }), 'close');
    closeSync(out);
    const took = performance.now() - began;
    rmSync(target);
    return took;
  }

  async function lines(): Promise<Row> {
    const program = [
      'import sys, time',
      'end = time.time() + 20',
      'next = time.time()',
      'while next < end:',
      '    print("\\n".join("%.6f a line of a log" % time.time() for _ in range(50)), flush=True)',
      '    next += 0.01',
      '    time.sleep(max(0, next - time.time()))',
    ].join('\n');
    const id = await start(`python3 -c '${program}'`);
    const { execution_id } = await product.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
    const delays = await readDelays(path.join(product.home, 'logs', execution_id, '01-run_command-1.log'), () =>
      product.until(id, () => true).then(({ phase }) => phase === 'ended'),
    );
    const [p50, p99, worst] = [percentile(delays, 0.5), percentile(delays, 0.99), Math.max(...delays)];
    const facts = `${delays.length} looks while 100,000 lines came: newest line ${p50} ms old, p99 ${p99} ms, worst ${worst} ms`;
    return { name: '5,000 lines a second: delay to the store, worst seconds', ratio: worst / 1000, bar: 1, facts };
  }
}

/** How old the oldest line is that arrives at each look, in milliseconds. */
async function readDelays(log: string, ended: () => Promise<boolean>): Promise<number[]> {
  const delays: number[] = [];
  const file = openSync(log, 'r');
  let at = statSync(log).size;
  for (let look = 0; look % 50 !== 49 || !(await ended()); look += 1) {
    await sleep(10);
    const size = statSync(log).size;
    if (size === at) continue;
    const bytes = Buffer.alloc(size - at);
    readSync(file, bytes, 0, bytes.length, at);
    at = size;
    const [, stamp] = /\n(\d+\.\d{6}) /.exec(bytes.toString()) ?? [];
    if (stamp) delays.push(Math.round(Date.now() - Number(stamp) * 1000));
  }
  closeSync(file);
  return delays;
}

const residentMb = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
