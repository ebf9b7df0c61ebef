// Several boxes at once, on the page: real Chromium, two real sshd boxes, one of which fails at first.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { expectAccessible, launchChromium, openPage, type Watched } from '../support/page.ts';
import { createProduct, type Product } from '../support/product.ts';

const TEMPLATE = `id: pair
name: Pair
description: Counts how often it ran, and needs a file.
steps:
  - { action: run_command, label: Count, command: 'echo x >> "$HOME/counted"' }
  - { action: run_command, label: Need, command: 'test -e "$HOME/needed"' }
  - { action: run_command, label: Wait, command: 'until [ -e "$HOME/go-on" ]; do sleep 0.1; done' }
`;

let product: Product;
let boxes: [SshdBox, SshdBox];
let browser: Browser;
let watched: Watched;
let page: Page;

beforeAll(async () => {
  product = await createProduct();
  const start = () => startSshdBox({ identityFile: product.identityFile });
  [boxes, browser] = await Promise.all([Promise.all([start(), start()]), launchChromium()]);
  for (const box of boxes) await product.trust(box);
  await product.up();
  writeFileSync(path.join(product.home, 'templates', 'pair.yaml'), TEMPLATE);
});
afterAll(async () => {
  await browser?.close();
  for (const box of boxes ?? []) await box.stop();
  await product?.remove();
});

const put = (box: SshdBox, name: string) => writeFileSync(path.join(box.home, name), '');
const button = (name: string | RegExp) => page.getByRole('button', { name });
const row = (box: SshdBox) => page.getByRole('row').filter({ hasText: `:${box.port}` });
const cell = (box: SshdBox, text: string) => row(box).getByRole('link', { name: text, exact: true });

it('says what is wrong with a box before anything starts', async () => {
  watched = await openPage(browser, product.url);
  ({ page } = watched);
  await page.goto(`${product.url}/groups`);
  await page.getByRole('heading', { name: 'No group yet' }).waitFor();
  await expectAccessible(page, 'groups-none');
  await page.getByRole('link', { name: 'New group' }).first().click();
  await page.getByLabel('Template').selectOption('pair');
  await button('Start 0 boxes').click();
  await page.getByText('Name at least one box.').waitFor();
  await page.getByLabel('Other boxes, one on each line').fill('root@ok\nroot@h; rm -rf /');
  await page.getByText(/^Line 2: Leave out quotes/).waitFor();
});

it('starts the canary, and no other box when that fails', async () => {
  await page.getByLabel('Other boxes, one on each line').fill(boxes.map((box) => box.connection).join('\n'));
  await page.getByLabel(/^The first box goes alone/).check();
  await expectAccessible(page, 'groups-new');
  await button('Start 2 boxes').click();
  await page.waitForURL(/\/groups\/[a-z0-9-]+$/);
  await page.getByText('the first one, the canary, did not come out done').waitFor();
  await cell(boxes[0], 'Need: Failed').waitFor();
  await row(boxes[1]).getByText('Not started').first().waitFor();
  await expectAccessible(page, 'group-canary-failed');
});

it('retries the failed one where it stopped, with the one that was not started, and shows both live', async () => {
  for (const box of boxes) put(box, 'needed');
  await button('Retry the failed ones (1)').click();
  await page.getByLabel('Start the 1 that were not started, too').check();
  await button(/^Retry$/).click();
  await cell(boxes[0], 'Wait: In progress').waitFor();
  // Whoever brings the group on dies in the middle: nothing is lost, and nothing begins twice.
  await product.kill('worker');
  put(boxes[0], 'go-on');
  // The canary is done, so the other one follows.
  await cell(boxes[1], 'Wait: In progress').waitFor();
  await expectAccessible(page, 'group-running');
  await cell(boxes[1], 'Wait: In progress').focus();
  for (const key of ['Home', 'ArrowUp', 'End', 'ArrowLeft']) await page.keyboard.press(key);
  expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Need: Completed');
  const { items } = (await product.get('/api/v1/runs?active=true')).body as unknown as { items: object[] };
  expect(items).toHaveLength(1);
  // What was done before the failure was not done again.
  expect(counted(boxes[0])).toBe(1);
});

it('stops the rest, and says of each box how it came out', async () => {
  await button('Stop the group').click();
  await page.getByText('the 1 run at work is cancelled').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop the group' }).click();
  await row(boxes[1]).getByText('Cancelled', { exact: true }).first().waitFor();
  await row(boxes[0]).getByText('Completed', { exact: true }).first().waitFor();
  await button('Retry the cancelled ones (1)').waitFor();
  expect(boxes.map(counted)).toEqual([1, 1]);
  await page.getByRole('link', { name: `Run on ${boxes[0].user}@${boxes[0].host}:${boxes[0].port}` }).click();
  await page.waitForURL(/\/runs\//);
  expect(watched.problems).toEqual([]);
});

/** How often the first step ran on a box. */
const counted = (box: SshdBox): number => readFileSync(path.join(box.home, 'counted'), 'utf8').split('x').length - 1;
