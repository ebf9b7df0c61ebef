// A host key as a person meets it: asked about for as long as it takes, and replaced only by a decision.
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { step } from '../support/comfyui-box.ts';
import { expectAccessible, launchChromium, openPage } from '../support/page.ts';
import { createProduct, type Product } from '../support/product.ts';

let product: Product;
let box: SshdBox;
let browser: Browser;

beforeAll(async () => {
  product = await createProduct();
  [box, browser] = await Promise.all([startSshdBox({ identityFile: product.identityFile }), launchChromium()]);
  await product.up();
});
afterAll(async () => {
  await browser?.close();
  await box?.stop();
  await product?.remove();
});

const seen = (locator: Locator) => locator.first().waitFor();
const hello = () => step('run_command', 'Say hello', { command: 'echo hello' });
const start = () => product.start({ ssh_connection: box.connection, step_delay: 0, steps: [hello()] });

it('waits through a power cut for the answer about an unknown key, and pins what it has shown', async () => {
  const id = await start();
  const { block_info } = await product.until(id, ({ status }) => status === 'blocked');
  expect(block_info?.fingerprints[0]).toContain(box.hostKey.fingerprint);
  await product.cutPower();
  await product.up();
  const still = await product.until(id, ({ stale }) => !stale, 60_000);
  expect(still).toMatchObject({ status: 'blocked', block_info });
  const accepted = await product.post('/ssh/verify-host', { ssh_connection: box.connection, accept: true });
  expect(accepted.body).toMatchObject({ added: true, fingerprints: block_info?.fingerprints });
  await product.post('/workflow/resume', { workflow_id: id });
  expect(await product.ended(id, 60_000)).toMatchObject({ status: 'completed' });
});

it('stops at a changed key, shows both, and starts again once a person has replaced it', async () => {
  const old = box.hostKey.fingerprint;
  await box.restart({ newHostKey: true });
  const id = await start();
  expect(await product.ended(id)).toMatchObject({ status: 'failed', failure: { code: 'host_key_changed' } });
  const { page, problems } = await openPage(browser, product.url);
  await page.goto(`${product.url}/?run=${id}`);
  const card = page.getByRole('region', { name: 'Another host key than the known one' });
  await seen(card);
  for (const fingerprint of [old, box.hostKey.fingerprint]) expect(await card.textContent()).toContain(fingerprint);
  await expectAccessible(page, 'host-key-changed');
  await card.getByRole('button', { name: 'Replace the key…' }).click();
  await seen(card.getByText('Trust the new key instead of the old one?'));
  await expectAccessible(page, 'host-key-sure');
  await card.getByRole('button', { name: 'I have compared it, replace the key' }).click();
  const replaced = page.getByRole('region', { name: 'The key was replaced' });
  await seen(replaced);
  await expectAccessible(page, 'host-key-replaced');
  await replaced.getByRole('button', { name: 'Start again' }).click();
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await seen(page.locator('.run-header[data-status=completed]'));
  expect(await page.locator('section.changed').count()).toBe(0);
  expect(problems).toEqual([]);
  await page.context().close();
});
