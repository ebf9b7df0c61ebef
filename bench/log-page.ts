// The log viewer in real Chromium: how long until a log of 100,000 lines is there, how smoothly it scrolls, and whether the page bears
// 5,000 lines a second for a minute. `npm run bench:log-page`; seconds of the flood as an argument.
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { type SshdBox, startSshdBox } from '../lab/sshd-box.ts';
import { command } from '../tests/support/facade-client.ts';
import { launchChromium, openPage } from '../tests/support/page.ts';
import { createProduct, type Product } from '../tests/support/product.ts';
import { median, printRows, type Row } from './figures.ts';

const SECONDS = Number(process.argv[2] ?? 60);
const RATE = 5_000;
const LINES = 100_000;
const ROUNDS = 5;

// These run in the page.
const TOP = `document.querySelector('.log-rows').scrollTop`;
const FIRST_LINE = `Number(document.querySelector('.log-rows .row')?.dataset.line)`;
const LAST_LINE = `Number([...document.querySelectorAll('.log-rows .row')].at(-1)?.dataset.line)`;
const ROW = (line: number) => `.log-rows .row[data-line="${line}"]`;
const IS_SHOWN = (line: number) => `document.querySelector('${ROW(line)}') !== null`;

interface TraceEvent {
  name: string;
  tid: number;
  dur?: number;
  /** What the thread worked of it. */
  tdur?: number;
  args?: { name?: string };
}

interface Metrics {
  TaskDuration: number;
  Timestamp: number;
  JSHeapUsedSize: number;
}

const product = await createProduct();
const browser = await launchChromium();
try {
  const box = await startSshdBox({ identityFile: product.identityFile });
  try {
    await product.trust(box);
    await product.up();
    const start = (text: string) =>
      product.start({ ssh_connection: box.connection, step_delay: 0, steps: [command(text)] });
    const long = await start(
      `seq 1 ${LINES} | awk '{ if ($1 % 13 == 0) printf "\\033[32mok\\033[0m installed \\033[1;36mpackage-%d\\033[0m\\n", $1; else print "line " $1 " of a log, as programs print them, with some words in it" }'`,
    );
    await product.ended(long);
    const { page } = await openPage(browser, product.url);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    printRows([await opening(page, long), ...(await scrolling(page, devtools))]);
    printRows(await flood(product, box, page, devtools, start));
    await page.context().close();
  } finally {
    await box.stop();
  }
} finally {
  await browser.close();
  await product.remove();
}

/** From the address to the last line on the screen. */
async function opening(page: Page, id: string): Promise<Row> {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto('about:blank');
    const began = performance.now();
    await page.goto(`${product.url}/runs/${id}/log/0/1`, { waitUntil: 'commit' });
    await page.locator(ROW(LINES)).waitFor();
    took.push(performance.now() - began);
  }
  const facts = `${LINES} lines, median of ${ROUNDS}; all: ${took.map(Math.round).join(', ')} ms`;
  return { name: 'open a log of 100,000 lines at its end, seconds', ratio: median(took) / 1000, bar: 1, facts };
}

/** The longest frame of a trace while everything is scrolled through by the wheel, up to the first line and down again. */
async function scrolling(page: Page, devtools: CDPSession): Promise<Row[]> {
  const trace = await startTrace(devtools);
  await page.mouse.move(600, 500);
  const began = performance.now();
  let turns = 0;
  for (; (await page.evaluate(TOP)) !== 0 || (await page.evaluate(FIRST_LINE)) !== 1; turns += 1) {
    await page.mouse.wheel(0, -20_000);
    await pause(16);
  }
  for (let turn = 0; turn < turns && !(await page.evaluate(IS_SHOWN(LINES))); turn += 1) {
    await page.mouse.wheel(0, 20_000);
    await pause(16);
  }
  const seconds = (performance.now() - began) / 1000;
  const tasks = await trace.stop();
  const longest = Math.max(...tasks.map(({ wall }) => wall));
  const work = Math.max(...tasks.map(({ cpu }) => cpu));
  const facts = `${turns} turns of the wheel up to line 1 and down again in ${seconds.toFixed(1)} s; ${tasks.length} tasks, ${tasks.filter(({ wall }) => wall > 16).length} longer than 16 ms; load of the machine ${loadavg()[0]?.toFixed(1)}`;
  return [
    { name: 'longest frame while scrolling through 100,000 lines, ms', ratio: longest, bar: 50, facts },
    { name: 'the same, without waiting for a processor', ratio: work, bar: 50, facts },
  ];
}

/** 5,000 lines a second while the page follows. */
async function flood(
  { until, ended }: Product,
  box: SshdBox,
  page: Page,
  devtools: CDPSession,
  start: (text: string) => Promise<string>,
): Promise<Row[]> {
  const last = RATE * SECONDS + 1;
  // The first line is there before the page is; the others come when it is.
  const program = [
    'import os, time',
    'print("1 a line of a log", flush=True)',
    'while not os.path.exists(os.path.expanduser("~/flood")): time.sleep(0.05)',
    'n = 1',
    'next = time.time()',
    `while n < ${last}:`,
    '    print("\\n".join("%d a line of a log, as programs print them, with some words" % i for i in range(n + 1, n + 51)), flush=True)',
    '    n += 50',
    '    next += 0.01',
    '    time.sleep(max(0, next - time.time()))',
  ].join('\n');
  const id = await start(`python3 -c '${program}'`);
  await until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
  await page.goto(`${product.url}/runs/${id}/log/0/1`);
  await page.locator(ROW(1)).waitFor();
  writeFileSync(path.join(box.home, 'flood'), '');
  const before = await metrics(devtools);
  let heap = 0;
  let delay = 0;
  for (let shown = 0; shown < last;) {
    await pause(500);
    heap = Math.max(heap, (await metrics(devtools)).JSHeapUsedSize);
    shown = (await page.evaluate(LAST_LINE)) as number;
    if (shown === last) break;
    const asked = performance.now();
    await page.evaluate('new Promise((done) => requestAnimationFrame(done))');
    delay = Math.max(delay, performance.now() - asked);
  }
  const after = await metrics(devtools);
  await ended(id);
  const share = (after.TaskDuration - before.TaskDuration) / (after.Timestamp - before.Timestamp);
  const missing = await missingLines(page, last);
  const facts = `${last} lines in ${(after.Timestamp - before.Timestamp).toFixed(0)} s; a frame was waited for ${Math.round(delay)} ms at most`;
  return [
    { name: 'lines that are missing after the flood, of those held', ratio: missing, bar: 0, facts },
    { name: '5,000 lines a second: main thread busy, per cent', ratio: share * 100, bar: 60, facts },
    { name: '5,000 lines a second: JavaScript heap at most, MB', ratio: heap / 1e6, bar: 250, facts },
  ];
}

/** Reads upwards through everything and counts lines that do not follow one upon the other. */
async function missingLines(page: Page, last: number): Promise<number> {
  const seen = new Set<number>();
  await page.mouse.move(600, 500);
  for (;;) {
    const lines = (await page.evaluate(
      `[...document.querySelectorAll('.log-rows .row')].filter((row) => row.querySelector('.text').textContent.startsWith(row.dataset.line + ' a line')).map((row) => Number(row.dataset.line))`,
    )) as number[];
    for (const line of lines) seen.add(line);
    if (lines[0] === 1 && (await page.evaluate(TOP)) === 0) break;
    // Less than a screen with the rows that are drawn beyond it.
    await page.mouse.wheel(0, -900);
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    if (lines[0] !== undefined && last - lines[0] > 20_000) {
      // The rest is asked for by lines: what was dropped comes again from the server.
      return 20_000 - [...seen].filter((line) => line > last - 20_000).length;
    }
  }
  return last - seen.size;
}

async function metrics(devtools: CDPSession): Promise<Metrics> {
  const { metrics: all } = await devtools.send('Performance.getMetrics');
  return Object.fromEntries(all.map(({ name, value }) => [name, value])) as unknown as Metrics;
}

/** Durations of the main thread's tasks, in milliseconds: what keeps a frame from being drawn. */
async function startTrace(devtools: CDPSession) {
  const collected: { tid: number; wall: number; cpu: number }[] = [];
  let main: number | undefined;
  devtools.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, dur, tdur, tid, args } of value as unknown as TraceEvent[]) {
      if (name === 'thread_name' && args?.name === 'CrRendererMain') main = tid;
      if (name !== 'RunTask' || dur === undefined) continue;
      collected.push({ tid, wall: dur / 1000, cpu: (tdur ?? dur) / 1000 });
    }
  });
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline', 'toplevel'] },
  });
  return {
    async stop() {
      const complete = new Promise((done) => devtools.once('Tracing.tracingComplete', done));
      await devtools.send('Tracing.end');
      await complete;
      return collected.filter(({ tid }) => tid === main);
    },
  };
}
