import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createProcessLog } from './process-log.ts';
import { startOf } from '../adapters/process-start.ts';
import { createProcessRecord } from './process-record.ts';
import { type ChildSpec, pauseBefore, saysReady, supervise, type Supervised } from './supervise.ts';

let folder: string;
let said: string[];
let pids: number[];
let child: Supervised | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bringup-supervise-'));
  [said, pids, child] = [[], [], undefined];
});
afterEach(async () => {
  await child?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Supervises a Node process that runs `script`. */
function run(script: string, more: Partial<ChildSpec> = {}): Supervised {
  const spec: ChildSpec = {
    name: 'worker',
    title: 'the worker',
    graceMs: 5000,
    spawn() {
      const started = spawn(process.execPath, ['-e', script], {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        detached: true,
      });
      pids.push(started.pid ?? 0);
      return started;
    },
    whenReady: saysReady(10_000),
    ...more,
  };
  const log = createProcessLog(path.join(folder, 'worker.log'));
  const record = createProcessRecord(path.join(folder, 'processes.json'));
  return supervise(spec, { log, record, say: (line) => said.push(line) });
}

const READY = 'process.send({ ready: true }); setInterval(() => undefined, 1000);';

it('starts a child again at once when it was killed, and says so', async () => {
  child = run(READY);
  await child.ready;
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(pids).toHaveLength(2), 2000);
  expect(said).toEqual(['The worker ended (signal SIGKILL) and is started again.']);
});

it('tells the last words of a child that ended by itself', async () => {
  child = run(
    `process.send({ ready: true }); console.error(JSON.stringify({ msg: 'no disk left' })); setTimeout(() => process.exit(3), 50);`,
  );
  await vi.waitFor(
    () => expect(said[0]).toBe('The worker ended (exit code 3) and is started again. Its last words: no disk left'),
    5000,
  );
  expect(readFileSync(path.join(folder, 'worker.log'), 'utf8')).toContain('no disk left');
});

it('starts a child again without a word when it asks for it by its exit code', async () => {
  child = run(`process.send({ ready: true }); setTimeout(() => process.exit(75), 20);`, {
    isOwnRestart: (code) => code === 75,
  });
  await vi.waitFor(() => expect(pids.length).toBeGreaterThan(2), 5000);
  expect(said).toEqual([]);
});

it('gives up on a child that never comes to serve', async () => {
  child = run(`console.error('port taken'); process.exit(1);`);
  await expect(child.ready).rejects.toThrow('The worker does not start (exit code 1). Its last words: port taken');
  expect(pids).toHaveLength(3);
});

it('gives up on a program that does not exist', async () => {
  child = run('', { spawn: () => spawn(path.join(folder, 'none')) });
  await expect(child.ready).rejects.toThrow(/does not start \(spawn .* ENOENT\)/);
});

it('kills a child that does not end when asked', async () => {
  child = run(`process.on('SIGTERM', () => undefined); ${READY}`, { graceMs: 100 });
  await child.ready;
  await child.stop();
  expect(startOf(pids[0] ?? 0)).toBeNull();
  expect(pids).toHaveLength(1);
});

it('waits longer from death to death, up to ten seconds, and up to one where it had come to serve', () => {
  const pauses = (served: boolean) => [1, 2, 3, 4, 5, 6, 7, 20].map((deaths) => pauseBefore(deaths, served));
  expect(pauses(false)).toEqual([0, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  expect(pauses(true)).toEqual([0, 500, 1000, 1000, 1000, 1000, 1000, 1000]);
});

it('ends what an earlier start left over, exactly that', async () => {
  const file = path.join(folder, 'processes.json');
  const start = () => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  const [left, other] = [start(), start()];
  createProcessRecord(file).add('temporal', left.pid ?? 0);
  const text = readFileSync(file, 'utf8');
  const stranger = { pid: other.pid, started: 'another time' };
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(text) as object), stranger }));
  expect(await createProcessRecord(file).endLeftovers()).toBe(1);
  expect(startOf(left.pid ?? 0)).toBeNull();
  expect(startOf(other.pid ?? 0)).not.toBeNull();
  other.kill('SIGKILL');
});

it('takes a record that is cut off for an empty one', async () => {
  const file = path.join(folder, 'processes.json');
  writeFileSync(file, '{"temporal": {"pi');
  expect(await createProcessRecord(file).endLeftovers()).toBe(0);
});

it('goes on where its log cannot be written, and says so once', () => {
  const said: string[] = [];
  const log = createProcessLog(path.join(folder, 'not', 'there.log'), { onTrouble: (sentence) => said.push(sentence) });
  log.write(Buffer.from('one\n'));
  log.write(Buffer.from('two\n'));
  expect(log.lastLines(5)).toEqual(['one', 'two']);
  expect(said).toEqual([expect.stringContaining('there.log cannot be written')]);
});

it('puts a long log aside', () => {
  const file = path.join(folder, 'x.log');
  const log = createProcessLog(file, { limitBytes: 10 });
  log.write(Buffer.from('12345678\n'));
  log.write(Buffer.from('new\n'));
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('12345678\n');
  expect(readFileSync(file, 'utf8')).toBe('new\n');
  expect(existsSync(`${file}.2`)).toBe(false);
  expect(log.lastLines(5)).toEqual(['12345678', 'new']);
});
