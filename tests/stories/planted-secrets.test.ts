// Secrets planted by every way, and then looked for everywhere: files, databases, logs, answers, histories, processes. A planted
// word that is no secret is found in each of these places, so the search can find.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import type { RunState } from '../../contract/run-state.ts';
import { type ComfyuiBox, startComfyuiBox, step } from '../support/comfyui-box.ts';
import { everythingBelow } from '../support/everything-below.ts';
import { readEvents } from '../support/event-stream.ts';
import { createProduct, type Product, type Up } from '../support/product.ts';
import { storedHistory } from '../support/stored-history.ts';

const plant = (what: string) => `${what}/${randomBytes(12).toString('hex')}+x&y`;
const planted = { field: plant('field'), named: plant('named'), environment: plant('environment'), key: '' };
const key = randomBytes(32);
planted.key = key.toString('base64');
/** No secret: it has to be found. */
const CONTROL = `control/${randomBytes(12).toString('hex')}+x&y`;

/** A value as it is, in a URL, and what of its base64 is the same whatever stands before and behind it. */
const formsOf = (value: string): string[] => [
  value,
  encodeURIComponent(value),
  ...[0, 1, 2].map((before) =>
    Buffer.from(' '.repeat(before) + value)
      .toString('base64')
      .slice(before === 0 ? 0 : 4, -4),
  ),
];
/** Which of the planted stand in a text, in any form. */
const foundIn = (text: string): string[] =>
  Object.entries({ ...planted, control: CONTROL })
    .filter(([, value]) => formsOf(value).some((form) => text.includes(form)))
    .map(([name]) => name);

let product: Product;
let box: ComfyuiBox;
let up: Up;
let connection: Connection;
const ends: RunState[] = [];

beforeAll(async () => {
  product = await createProduct({
    CIVITDL_API_KEY: planted.environment,
    BRINGUP_SECRET_KEY: planted.key,
    LOG_LEVEL: 'debug',
  });
  box = await startComfyuiBox(product);
  up = await product.up();
  const { port } = JSON.parse(readFileSync(path.join(product.home, 'temporal-ports.json'), 'utf8')) as { port: number };
  connection = await Connection.connect({ address: `127.0.0.1:${port}` });
  const answer = await fetch(`${product.url}/api/v1/secrets/planted`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ value: planted.named }),
  });
  expect(answer.status).toBe(204);
});
afterAll(async () => {
  await connection?.close();
  await box?.stop();
  await product?.remove();
});

/** Says its secret in every way that a program may, and waits where it is told to. */
const TALK = `: ${CONTROL}
echo "whole $TOKEN"
printf 'cut %s' "\${TOKEN%????????????}"; sleep 0.3; printf '%s\\n' "\${TOKEN#"\${TOKEN%????????????}"}"
printf 'encoded %s\\n' "$(printf 'user:%s!' "$TOKEN" | base64 -w0)"
python3 -c 'import os, urllib.parse; print("in a URL", urllib.parse.quote(os.environ["TOKEN"], safe=""))'
printf '{"note":"it was %s"}\\n' "$TOKEN" >&3
echo "${CONTROL}"
while ! [ -e ~/go-on ]; do sleep 0.05; done`;
const secrets = { TOKEN: 'planted' };
const talk = (more = '') => step('run_command', CONTROL, { command: TALK + more, secrets });

describe('planted secrets', () => {
  it('are nobody’s argument and nobody’s environment but the job’s, while it runs', async () => {
    const steps = [
      step('setup_civitdl', 'With a key of its own', { api_key: planted.field }),
      step('setup_civitdl', 'With the key of the environment'),
      talk(),
    ];
    const id = await product.start({ ...box.request(...steps), workflow_id: 'full run' });
    await product.until(id, ({ steps: [, , last] }) => (last?.log_bytes ?? 0) > 200, 120_000);
    await vi.waitFor(async () => expect(await logs()).toContain(CONTROL), { timeout: 10_000 });
    const { jobs, others } = processes();
    // Whoever starts Bringup with a secret in its environment has put it there.
    const given = new Set([up.pid, product.pid('api'), product.pid('worker')]);
    expect(jobs.flatMap(({ environment }) => foundIn(environment))).toContain('named');
    const seen = others.map(({ pid, words, environment }) => ({ pid, words, found: foundIn(environment) }));
    expect(seen.filter(({ pid, found }) => !given.has(pid) && found.length > 0)).toEqual([]);
    const worker = others.find(({ pid }) => pid === product.pid('worker'));
    expect(foundIn(worker?.environment ?? '')).toEqual(['key']);
    // The command itself is an argument of its shell, so the control is found.
    const inArguments = new Set([...jobs, ...others].flatMap(({ words }) => foundIn(words)));
    expect([...inArguments]).toEqual(['control']);
    await writeFile(path.join(box.home, 'go-on'), '');
    const state = await product.ended(id);
    expect(state.error_message).toBeUndefined();
    ends.push(state);
  });

  it('reach a run that fails, too, inside its error', async () => {
    const failing = `\nprintf '{"failure":"it failed with %s"}\\n' "$TOKEN" >&3; echo "last words $TOKEN" >&2; exit 3`;
    const broken = step('setup_civitdl', 'Broken', { api_key: planted.field, python: '/nowhere', version: '0.0.0.1' });
    for (const steps of [[talk(failing)], [broken]]) {
      const state = await product.ended(await product.start(box.request(...steps)), 90_000);
      expect(state.status).toBe('failed');
      ends.push(state);
    }
    expect(ends[1]?.error_message).toMatch(/it failed with \*+/);
    expect(ends[1]?.steps[0]?.failure?.log_tail.at(-1)).toMatch(/^last words \*+$/);
  });

  it('stand in no file, no database, no log and no output of a process', async () => {
    expect(foundIn(await everythingBelow(product.home))).toEqual(['control']);
    for (const file of ['bringup.db', 'temporal.db']) {
      const names = readdirSync(product.home).filter((name) => name.startsWith(file));
      const text = names.map((name) => readFileSync(path.join(product.home, name), 'latin1')).join('\n');
      expect({ file, found: foundIn(text) }).toEqual({ file, found: ['control'] });
    }
    for (const folder of ['logs', 'state'])
      expect({ folder, found: foundIn(await everythingBelow(path.join(product.home, folder))) }).toEqual({
        folder,
        found: ['control'],
      });
    expect(foundIn(up.output())).toEqual([]);
    // What they print there is the box's own; what was sent there is gone.
    const jobs = readdirSync(path.join(box.home, '.bringup', 'jobs'), { recursive: true }).map(String);
    expect(jobs.filter((name) => path.basename(name) === 'secrets')).toEqual([]);
  });

  it('stand in no answer and no event', async () => {
    const answers: string[] = [];
    const ask = async (at: string, body?: JsonObject) => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      answers.push(await (await fetch(product.url + at, body ? init : {})).text());
    };
    for (const { workflow_id, steps } of ends) {
      const run = `/api/v1/runs/${encodeURIComponent(workflow_id)}`;
      for (const at of [`/workflow/state?workflow_id=${encodeURIComponent(workflow_id)}`, run, `${run}/attempts`])
        await ask(at);
      for (const index of steps.keys())
        for (const end of ['', '/tail', '/download']) await ask(`${run}/steps/${index}/attempts/1/log${end}`);
      await readEvents(`${product.url}${run}/events`, ({ data }) => {
        answers.push(data);
        return true;
      });
    }
    for (const at of ['/api/v1/runs', '/api/v1/secrets', '/api/v1/settings', '/metrics', '/readyz']) await ask(at);
    const wrong = { api_key: `${planted.field} of two words` };
    await ask('/workflow/start', box.request(step('setup_civitdl', 'Wrong', wrong)));
    await ask('/workflow/start', box.request(step('setup_civitdl', 'Wrong', { ...wrong, version: planted.field })));
    await ask('/workflow/start', { ...box.request(talk()), ssh_connection: `root:${planted.field}@127.0.0.1` });
    expect(answers.at(-1)).toContain('"success":false');
    expect(answers.length).toBeGreaterThan(30);
    expect(foundIn(answers.join('\n'))).toEqual(['control']);
  });

  it('stand in no history of Temporal', async () => {
    const client = new Client({ connection });
    for (const { workflow_id } of ends.slice(0, 2))
      expect(foundIn(await storedHistory(client, workflow_id))).toEqual(['control']);
  });
});

const logs = () => everythingBelow(path.join(product.home, 'logs'));

interface Process {
  pid: number;
  words: string;
  environment: string;
}

/** Every process of this machine: the jobs on the box, and all others. */
function processes(): { jobs: Process[]; others: Process[] } {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => ({ pid: Number(pid), words: read(pid, 'cmdline'), environment: read(pid, 'environ') }));
  const isJob = ({ environment }: Process) =>
    environment.includes(`BRINGUP_LAB_BOX=${box.folder}`) && environment.includes('TOKEN=');
  return { jobs: all.filter(isJob), others: all.filter((one) => !isJob(one)) };
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch (error) {
    // It has ended in between, or is somebody else's.
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
