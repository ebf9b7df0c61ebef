// What the page survives, in real Chromium: reload, the laptop's sleep, an API that is started again, Temporal away, a second tab.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { commandLine, descendantsOf } from '../../lab/processes.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { startTcpProxy, type TcpProxy } from '../../lab/tcp-proxy.ts';
import { step } from '../support/comfyui-box.ts';
import { launchChromium } from '../support/page.ts';
import { createProduct, type Product } from '../support/product.ts';

/** Longer than the page lets a gap of its clock pass for busy, and the stream for silent. */
const SLEEP_MS = 11_000;
const WAIT = { timeout: 30_000, interval: 50 };

let product: Product;
let box: SshdBox;
let browser: Browser;
let proxy: TcpProxy;
let context: BrowserContext;
let run: string;
/** Every request of the browser for anything of /api, while it lasts. */
let asked: Request[];
let open: Set<Request>;

beforeAll(async () => {
  product = await createProduct();
  [box, browser] = await Promise.all([startSshdBox({ identityFile: product.identityFile }), launchChromium()]);
  await product.trust(box);
  await product.up();
  proxy = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(product.url).port) });
  run = await product.start({
    ssh_connection: box.connection,
    step_delay: 0,
    steps: [1, 2, 3, 4, 5, 6].map((n) =>
      step('run_command', `Part ${n}`, { command: `until [ -e "$HOME/go-${n}" ]; do sleep 0.1; done; echo went ${n}` }),
    ),
  });
});
afterAll(async () => {
  await browser?.close();
  await proxy?.stop();
  await box?.stop();
  await product?.remove();
});
afterEach(async () => {
  await context.close();
});

/** Lets the run come to the part after this one, whatever a test before has done. */
function goOn(n: number): void {
  for (let part = 1; part <= n; part += 1) writeFileSync(path.join(box.home, `go-${part}`), '');
}
const streams = () => [...open].filter((request) => new URL(request.url()).pathname === '/api/v1/events');

/** A window with nothing remembered, whose requests are counted. */
async function newWindow(): Promise<void> {
  [asked, open] = [[], new Set()];
  context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  context.on('request', (request) => {
    if (!new URL(request.url()).pathname.startsWith('/api/')) return;
    asked.push(request);
    open.add(request);
  });
  context.on('requestfinished', (request) => void open.delete(request));
  context.on('requestfailed', (request) => void open.delete(request));
}
async function show(address: string, base = product.url): Promise<Page> {
  const page = await context.newPage();
  await page.goto(base + address);
  return page;
}
const runAddress = (query = '') => `/runs/${encodeURIComponent(run)}${query}`;
const header = (page: Page) => page.locator('.run-header');
const away = (page: Page) => page.getByText(/Bringup does not answer since/);
const isAt = (page: Page, n: number) => header(page).getByText(`Part ${n}`, { exact: true }).waitFor();

it('finds its place again after a reload, and paints it before anybody has answered', async () => {
  await newWindow();
  const page = await show(runAddress('?step=4&tab=inputs'));
  await page.getByRole('tab', { name: 'Inputs', selected: true }).waitFor();
  await expect.poll(() => page.evaluate('localStorage.getItem("bringup.cache") ?? ""'), WAIT).toContain(run);
  await page.reload();
  await page.getByRole('tab', { name: 'Inputs', selected: true }).waitFor();
  expect(new URL(page.url()).search).toBe('?step=4&tab=inputs');

  // Nobody answers: what was known is there, and marked.
  await context.route('**/api/**', (route) => route.abort());
  await page.reload();
  await page.getByRole('tab', { name: 'Inputs', selected: true }).waitFor();
  await isAt(page, 1);
  await away(page).waitFor();
  await context.unroute('**/api/**');
  await away(page).waitFor({ state: 'detached' });
});

it('shares one stream among its tabs, and the others go on when the one that reads it is closed', async () => {
  await newWindow();
  const first = await show(runAddress());
  await isAt(first, 1);
  const others = [await show(runAddress('?step=2')), await show('/runs'), await show('/instances')];
  const [second] = others as [Page];
  await isAt(second, 1);
  await expect.poll(() => streams().length, WAIT).toBe(1);

  const before = asked.length;
  goOn(1);
  await Promise.all([isAt(first, 2), isAt(second, 2)]);
  // The stream tells both; nobody asks for the state.
  const states = asked
    .slice(before)
    .filter((request) => new URL(request.url()).pathname === `/api/v1/runs/${encodeURIComponent(run)}`);
  expect(states).toHaveLength(0);

  await first.close();
  await expect.poll(() => streams().length, WAIT).toBe(1);
  goOn(2);
  await isAt(second, 3);
});

it('catches up after the laptop has slept, though its connections are dead and nobody has said so', async () => {
  await newWindow();
  const page = await show(runAddress('?step=3&tab=log'), `http://127.0.0.1:${proxy.port}`);
  goOn(2);
  await isAt(page, 3);
  await page.getByText('Nothing has been printed yet.').waitFor();
  // Only the streams of the run and of the log are left: idle connections have been ended by the server.
  await expect.poll(() => proxy.alive, WAIT).toBe(2);
  const processes = chromiumProcesses();
  for (const pid of processes) process.kill(pid, 'SIGSTOP');
  const stopped = Date.now();
  // What was on its way is lost in silence; what comes later gets through.
  proxy.pause();
  goOn(3);
  await product.until(run, ({ steps }) => steps[2]?.status === 'completed');
  await expect.poll(() => Date.now() - stopped, WAIT).toBeGreaterThan(SLEEP_MS);
  proxy.abandon();
  for (const pid of processes) process.kill(pid, 'SIGCONT');
  await isAt(page, 4);
  await page.getByText('went 3', { exact: true }).waitFor();
  expect(new URL(page.url()).search).toContain('step=3');
});

it('says that the API is away, comes back by itself, and asks little meanwhile', async () => {
  await newWindow();
  const page = await show(runAddress('?step=6&tab=attempts'));
  goOn(3);
  await isAt(page, 4);
  const before = asked.length;
  process.kill(product.pid('api'), 'SIGKILL');
  await away(page).waitFor();
  await product.untilRuns('api');
  await away(page).waitFor({ state: 'detached' });
  // One stream that is tried again, and one look at each thing that is shown.
  expect(asked.length - before).toBeLessThan(25);
  goOn(4);
  await isAt(page, 5);
  expect(new URL(page.url()).search).toBe('?step=6&tab=attempts');
});

it('marks a state that cannot be asked for while Temporal is away, and takes the mark off', async () => {
  await newWindow();
  const page = await show(runAddress());
  goOn(4);
  await isAt(page, 5);
  const temporal = product.pid('temporal');
  process.kill(temporal, 'SIGSTOP');
  try {
    await page.getByText(/State as of .*: Temporal or the worker does not answer/).waitFor();
    await isAt(page, 5);
  } finally {
    process.kill(temporal, 'SIGCONT');
  }
  await page.getByText(/State as of/).waitFor({ state: 'detached' });
  goOn(5);
  await isAt(page, 6);
  goOn(6);
  await header(page).getByText('Completed', { exact: true }).waitFor();
});

/** All processes of the browser: a laptop that sleeps stops them all. */
const chromiumProcesses = (): number[] =>
  descendantsOf(process.pid).filter((pid) => commandLine(pid).includes('chromium'));
