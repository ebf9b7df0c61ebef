import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLogs } from './logs.ts';
import { logWithTimes } from './log-with-times.ts';
import { createTimeMarkReader, createTimeMarks, readTimeMarks } from './time-marks.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-marks-'));
  file = path.join(folder, 'a.log');
});
afterEach(() => rm(folder, { recursive: true }));

async function withTimes(): Promise<string> {
  let text = '';
  for await (const piece of logWithTimes(file, (await stat(file)).size)) text += piece.toString();
  return text;
}

it('marks at most ten times a second, and also after the clock was set back', async () => {
  let clock = 1_700_000_000_000;
  const marks = createTimeMarks(() => clock);
  for (let write = 0; write < 1_000; write += 1) {
    await marks.add(file, write);
    clock += 1;
  }
  expect(await readTimeMarks(file)).toHaveLength(10);
  clock -= 3_600_000;
  await marks.add(file, 1_000);
  expect((await readTimeMarks(file)).at(-1)).toEqual({ offset: 1_000, ms: clock });
});

it('marks bytes that come again once', async () => {
  const logs = createLogs(folder);
  const log = logs.file({ workflow_id: 'wf', execution_id: 'e', step: 0, attempt: 1 }, 'test_ssh');
  await logs.writeAt(log, 0, Buffer.from('abc'));
  const marked = await readFile(`${log}.times`, 'utf8');
  expect(marked).toMatch(/^0 \d{13}\n$/);
  // Another worker, which has marked nothing yet.
  await createLogs(folder).writeAt(log, 0, Buffer.from('abc'));
  await createLogs(folder).writeAt(log, 3, Buffer.alloc(0));
  expect(await readFile(`${log}.times`, 'utf8')).toBe(marked);
  await createLogs(folder).writeAt(log, 1, Buffer.from('bcd'));
  expect(await readTimeMarks(log)).toMatchObject([{ offset: 0 }, { offset: 3 }]);
});

it('puts the time of its first byte before each line, and a dash where none is known', async () => {
  await writeFile(file, 'old\none\ntwo and\nthree');
  await appendFile(`${file}.times`, '4 1700000000000\n4 1700000000999\n10 1700000001000\n2 1700000009000\n16 17000');
  expect(await withTimes()).toBe(
    `${'-'.padEnd(25)}old\n` +
      '2023-11-14T22:13:20.000Z one\n' +
      '2023-11-14T22:13:20.000Z two and\n' +
      '2023-11-14T22:13:21.000Z three',
  );
});

it('gives a log without marks, and a long line across blocks, whole', async () => {
  const long = 'x'.repeat(200_000);
  await writeFile(file, `${long}\ny`);
  expect(await withTimes()).toBe(`${'-'.padEnd(25)}${long}\n${'-'.padEnd(25)}y`);
});

it('gives the marks of a part, and reads on in a file that grows', async () => {
  const reader = createTimeMarkReader(1);
  expect(await reader.between(file, 0, 100)).toEqual([]);
  await appendFile(`${file}.times`, '5 1700000000000\n20 1700000001000\n40 17000000');
  const [first, second] = [
    { offset: 5, ms: 1_700_000_000_000 },
    { offset: 20, ms: 1_700_000_001_000 },
  ];
  expect(await reader.between(file, 0, 20)).toEqual([first]);
  expect(await reader.between(file, 0, 21)).toEqual([first, second]);
  expect(await reader.between(file, 19, 20)).toEqual([first]);
  expect(await reader.between(file, 20, 20)).toEqual([second]);
  await appendFile(`${file}.times`, '02000\n');
  expect(await reader.between(`${file}.other`, 0, 1)).toEqual([]);
  const many = await Promise.all([0, 1, 2].map(() => reader.between(file, 30, 99)));
  expect(many).toEqual([0, 1, 2].map(() => [second, { offset: 40, ms: 1_700_000_002_000 }]));
});
