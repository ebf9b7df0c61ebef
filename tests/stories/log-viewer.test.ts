// The log viewer as a person uses it: real Chromium, the product, a real sshd box.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { command } from '../support/facade-client.ts';
import { expectAccessible, launchChromium, openPage } from '../support/page.ts';
import { createProduct, type Product } from '../support/product.ts';

const LINES = 30_000;
const LONG = `seq 1 ${LINES} | awk '{ if ($1 % 9973 == 0) print "ERROR: line " $1 " failed"; else print "line " $1 " of a log" }'`;
// Two bars side by side, a third that turns on its line, colours, and what must stay text.
const BARS = `printf 'begin\\n\\n\\n'
for i in 1 2 3; do printf '\\033[2A\\033[2K\\ra %s0 %%\\n\\033[2K\\rb %s5 %%\\n' $i $i; sleep 0.1; done
printf '  0 %%\\r 50 %%\\r100 %%\\n\\033[31mred\\033[0m <img src=x onerror=alert(1)>\\n'
until [ -e ~/tick ]; do sleep 0.05; done
i=1; until [ -e ~/go-on ]; do echo "tick $i"; i=$((i+1)); sleep 0.1; done
echo '[node-a] cloned'; echo '[node-b] cloned'; echo '[node-a] done'`;

let product: Product;
let box: SshdBox;
let browser: Browser;

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

const start = (text: string) =>
  product.start({ ssh_connection: box.connection, step_delay: 0, steps: [command(text)] });
const FOLLOWS = '[aria-pressed="true"][title^="Stay"]';
const FRAME = 'new Promise((done) => requestAnimationFrame(() => done(true)))';

async function open(id: string, query = '') {
  const watched = await openPage(browser, product.url);
  const streams = openLogStreams(watched.page);
  await watched.page.goto(`${product.url}/runs/${id}/log/0/1${query}`);
  return { ...watched, streams };
}
const lineOf = (page: Page, line: number) => page.locator(`.row[data-line="${line}"]`);
const texts = (page: Page) => page.locator('.row .text').allTextContents();
const ticksOf = async (page: Page) =>
  (await texts(page)).flatMap((text) => /^tick (\d+)$/.exec(text)?.[1] ?? []).map(Number);
/** Where the text of the line in the middle begins: rows themselves move away. */
const middleOf = (page: Page) =>
  page.evaluate<{ x: number; y: number }>(`(() => {
    const { top, height } = document.querySelector('.log-rows').getBoundingClientRect();
    return { x: document.querySelector('.row .text').getBoundingClientRect().left, y: top + height / 2 };
  })()`);
/** The first line in view, as the foot has it. */
const firstInView = async (page: Page) =>
  Number(/^Lines ([\d,]+)/.exec((await page.locator('.foot').textContent()) ?? '')?.[1]?.replaceAll(',', ''));
const logText = async (id: string) =>
  (await fetch(`${product.url}/api/v1/runs/${id}/steps/0/attempts/1/log/download`)).text();
/** A window that is covered tells its page so; Chromium without a screen never does. */
const look = (page: Page, state: 'hidden' | 'visible') =>
  page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));`);

/** Streams of a log that the page opens from now on, while they are open. */
function openLogStreams(page: Page): Set<Request> {
  const streams = new Set<Request>();
  page.on('request', (request) => {
    if (request.url().includes('/log/events')) streams.add(request);
  });
  page.on('requestfinished', (request) => void streams.delete(request));
  page.on('requestfailed', (request) => void streams.delete(request));
  return streams;
}
const numbers = async (page: Page) => (await page.locator('.row .number').allTextContents()).map(Number);

it('opens a long log at its end, loads upwards, and finds lines by search, error and address', async () => {
  const id = await start(LONG);
  await product.ended(id);
  const { page, problems } = await open(id);
  await lineOf(page, LINES).waitFor();

  // Upwards by the wheel: more is loaded, no line is left out.
  await page.locator('.log-rows').hover();
  while ((await numbers(page)).every((line) => line > LINES - 4_000)) {
    await page.mouse.wheel(0, -20_000);
    await page.evaluate(FRAME);
  }
  const seen = await numbers(page);
  expect(seen).toEqual(seen.map((_, index) => (seen[0] ?? 0) + index));

  // A reload and the back button find the place again.
  await vi.waitFor(
    async () => expect(await page.evaluate('history.state.logPlace?.line')).toBe(await firstInView(page)),
    10_000,
  );
  const place = await firstInView(page);
  await page.reload();
  await vi.waitFor(async () => expect(await firstInView(page)).toBe(place), 10_000);
  await page.getByRole('link', { name: 'To the run' }).click();
  await page.locator('.run-header').waitFor();
  await page.goBack();
  await vi.waitFor(async () => expect(await firstInView(page)).toBe(place), 10_000);

  // Search over the whole log: count, next and round again, all by keys.
  await page.keyboard.press('/');
  await page.keyboard.type('line 1234 ');
  await page.getByText('1 of 1', { exact: true }).waitFor();
  await lineOf(page, 1_234).waitFor();
  expect(await lineOf(page, 1_234).locator('.hit').textContent()).toBe('line 1234 ');
  await page.locator('.search input').fill('failed|line 777 ');
  await page.getByText('No match', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Regular expression' }).click();
  await page.getByText(' of 4', { exact: false }).waitFor();
  await page.locator('.log-rows').focus();
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await page.waitForURL(/find=failed/);
  await page.locator('.search input').fill('(');
  await page.getByText('Invalid regular expression', { exact: false }).waitFor();
  // The server refuses it, which the console says; nothing else went wrong.
  expect(problems.splice(0)).toEqual([expect.stringContaining('400')]);
  await page.locator('.search input').fill('');

  // To the first line, to the next error, to the last line.
  await page.locator('.log-rows').focus();
  await page.keyboard.press('g');
  await page.keyboard.press('g');
  await lineOf(page, 1).waitFor();
  await page.keyboard.press('G');
  await lineOf(page, LINES).waitFor();
  await page.locator(FOLLOWS).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('g');
  await lineOf(page, 1).waitFor();
  await page.keyboard.press('e');
  await lineOf(page, 9_973).waitFor();
  await page.waitForURL(/line=9973/);
  await page.keyboard.press('e');
  await page.waitForURL(/line=19946/);
  await page.keyboard.press('E');
  await page.waitForURL(/line=9973/);
  await page.reload();
  await lineOf(page, 9_973).waitFor();
  expect(await page.locator('.row.selected').getAttribute('data-line')).toBe('9973');
  expect(await lineOf(page, LINES).count()).toBe(0);
  await page.keyboard.press('G');
  await lineOf(page, LINES).waitFor();
  await page.goto(`${product.url}/runs/${id}/log/0/1?line=${LINES + 7}`);
  await page.getByText('There is no line 30,007.', { exact: true }).waitFor();
  await lineOf(page, LINES).waitFor();
  await page.locator(FOLLOWS).waitFor();
  expect(await page.locator('.row.selected').count()).toBe(0);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('folds bars, keeps tags as text, follows, lets go, and misses nothing while the API is away', async () => {
  const id = await start(BARS);
  await product.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
  const { page, problems, streams } = await open(id, '?time=utc');
  await page.getByText('red <img', { exact: false }).waitFor();
  expect(await texts(page)).toEqual(['begin', 'a 30 %', 'b 35 %', '100 %', 'red <img src=x onerror=alert(1)>']);
  expect(await page.locator('.ansi-red-fg').textContent()).toBe('red');
  expect(await page.locator('.row .time').first().textContent()).toMatch(/^\d\d:\d\d:\d\d\.\d{3}Z$/);
  await page.getByRole('button', { name: 'Raw lines' }).click();
  await page.getByText('␛[2A␛[2K␍a 10 %', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Raw lines' }).click();

  // It follows; a key upwards lets go; the button takes hold again.
  writeFileSync(path.join(box.home, 'tick'), '');
  const follow = page.getByRole('button', { name: 'Follow', exact: true });
  await vi.waitFor(async () => expect((await ticksOf(page)).at(-1)).toBeGreaterThan(60), 20_000);
  expect(await follow.getAttribute('aria-pressed')).toBe('true');
  await page.locator('.log-rows').focus();
  await page.keyboard.press('Home');
  await page.getByText('begin', { exact: true }).waitFor();
  expect(await follow.getAttribute('aria-pressed')).toBe('false');
  await page.keyboard.press('End');
  await page.locator(FOLLOWS).waitFor();

  // The mouse marks text though lines come, and that lets go, too; without the mark it follows again.
  const { x, y } = await middleOf(page);
  await page.mouse.move(x + 1, y);
  await page.mouse.down();
  const where = page.locator('.foot .numbers').first();
  const pressed = await where.textContent();
  await vi.waitFor(async () => expect(await where.textContent()).not.toBe(pressed), 5_000);
  await page.mouse.move(x + 30, y, { steps: 3 });
  await page.mouse.up();
  expect(await page.evaluate('String(getSelection())')).toMatch(/^tic/);
  expect(await follow.getAttribute('aria-pressed')).toBe('false');
  await page.evaluate('getSelection().removeAllRanges()');
  await page.keyboard.press('End');
  await page.locator(FOLLOWS).waitFor();

  // Nobody looks at a hidden tab: its stream ends, and goes on without a gap when it is looked at again.
  await look(page, 'hidden');
  await vi.waitFor(() => expect(streams.size).toBe(0), 5_000);
  const unseen = await where.textContent();
  const last = (await ticksOf(page)).at(-1) ?? 0;
  await vi.waitFor(async () => expect(await logText(id)).toContain(`tick ${last + 5}\n`), 5_000);
  expect(await where.textContent()).toBe(unseen);
  await look(page, 'visible');
  await vi.waitFor(async () => expect(await where.textContent()).not.toBe(unseen), 5_000);

  // The API dies and comes back: the stream goes on where it was.
  await product.kill('api');
  await product.untilRuns('api');
  const before = (await ticksOf(page)).at(-1) ?? 0;
  await vi.waitFor(async () => expect((await ticksOf(page)).at(-1)).toBeGreaterThan(before + 20), 20_000);
  const ticks = await ticksOf(page);
  expect(ticks).toEqual(ticks.map((_, index) => (ticks[0] ?? 0) + index));
  // What the browser says of the cut connection.
  problems.splice(0);

  await expectAccessible(page, 'log');
  writeFileSync(path.join(box.home, 'go-on'), '');
  await page.getByText('[node-a] done', { exact: true }).waitFor();
  await page.getByText('Ended', { exact: true }).waitFor();
  await page.goto(`${product.url}/runs/${id}/log/0/1?task=node-a`);
  await page.getByText('done', { exact: true }).waitFor();
  expect(await texts(page)).toEqual(['cloned', 'done']);
  expect(problems).toEqual([]);
  await page.context().close();
});
