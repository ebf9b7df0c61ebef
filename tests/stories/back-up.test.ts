// A back-up of a Bringup at work, put in place of nothing: whatever had ended is shown as it was, and nothing is said to run that does not.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageFile } from '../../adapters/package-root.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { command } from '../support/facade-client.ts';
import { createProduct, type Product } from '../support/product.ts';

const ENDED = 'ended before';
const AT_WORK = 'at work meanwhile';
const TEMPLATE = `id: kept
name: Kept
steps:
  - action: run_command
    label: Say it
    command: echo it
`;

let product: Product;
let other: Product;
let box: SshdBox;
beforeAll(async () => {
  [product, other] = await Promise.all([createProduct(), createProduct()]);
  box = await startSshdBox({ identityFile: product.identityFile });
  await product.trust(box);
  await product.up();
});
afterAll(async () => {
  await Promise.all([product?.remove(), other?.remove()]);
  await box?.stop();
});

const run = (name: string, ...commands: string[]) => ({
  ...{ workflow_id: name, ssh_connection: box.connection, step_delay: 0 },
  steps: commands.map((text) => command(text)),
});
const bringup = (words: string[], of: Product) =>
  promisify(execFile)(process.execPath, [packageFile('cli', 'bringup.mjs'), ...words], {
    env: { PATH: process.env['PATH'], HOME: of.userHome, BRINGUP_HOME: of.home },
  });
const at = (name: string, rest = '') => `/api/v1/runs/${encodeURIComponent(name)}${rest}`;

/** All that is told of a run that has ended, and of the templates. */
const shown = async (of: Product) => {
  const { temporal_url: _own, ...state } = (await of.get(at(ENDED))).body;
  const others = [at(ENDED, '/attempts'), at(ENDED, '/steps/0/attempts/1/log'), '/api/v1/templates/kept'];
  return [state, ...(await Promise.all(others.map(async (one) => (await of.get(one)).body)))];
};

it('is restored elsewhere with every run, attempt, log and template, and the run that was at work is said to be lost and can be continued', async () => {
  const imported = await fetch(`${product.url}/api/v1/templates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ yaml: TEMPLATE }),
  });
  expect(imported.status, await imported.text()).toBe(201);
  await product.start(run(ENDED, 'echo the first words', 'echo more'));
  expect(await product.ended(ENDED)).toMatchObject({ outcome: 'done' });
  await product.start(run(AT_WORK, 'echo once >> ~/once', 'echo up; until [ -e ~/go ]; do sleep 0.05; done', 'true'));
  await product.until(AT_WORK, ({ steps }) => (steps[1]?.log_bytes ?? 0) > 0);

  const file = path.join(box.folder, 'backup.tar.gz');
  await bringup(['backup', file], product);
  await expect(bringup(['restore', file, '--replace'], product)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Bringup is already running on the data folder .+ Stop it first/) as string,
  });
  writeFileSync(path.join(box.home, 'go'), '');
  expect(await product.ended(AT_WORK)).toMatchObject({ outcome: 'done' });
  const before = await shown(product);
  expect(before[2]).toMatchObject({ text: 'the first words\n', ended: true });
  await product.interrupt();

  expect(existsSync(other.home)).toBe(false);
  await bringup(['restore', file], other);
  await other.up({ env: { HOME: product.userHome } });
  expect(await shown(other)).toEqual(before);

  const lost = await other.ended(AT_WORK, 60_000);
  expect(lost).toMatchObject({ status: 'failed', outcome: 'failed', failure: { code: 'run_lost' }, current_step: 1 });
  expect(lost.steps.map(({ phase }) => phase)).toEqual(['done', 'failed', 'pending']);
  const { body } = await other.get(at(AT_WORK, '/attempts'));
  expect(body['items']).toMatchObject([
    { step: 0, outcome: 'done' },
    { step: 1, outcome: 'failed', failure: { code: 'run_lost' } },
  ]);
  expect((await other.get('/api/v1/runs?active=true')).body['items']).toEqual([]);
  expect(await other.post(at(AT_WORK, '/continue'), {})).toMatchObject({ status: 201 });
  expect(await other.ended(AT_WORK)).toMatchObject({ outcome: 'done' });
  expect(readFileSync(path.join(box.home, 'once'), 'utf8')).toBe('once\n');
});
