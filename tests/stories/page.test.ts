// The page as a person uses it: real Chromium against the product, the practice box and a real sshd box.
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
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
const TEMPLATE = `id: story
name: Story
description: A short one for a box of your own.
steps:
  - { action: test_ssh, label: Look at the box }
  - { action: run_command, label: Say hello, command: 'echo hello' }
`;

interface Animated {
  getAnimations(): { playState: string }[];
}

let product: Product;
let box: SshdBox;
let browser: Browser;
let opened: Watched[] = [];

beforeAll(async () => {
  product = await createProduct();
  [box, browser] = await Promise.all([startSshdBox({ identityFile: product.identityFile }), launchChromium()]);
  await product.trust(box);
  await product.up();
  writeFileSync(path.join(product.home, 'templates', 'story.yaml'), TEMPLATE);
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

async function open(prepare?: (page: Page) => Promise<void>): Promise<Watched> {
  const watched = await openPage(browser, product.url, prepare);
  opened.push(watched);
  await watched.page.locator('article.step').first().waitFor();
  return watched;
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

const connection = (page: Page) => page.getByRole('textbox', { name: 'SSH connection' });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const card = (page: Page, label: string) =>
  page.locator('article.step').filter({ has: page.getByText(label, { exact: true }) });
const runPanel = (page: Page, status: string) => page.locator(`section.run[data-status=${status}]`);
const toggle = (page: Page, label: string) => page.getByRole('checkbox', { name: label });
const seen = (locator: Locator) => locator.first().waitFor();
const status = (locator: Locator) => locator.getAttribute('data-status');
const percent = async (page: Page) =>
  Number(await page.getByRole('progressbar', { name: 'Progress of the run' }).getAttribute('aria-valuenow'));

it('starts the practice run from the page without the steps that are switched off, and shows how it goes', async () => {
  await vi.waitFor(async () => expect((await product.get('/templates/practice')).status).toBe(200), 60_000);
  const { page } = await open();
  await expectAccessible(page, 'before');
  await page
    .getByRole('combobox', { name: 'Template' })
    .selectOption({ label: 'Practice: ComfyUI on the built-in box' });
  await seen(page.getByText('Practice box: a built-in box on this computer'));
  for (const label of ['Install civitdl', 'Test civitdl', 'Check the nodes’ requirements', 'Reboot the box']) {
    await toggle(page, label).uncheck();
  }
  await seen(page.getByText('5 of 9 switched on'));
  await button(page, 'Start').click();
  await seen(runPanel(page, 'running'));
  await expect.poll(() => page.locator('article.step').count()).toBe(5);
  expect(await connection(page).isEditable()).toBe(false);

  const nodes = card(page, 'Install custom nodes');
  await seen(runPanel(page, 'completed'));
  expect(await percent(page)).toBe(100);
  const rows = nodes.getByRole('list', { name: 'Tasks of Install custom nodes' }).locator('li[data-status=success]');
  expect(await rows.count()).toBe(5);
  expect(await page.locator('.arrow.completed').count()).toBe(4);
  expect(await page.locator('article.step[data-status=completed][data-phase=done]').count()).toBe(5);
  await seen(page.getByText(/^All 5 steps are done\. It took [\d.]+ s\.$/));
  // By keyboard: the row's own lines, and nothing but them.
  await rows.first().getByRole('button').press('Enter');
  await seen(rows.first().getByRole('region', { name: /^Log of / }));
  const [name, lines] = await Promise.all([
    rows.first().locator('.name').textContent(),
    rows.first().getByRole('link', { name: 'Download all lines' }).getAttribute('href'),
  ]);
  const download = await (await page.request.get(product.url + (lines ?? ''))).text();
  expect(download.split('\n').filter((line) => line !== '' && !line.startsWith(`[${name ?? ''}] `))).toEqual([]);
  expect(download).toContain(`[${name ?? ''}] `);
  await expectAccessible(page, 'practice-done');

  await button(page, 'Clear').click();
  await expect.poll(() => page.locator('section.run').count()).toBe(0);
  await expect.poll(() => page.locator('article.step').count()).toBe(9);
});

it('shows the running step with its rows and the arrow that leads to it moving, also after a reload and in a new browser', async () => {
  const id = await startRun(step('test_ssh', 'Look'), command('Wait', WAIT), command('Last', 'true'));
  await product.until(id, ({ current_step }) => current_step === 1);
  const { page } = await open();
  const looksRight = async (one: Page) => {
    await seen(card(one, 'Wait').and(one.locator('[data-status=in_progress][data-phase=running]')));
    expect(await status(card(one, 'Look'))).toBe('completed');
    expect(await status(card(one, 'Last'))).toBe('pending');
    const arrows = await one
      .locator('.arrow')
      .evaluateAll((found) => found.map((arrow) => [...arrow.classList].at(-1)));
    expect(arrows).toEqual(['loading', 'idle']);
    const moving = await one
      .locator('.arrow.loading .line')
      .evaluate((line: Animated) => line.getAnimations().map(({ playState }) => playState));
    expect(moving).toEqual(['running']);
    const rows = card(one, 'Wait').locator('li[data-status]');
    expect(await rows.evaluateAll((found) => found.map((row) => row.textContent?.replace(/\s+/g, ' ').trim()))).toEqual(
      [expect.stringMatching(/unpack.*3 files.*Done/), expect.stringMatching(/convert.*Running 40 %/)],
    );
    await seen(card(one, 'Wait').getByText('1 of 4 parts'));
    expect(await percent(one)).toBeGreaterThan(0);
    expect(await percent(one)).toBeLessThan(100);
    expect(await connection(one).inputValue()).toBe(box.connection);
    expect([await button(one, 'Start').isEnabled(), await button(one, 'Stop').isEnabled()]).toEqual([false, true]);
    await seen(one.getByText(id, { exact: true }));
  };
  await looksRight(page);
  await expectAccessible(page, 'running');
  await page.reload();
  await looksRight(page);

  await browser.close();
  opened = opened.filter((watched) => watched.page !== page);
  browser = await launchChromium();
  const { page: again } = await open();
  await looksRight(again);
  goOn();
  await seen(runPanel(again, 'completed'));
  await again.reload();
  await seen(again.getByText(/^All 3 steps are done\./));
});

it('finds its way back by itself when the API was killed, and when everything was', async () => {
  await startRun(command('Wait', WAIT), command('Last', 'true'));
  const watched = await open();
  const { page, stateRequests } = watched;
  const working = card(page, 'Wait').and(page.locator('[data-status=in_progress]'));
  await seen(working);
  await product.kill('api');
  const asked = stateRequests.length;
  await expect.poll(() => stateRequests.length, { timeout: 10_000 }).toBeGreaterThan(asked + 1);
  await page.getByText('Bringup does not answer, trying again…').waitFor({ state: 'hidden' });
  await seen(working);

  await product.cutPower();
  await seen(page.getByText('Bringup does not answer, trying again…'));
  await seen(working);
  await expectAccessible(page, 'no-answer');
  await product.up();
  await page.getByText('Bringup does not answer, trying again…').waitFor({ state: 'hidden' });
  goOn();
  await runPanel(page, 'completed').waitFor({ timeout: 40_000 });
  // The browser itself says that nobody answered.
  watched.problems = watched.problems.filter((problem) => !problem.includes('net::ERR_'));
});

it('asks every two seconds while a run goes on, and not once after its end', async () => {
  await startRun(command('Wait', WAIT));
  const { page, stateRequests } = await open((one) => one.clock.install());
  await seen(runPanel(page, 'running'));
  await expect.poll(() => stateRequests.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(5);
  const gaps = stateRequests.slice(1, 5).map((at, index) => at - (stateRequests[index] ?? 0));
  for (const gap of gaps) expect(gap).toBeGreaterThan(1900);
  expect(Math.min(...gaps)).toBeLessThan(2600);
  goOn();
  await seen(runPanel(page, 'completed'));
  const asked = stateRequests.length;
  await page.clock.fastForward('05:00');
  await page.evaluate(() => fetch('/healthz').then((answer) => answer.text()));
  expect(stateRequests).toHaveLength(asked);
});

it('gives a step that takes long ten more minutes', async () => {
  const id = await startRun(step('run_command', 'Takes long', { command: WAIT, timeout_s: 100 }));
  const { page } = await open();
  const more = button(page, '10 more minutes for Takes long');
  await more.waitFor({ timeout: 40_000 });
  await seen(card(page, 'Takes long').getByText(/^Ends at .+ at the latest \(in 1 min/));
  await expectAccessible(page, 'limit');
  await more.click();
  await seen(card(page, 'Takes long').getByText(/^Ends at .+ at the latest \(in 1[12] min\)/));
  expect((await product.until(id, ({ steps }) => steps[0]?.timeout_s === 700)).status).toBe('running');
  goOn();
  await seen(runPanel(page, 'completed'));
  expect(await more.count()).toBe(0);
});

it('says Cancelling when Stop is pressed in mid-step, and Cancelled once nothing runs on the box any more', async () => {
  const stubborn = `trap '' TERM; while :; do date +%s.%N > "$HOME/alive"; sleep 0.05; done`;
  const id = await startRun(command('Never ends', stubborn), command('Last', 'true'));
  const { page } = await open();
  await seen(card(page, 'Never ends').and(page.locator('[data-status=in_progress]')));
  await button(page, 'Stop').click();
  await seen(page.getByRole('heading', { name: 'Cancelling…' }));
  await seen(runPanel(page, 'cancelled'));
  await seen(page.getByText('Every process of the run on the box has ended.'));
  expect(await card(page, 'Never ends').getAttribute('data-phase')).toBe('cancelled');
  expect(await status(card(page, 'Last'))).toBe('pending');
  expect((await product.ended(id)).outcome).toBe('cancelled');
  expect(await page.locator('.arrow.loading').count()).toBe(0);
  await expectAccessible(page, 'cancelled');
});

it('says which step failed, why, what to do, and shows the last lines of its log', async () => {
  const id = await startRun(
    command('Fine', 'true'),
    command('Breaks', 'echo looking for the file; echo it is not there >&2; exit 3'),
  );
  await product.ended(id);
  const { page } = await open();
  await seen(runPanel(page, 'failed'));
  const said = page.locator('[aria-live=polite][aria-atomic]');
  const { error_message: why, failure } = await product.ended(id);
  expect(why).toMatch(/^Step 2 \(run_command\) failed: .*exit code 3/);
  for (const text of [why ?? '', failure?.hint ?? '-', 'looking for the file', 'it is not there'])
    expect(await said.textContent()).toContain(text);
  expect(await status(card(page, 'Breaks'))).toBe('failed');
  await expectAccessible(page, 'failed');
});

it('asks about an unknown host key with its real fingerprint, and goes on once it is trusted', async () => {
  const strange = await startSshdBox({ identityFile: product.identityFile });
  try {
    const { page } = await open();
    await page.getByRole('combobox', { name: 'Template' }).selectOption({ label: 'Story' });
    await connection(page).fill(strange.connection);
    await button(page, 'Start').click();
    const dialog = page.getByRole('dialog', { name: 'Is this your box?' });
    await seen(dialog);
    expect(await dialog.textContent()).toContain(strange.hostKey.fingerprint);
    expect(await dialog.textContent()).toContain(String(strange.port));
    await page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(true);
    expect(await card(page, 'Look at the box').getAttribute('data-status')).toBe('blocked');
    await expectAccessible(page, 'host-key');
    await dialog.getByRole('button', { name: 'Trust this key and go on' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await seen(runPanel(page, 'completed'));
  } finally {
    await strange.stop();
  }
});

it('marks a connection that it does not understand, and starts nothing with it', async () => {
  const { page } = await open();
  const before = (await product.get('/workflow/state')).body.state?.workflow_id;
  const wrong: [string, RegExp][] = [
    ['root:secret@1.2.3.4', /Leave the password out/],
    ['ssh -o ProxyCommand=evil root@1.2.3.4', /not accepted/],
    ['1.2.3.4', /port/],
  ];
  for (const [text, problem] of wrong) {
    await connection(page).fill(text);
    await expect.poll(() => connection(page).getAttribute('aria-invalid'), { timeout: 5000 }).toBe('true');
    await seen(page.locator('#connection-error').getByText(problem));
    await button(page, 'Start').click();
  }
  await expectAccessible(page, 'wrong-connection');
  await connection(page).fill(box.connection);
  await expect.poll(() => connection(page).getAttribute('aria-invalid'), { timeout: 5000 }).toBe('false');
  expect((await product.get('/workflow/state')).body.state?.workflow_id).toBe(before);
});
