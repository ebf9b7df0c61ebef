import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AttemptId } from '../../contract/activities.ts';
import { createLogs } from './logs.ts';
import type { Store } from './store.ts';

let folder: string;
let logs: Store['logs'];
const id: AttemptId = { workflow_id: 'wf', execution_id: '0c6d-1', step: 6, attempt: 2 };

beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'bringup-logs-')), 'logs');
  logs = createLogs(folder);
});
afterEach(() => rm(path.dirname(folder), { recursive: true }));

it('names a log after step, action and attempt', () => {
  expect(logs.file(id, 'install_custom_nodes')).toBe(path.join(folder, '0c6d-1', '07-install_custom_nodes-2.log'));
});

it.each([
  [{ execution_id: '../other' }, 'test_ssh'],
  [{ execution_id: '..' }, 'test_ssh'],
  [{ execution_id: '' }, 'test_ssh'],
  [{ execution_id: 'a/b' }, 'test_ssh'],
  [{}, '../../etc/passwd'],
  [{}, 'a b'],
  [{ step: -1 }, 'test_ssh'],
  [{ step: 0.5 }, 'test_ssh'],
  [{ attempt: Number.NaN }, 'test_ssh'],
])('lets no path leave the folder: %j %s', (change, action) => {
  expect(() => logs.file({ ...id, ...change }, action)).toThrow(/log/);
});

it('touches no file outside of the folder', async () => {
  for (const file of [
    '/etc/passwd',
    path.join(folder, 'x'),
    path.join(folder, '..', 'a', 'b'),
    path.join(folder, 'a', 'b', 'c'),
  ]) {
    await expect((async () => logs.writeAt(file, 0, Buffer.from('x')))()).rejects.toThrow('is not a log below');
  }
});

it('writes bytes once, however often they come', async () => {
  const file = logs.file(id, 'test_ssh');
  expect(await logs.size(file)).toBe(0);
  await logs.writeAt(file, 0, Buffer.from('hello '));
  await logs.writeAt(file, 0, Buffer.from('hello '));
  await logs.writeAt(file, 3, Buffer.from('lo world'));
  await logs.writeAt(file, 2, Buffer.from('llo'));
  await logs.writeAt(file, 11, Buffer.alloc(0));
  expect(await readFile(file, 'utf8')).toBe('hello world');
  expect(await logs.size(file)).toBe(11);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('never leaves a gap', async () => {
  const file = logs.file(id, 'test_ssh');
  await expect(logs.writeAt(file, 1, Buffer.from('x'))).rejects.toThrow(
    'holds 0 bytes, so nothing can be written at 1',
  );
  await expect(logs.writeAt(file, -1, Buffer.from('xyz'))).rejects.toThrow('nothing can be written at -1');
  await logs.writeAt(file, 0, Buffer.from('ab'));
  expect(await readFile(file, 'utf8')).toBe('ab');
});

it('is whole after any order of overlapping writes by two writers at once', async () => {
  const other = createLogs(folder);
  let run = 0;
  const scenario = fc.record({
    content: fc.uint8Array({ minLength: 1, maxLength: 300 }),
    cuts: fc.array(fc.tuple(fc.nat(300), fc.nat(300)), { maxLength: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ content, cuts }) => {
      run += 1;
      const file = logs.file({ ...id, attempt: run }, 'test_ssh');
      let end = 0;
      const writes: Promise<void>[] = [];
      for (const [back, length] of cuts) {
        const offset = Math.max(0, end - back);
        const stop = Math.min(content.length, offset + length);
        // What one writer may rely on, the other may rewrite at the same time.
        await Promise.all(writes.splice(0));
        writes.push(
          logs.writeAt(file, offset, content.subarray(offset, stop)),
          other.writeAt(file, offset, content.subarray(offset, stop)),
        );
        end = Math.max(end, stop);
      }
      await Promise.all(writes);
      await logs.writeAt(file, end, content.subarray(end));
      expect(Buffer.compare(await readFile(file), content)).toBe(0);
    }),
    { numRuns: 60 },
  );
});

it('takes writes in the order in which they came', async () => {
  const file = logs.file(id, 'test_ssh');
  const lines = Array.from({ length: 200 }, (_, index) => Buffer.from(`line ${String(index).padStart(3, '0')}\n`));
  await Promise.all(lines.map((line, index) => logs.writeAt(file, index * line.length, line)));
  expect(await readFile(file)).toEqual(Buffer.concat(lines));
});

it('goes on after a write that was refused', async () => {
  const file = logs.file(id, 'test_ssh');
  const refused = logs.writeAt(file, 5, Buffer.from('x'));
  const taken = logs.writeAt(file, 0, Buffer.from('ok'));
  await expect(refused).rejects.toThrow();
  await taken;
  expect(await logs.size(file)).toBe(2);
});

it('gives the last lines, also of a long log and of progress bars', async () => {
  const file = logs.file(id, 'test_ssh');
  expect(await logs.tail(file, 3)).toEqual([]);
  const text = `${'x'.repeat(100)}\n`.repeat(2000) + 'first ü\r\n 1%\r50%\r100%\r\n\nlast';
  await logs.writeAt(file, 0, Buffer.from(text));
  expect(await logs.tail(file, 4)).toEqual(['first ü', '100%', '', 'last']);
  const all = await logs.tail(file, 100_000);
  expect(all.length).toBeLessThan(660);
  expect(all[0]).toBe('x'.repeat(100));
});
