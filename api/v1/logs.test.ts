// Logs over HTTP, with everything real behind them: Temporal, the worker, an OpenSSH box.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { SshdBox } from '../../lab/sshd-box.ts';
import { command } from '../../tests/support/facade-client.ts';
import { type Stack, startStackWithBox } from '../../tests/support/stack.ts';
import { logPartSchema } from './log-parts.ts';

let box: SshdBox;
let stack: Stack;

beforeAll(async () => {
  const started = await startStackWithBox();
  ({ stack, box } = started);
  return started.stop;
});

const start = (text: string) => stack.start({ ssh_connection: box.connection, step_delay: 0, steps: [command(text)] });
const at = (id: string, rest = '') => `/api/v1/runs/${encodeURIComponent(id)}/steps/0/attempts/1/log${rest}`;

async function printed(text: string): Promise<string> {
  const id = await start(text);
  await stack.ended(id);
  return id;
}

it('gives the parts of a log, and says when no more will come', async () => {
  const id = await printed('printf "für €5\\nsecond\\n"');
  const whole = await stack.get(at(id));
  expect(logPartSchema.safeParse(whole.body).error).toBeUndefined();
  expect(whole.body).toEqual({
    offset: 0,
    next_offset: 17,
    size: 17,
    ended: true,
    line: 1,
    text: 'für €5\nsecond\n',
  });
  // In the middle of the euro sign.
  const first = await stack.get(at(id, '?limit=7'));
  expect(first.body).toMatchObject({ next_offset: 5, text: 'für ' });
  expect((await stack.get(at(id, '?offset=5'))).body).toMatchObject({ text: '€5\nsecond\n' });
  expect((await stack.get(at(id, '/tail?lines=1'))).body).toMatchObject({ offset: 10, line: 2, text: 'second\n' });
});

it('shows the log of a step that is at work, and of one that printed nothing', async () => {
  const id = await start('echo up; until [ -e ~/go ]; do sleep 0.05; done; rm ~/go');
  await stack.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
  expect((await stack.get(at(id))).body).toMatchObject({ text: 'up\n', ended: false });
  writeFileSync(path.join(box.home, 'go'), '');
  await stack.ended(id);
  const silent = await printed('true');
  expect((await stack.get(at(silent))).body).toEqual({
    offset: 0,
    next_offset: 0,
    size: 0,
    ended: true,
    line: 1,
    text: '',
  });
  const empty = await fetch(stack.url + at(silent, '/download'));
  expect([empty.status, await empty.text()]).toEqual([200, '']);
});

it('gives the raw bytes as a file, whole or in ranges', async () => {
  const id = await printed("printf 'a\\377\\000<script>\\n'");
  const bytes = Buffer.from('a\xff\0<script>\n', 'latin1');
  const whole = await fetch(stack.url + at(id, '/download'));
  expect(whole.headers.get('content-disposition')).toMatch(/^attachment; filename=.+\.log$/);
  expect(whole.headers.get('content-type')).toMatch('text/plain');
  expect(whole.headers.get('content-length')).toBe(String(bytes.length));
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes);
  const range = { range: 'bytes=3-', 'if-range': whole.headers.get('etag') ?? '' };
  const part = await fetch(stack.url + at(id, '/download'), { headers: range });
  expect([part.status, await part.text()]).toEqual([206, '<script>\n']);
});

it('refuses what is not there and what makes no sense', async () => {
  const id = await printed('echo x');
  const refusals: [string, number, string][] = [
    [at('nowhere'), 404, 'run_not_found'],
    [at(id).replace('attempts/1', 'attempts/9'), 404, 'attempt_not_found'],
    [at(id, '?limit=1048577'), 400, 'input_invalid'],
    [at(id, '?offset=-1'), 400, 'input_invalid'],
    [at(id, '/tail?lines=0'), 400, 'input_invalid'],
    [at(id, '?line=0'), 400, 'input_invalid'],
    [at(id, '?line=1&offset=0'), 400, 'input_invalid'],
    [at(id, '/search?q=x&from=0&before=1'), 400, 'input_invalid'],
    [at(id, '?colour=red'), 400, 'input_invalid'],
  ];
  for (const [url, status, code] of refusals) expect(await stack.get(url)).toMatchObject({ status, body: { code } });
});

it('finds lines in the whole log', async () => {
  const id = await printed('i=0; while [ $i -lt 300 ]; do echo "Line $i"; i=$((i+1)); done; echo "für €5 (a.b)"');
  const { body } = await stack.get(at(id, '/search?q=line%2029&limit=2'));
  expect(body).toEqual({
    matches: [
      { line: 30, offset: 222, text: 'Line 29' },
      { line: 291, offset: 2500, text: 'Line 290' },
    ],
    preceding: 0,
    total: 11,
    total_capped: false,
    next_offset: 2509,
  });
  expect((await stack.get(at(id, '/search?q=line%2029&from=2509'))).body['matches']).toHaveLength(9);
  expect((await stack.get(at(id, '/search?q=line&case=true'))).body).toMatchObject({ total: 0, next_offset: null });
  expect((await stack.get(at(id, '/search?q=(a.b)'))).body).toMatchObject({ matches: [{ line: 301 }] });
  expect((await stack.get(at(id, '/search?q=%E2%82%AC%5Cd&regex=true'))).body).toMatchObject({ total: 1 });
  expect(await stack.get(at(id, '/search?q=(&regex=true'))).toMatchObject({
    status: 400,
    body: { code: 'input_invalid' },
  });
});

it('opens a log at a line and goes on upwards from there', async () => {
  const id = await printed('i=1; while [ $i -le 300 ]; do echo "Line $i"; i=$((i+1)); done');
  const from = (await stack.get(at(id, '?line=290&limit=9'))).body;
  expect(from).toMatchObject({ offset: 2493, line: 290, text: 'Line 290\n' });
  const above = (await stack.get(at(id, '/tail?lines=2&before_line=290'))).body;
  expect(above).toMatchObject({ offset: 2475, next_offset: 2493, line: 288, text: 'Line 288\nLine 289\n' });
  const found = (await stack.get(at(id, `/search?q=line%2028&limit=2&before=${String(above['offset'])}`))).body;
  expect(found).toMatchObject({
    matches: [{ line: 286 }, { line: 287 }],
    preceding: 7,
    total: 11,
    next_offset: above['offset'],
  });
  expect((await stack.get(at(id, '?line=999'))).body).toMatchObject({ text: '', line: 301 });
});

it('tells when the lines of a part came', async () => {
  const from = Date.now();
  const id = await printed('echo early; sleep 0.6; echo late');
  const { times } = logPartSchema.parse((await stack.get(at(id, '?times=true'))).body);
  expect(times?.map(({ offset }) => offset)).toEqual([0, 6]);
  const [early = 0, late = 0] = (times ?? []).map((time) => Date.parse(time.at));
  expect(early).toBeGreaterThanOrEqual(from);
  expect(late - early).toBeGreaterThan(200);
  const last = logPartSchema.parse((await stack.get(at(id, '/tail?lines=1&times=true'))).body);
  expect(last.times).toEqual(times?.slice(1));
});

it('gives a log with the time when each line came', async () => {
  const from = Date.now();
  const id = await printed('printf "first ü\\nsecond\\n\\n"; sleep 1; printf "late"');
  const response = await fetch(stack.url + at(id, '/download?times=true'));
  expect(response.headers.get('content-disposition')).toMatch('attachment');
  const lines = (await response.text()).split('\n');
  expect(lines.map((line) => line.slice(25))).toEqual(['first ü', 'second', '', 'late']);
  const [first = 0, second, , late = 0] = lines.map((line) => Date.parse(line.slice(0, 24)));
  expect(first).toBe(second);
  expect(first).toBeGreaterThanOrEqual(from);
  // What a job prints in its first 200 ms comes with the answer to its start.
  expect(late - first).toBeGreaterThan(500);
  expect(late).toBeLessThanOrEqual(Date.now());
});

it('gives the lines of one row only', async () => {
  const id = await printed(
    'echo "[a] cloning"; echo "[b] cloning"; echo all; echo "[a] done"; echo "say [a] x"; printf "[a] end"',
  );
  const lines = '[a] cloning\n[a] done\n[a] end\n';
  expect((await stack.get(at(id, '?task=a'))).body).toMatchObject({ offset: 0, text: lines, ended: true });
  const first = (await stack.get(at(id, '?task=a&limit=4'))).body;
  expect(first).toMatchObject({ text: '[a] cloning\n', lines: [{ line: 1, offset: 0 }] });
  expect((await stack.get(at(id, `?task=a&offset=${String(first['next_offset'])}`))).body).toMatchObject({
    text: '[a] done\n[a] end\n',
  });
  expect((await stack.get(at(id, '/tail?task=a&lines=2'))).body).toMatchObject({
    text: '[a] done\n[a] end\n',
    lines: [
      { line: 4, offset: 28 },
      { line: 6, offset: 47 },
    ],
  });
  expect((await stack.get(at(id, '/tail?task=a&lines=1&before_line=4'))).body).toMatchObject({ text: '[a] cloning\n' });
  expect((await stack.get(at(id, '/search?task=a&q=clon'))).body).toMatchObject({ total: 1, matches: [{ line: 1 }] });
  const file = await fetch(stack.url + at(id, '/download?task=a'));
  expect([file.headers.get('content-disposition'), await file.text()]).toEqual([
    expect.stringMatching(/^attachment/),
    '[a] cloning\n[a] done\n[a] end',
  ]);
  expect((await stack.get(at(id, '/tail?task=none'))).body).toMatchObject({ offset: 0, text: '' });
  for (const wrong of ['?task=', '/download?task=a&times=true', '/tail?task=a%00']) {
    expect(await stack.get(at(id, wrong))).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
  }
});
