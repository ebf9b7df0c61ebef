// The page's first load in a real Chromium: how much JavaScript it takes, and when it can be used on a processor four times slower.
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page, type Response } from 'playwright-core';
import { median, type Row } from './figures.ts';

const TIMES = 5;
const SLOW_DOWN = 4;
/** The page counts as loaded when nothing long has been at work for this time. */
const QUIET_MS = 500;
const LIMIT_MS = 30_000;

// Runs in the page: notes when the list (or what stands where there is none) is shown, and when each long task has ended.
const WATCH = `
  window.firstLoad = { shown: null, busyUntil: 0 };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.firstLoad.busyUntil = startTime + duration;
  }).observe({ type: 'longtask', buffered: true });
  new MutationObserver((_changes, observer) => {
    if (!document.querySelector('main h1')) return;
    window.firstLoad.shown = performance.now();
    observer.disconnect();
  }).observe(document, { subtree: true, childList: true });`;

interface Loaded {
  /** Milliseconds from the navigation until the page is there and no long task is at work. */
  interactiveMs: number;
  scripts: { name: string; gzipped: number }[];
}

async function load(browser: Browser, url: string): Promise<Loaded> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const page = await context.newPage();
  const responses: Response[] = [];
  page.on('response', (response) => void responses.push(response));
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN });
  await page.addInitScript({ content: WATCH });
  await page.goto(`${url}/runs`);
  const interactiveMs = await untilQuiet(page);
  const scripts = await Promise.all(responses.filter((one) => one.url().endsWith('.js')).map(sizeOf));
  await context.close();
  return { interactiveMs, scripts };
}

async function untilQuiet(page: Page): Promise<number> {
  const question = `(() => {
    const { shown, busyUntil } = window.firstLoad;
    const ready = Math.max(shown ?? Infinity, busyUntil);
    return performance.now() - ready > ${QUIET_MS} ? ready : 0;
  })()`;
  for (const until = Date.now() + LIMIT_MS; Date.now() < until; await pause(100)) {
    const ready = (await page.evaluate(question)) as number;
    if (ready > 0) return ready;
  }
  throw new Error(`the page was not quiet in ${LIMIT_MS} ms`);
}

const sizeOf = async (response: Response) => ({
  name: new URL(response.url()).pathname,
  gzipped: gzipSync(await response.body()).length,
});

/** JavaScript of the first load of the list of runs, and when it can be used; a new browser profile each time. */
export async function firstLoad(url: string): Promise<Row[]> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const loads: Loaded[] = [];
    for (let time = 0; time < TIMES; time += 1) loads.push(await load(browser, url));
    const scripts = loads[0]?.scripts ?? [];
    const kilobytes = scripts.reduce((sum, { gzipped }) => sum + gzipped, 0) / 1000;
    const each = loads.map(({ interactiveMs }) => Math.round(interactiveMs));
    return [
      {
        name: 'JavaScript at first load, kB gzipped',
        ratio: kilobytes,
        bar: 150,
        facts: scripts
          .map(({ name, gzipped }) => `${name.replace('/assets/', '')} ${(gzipped / 1000).toFixed(1)}`)
          .join(', '),
      },
      {
        name: `interactive at ${SLOW_DOWN}× slow-down, s`,
        ratio: median(each) / 1000,
        bar: 1,
        facts: `${each.join(', ')} ms`,
      },
    ];
  } finally {
    await browser.close();
  }
}
