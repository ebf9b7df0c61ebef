// The page of a run as a person has it: real Chromium against the product and a real sshd box.
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { step } from '../support/comfyui-box.ts';
import { expectAccessible, launchChromium, openPage, type Watched } from '../support/page.ts';
import { createProduct, type Product } from '../support/product.ts';

// Says how far it is, then waits until it is told to go on.
const WAIT = `say() { printf '%s\\n' "$1" >&3; }
say '{"task":"unpack","status":"success","note":"3 files"}'
say '{"task":"convert","status":"running","percent":40}'
say '{"done":1,"total":4,"unit":"parts"}'
until [ -e "$HOME/go-on" ]; do sleep 0.1; done
say '{"task":"convert","status":"success"}'`;
let product: Product;
let box: SshdBox;
let browser: Browser;
let opened: Watched[] = [];

beforeAll(async () => {
  product = await createProduct();
  [box, browser] = await Promise.all([startSshdBox({ identityFile: product.identityFile }), launchChromium()]);
  await product.trust(box);
  await product.up();
});
afterAll(async () => {
  await browser?.close();
  await box?.stop();
  await product?.remove();
});
afterEach(async () => {
  const windows = opened;
  opened = [];
  for (const { page } of windows) await page.context().close();
  await endRun();
  expect(windows.flatMap(({ problems }) => problems)).toEqual([]);
  rmSync(path.join(box.home, 'go-on'), { force: true });
});

async function open(id: string): Promise<Page> {
  const watched = await openPage(browser, product.url);
  opened.push(watched);
  await watched.page.goto(`${product.url}/?run=${encodeURIComponent(id)}`);
  await seen(watched.page.locator('.run-header'));
  return watched.page;
}

/** A test that failed in the middle must not take the others with it. */
async function endRun(): Promise<void> {
  const { state } = (await product.get('/workflow/state')).body;
  if (!state || state.phase === 'ended') return;
  await product.post('/workflow/stop', { workflow_id: state.workflow_id });
  await product.ended(state.workflow_id);
}

const goOn = () => writeFileSync(path.join(box.home, 'go-on'), '');
const command = (label: string, text: string) => step('run_command', label, { command: text });
/** Starts a run over HTTP, as somebody else may have done. */
const startRun = (...steps: JsonObject[]) => product.start({ ssh_connection: box.connection, step_delay: 0, steps });

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const row = (page: Page, label: string) => page.locator('a.row').filter({ hasText: label });
const header = (page: Page, status: string) => page.locator(`.run-header[data-status=${status}]`);
const seen = (locator: Locator) => locator.first().waitFor();
const status = (locator: Locator) => locator.getAttribute('data-status');
const percent = async (page: Page) =>
  Number(await page.getByRole('progressbar', { name: 'Progress of the run' }).getAttribute('aria-valuenow'));

it('shows the running step with its rows, also after a reload and in a new browser', async () => {
  const id = await startRun(step('test_ssh', 'Look'), command('Wait', WAIT), command('Last', 'true'));
  await product.until(id, ({ current_step }) => current_step === 1);
  const page = await open(id);
  const looksRight = async (one: Page) => {
    await seen(row(one, 'Wait').and(one.locator('[data-status=in_progress][data-phase=running]')));
    expect(await status(row(one, 'Look'))).toBe('completed');
    expect(await status(row(one, 'Last'))).toBe('pending');
    await seen(one.getByText(/1 of 4 parts/));
    expect(await percent(one)).toBeGreaterThan(0);
    expect(await percent(one)).toBeLessThan(100);
    await seen(one.getByText(id, { exact: true }));
  };
  await looksRight(page);
  await expectAccessible(page, 'running');
  await page.reload();
  await looksRight(page);
  const again = await open(id);
  await looksRight(again);
  goOn();
  await seen(header(again, 'completed'));
  await again.reload();
  await seen(again.getByText(/^All 3 steps are done\./));
});

it('gives a step that takes long ten more minutes', async () => {
  const id = await startRun(step('run_command', 'Takes long', { command: WAIT, timeout_s: 100 }));
  const page = await open(id);
  const more = button(page, '10 more minutes for Takes long');
  await more.waitFor({ timeout: 40_000 });
  await seen(page.getByText(/^Ends at .+ at the latest \(in 1 min/));
  await expectAccessible(page, 'limit');
  await more.click();
  await seen(page.getByText(/^Ends at .+ at the latest \(in 1[12] min\)/));
  expect((await product.until(id, ({ steps }) => steps[0]?.timeout_s === 700)).status).toBe('running');
  goOn();
  await seen(header(page, 'completed'));
  expect(await more.count()).toBe(0);
});

it('says Cancelling when Stop is pressed in mid-step, and Cancelled once nothing runs on the box any more', async () => {
  const stubborn = `trap '' TERM; while :; do date +%s.%N > "$HOME/alive"; sleep 0.05; done`;
  const id = await startRun(command('Never ends', stubborn), command('Last', 'true'));
  const page = await open(id);
  await seen(row(page, 'Never ends').and(page.locator('[data-status=in_progress]')));
  await button(page, 'Cancel').click();
  await button(page, 'Cancel the run').click();
  await seen(page.locator('.run-header').getByText('Cancelling…'));
  await seen(header(page, 'cancelled'));
  await seen(page.getByText('Every process of the run on the box has ended.'));
  expect(await row(page, 'Never ends').getAttribute('data-phase')).toBe('cancelled');
  expect(await status(row(page, 'Last'))).toBe('pending');
  expect((await product.ended(id)).outcome).toBe('cancelled');
  await expectAccessible(page, 'cancelled');
});

it('says which step failed, why, what to do, and shows the last lines of its log', async () => {
  const id = await startRun(
    command('Fine', 'true'),
    command('Breaks', 'echo looking for the file; echo it is not there >&2; exit 3'),
  );
  await product.ended(id);
  const page = await open(id);
  await seen(header(page, 'failed'));
  const { error_message: why, failure } = await product.ended(id);
  expect(why).toMatch(/^Step 2 \(run_command\) failed: .*exit code 3/);
  const card = page.locator('section.failure');
  for (const text of [failure?.message ?? '-', failure?.hint ?? '-', 'looking for the file', 'it is not there'])
    await seen(card.getByText(text));
  expect(await status(row(page, 'Breaks'))).toBe('failed');
  await expectAccessible(page, 'failed');
});

it('asks about an unknown host key with its real fingerprint, and goes on once it is trusted', async () => {
  const strange = await startSshdBox({ identityFile: product.identityFile });
  try {
    const id = await product.start({
      ssh_connection: strange.connection,
      step_delay: 0,
      steps: [command('Say', 'true')],
    });
    await product.until(id, ({ status: now }) => now === 'blocked');
    const page = await open(id);
    const dialog = page.getByRole('dialog', { name: 'Is this your box?' });
    await seen(dialog);
    expect(await dialog.textContent()).toContain(strange.hostKey.fingerprint);
    expect(await dialog.textContent()).toContain(String(strange.port));
    await expectAccessible(page, 'host-key');
    // Closing it decides nothing.
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect((await product.until(id, () => true)).status).toBe('blocked');
    await button(page, 'Compare the key…').click();
    await dialog.getByRole('button', { name: 'Trust this key and go on' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await seen(header(page, 'completed'));
  } finally {
    await strange.stop();
  }
});
