// `npm run bench:load`: a thousand pollers of one run, two hundred runs that are watched at once, two hundred streams of one run. What
// each poll takes, when a change arrives, the API's memory, and how often a workflow is asked meanwhile.
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { percentile, printRows, type Row } from './figures.ts';
import { holdOpen, pollAll, type Polls } from './load-clients.ts';
import { isEnded, type RunState } from '../contract/run-state.ts';
import { type Product, startProduct } from './product.ts';

const POLLERS = 1_000;
const RUNS = 200;
const STREAMS = 200;
const SECONDS = 30;
const P99_MS = 250;
const MEMORY_MB = 400;

/** A run that stays at work until it is stopped. */
const endless = { action: 'run_command', label: 'Count', command: 'while :; do echo line; sleep 1; done' };

/** Most resident memory of the product's API process while `work` goes on, in MB. */
async function memoryDuring<Result>(pid: number, work: Promise<Result>): Promise<[Result, number]> {
  let most = 0;
  const look = async () => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    most = Math.max(most, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  };
  const timer = setInterval(() => void look(), 250);
  try {
    return [await work, most];
  } finally {
    clearInterval(timer);
  }
}

/** The API's process is the one that listens for this product. */
async function findApi(home: string): Promise<number> {
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const [command, environment] = await Promise.all(
      ['cmdline', 'environ'].map((file) => readFile(`/proc/${entry}/${file}`, 'utf8').catch(() => '')),
    );
    if (/\bapi[/.]/.test(command ?? '') && environment?.includes(`BRINGUP_HOME=${home}`)) return Number(entry);
  }
  throw new Error('the API’s process was not found');
}

interface Measured {
  polls: Polls;
  memory: number;
  queriesPerRun: number;
}

async function measure(product: Product, api: number, urls: string[], pauseMs: number): Promise<Measured> {
  const before = await product.queries();
  const started = performance.now();
  const [polls, memory] = await memoryDuring(api, pollAll(urls, pauseMs, SECONDS * 1_000));
  const seconds = (performance.now() - started) / 1_000;
  const runs = new Set(urls).size;
  return { polls, memory, queriesPerRun: ((await product.queries()) - before) / seconds / runs };
}

function rowsOf(name: string, { polls, memory, queriesPerRun }: Measured): Row[] {
  const { times, failed, unchanged } = polls;
  const facts = `${times.length} polls, ${(times.length / SECONDS).toFixed(0)} a second, ${unchanged} answered 304, median ${percentile(times, 0.5).toFixed(1)} ms`;
  return [
    { name: `${name}: p99 in ms`, ratio: percentile(times, 0.99), bar: P99_MS, facts },
    { name: `${name}: polls that failed`, ratio: failed, bar: 0, facts },
    { name: `${name}: most memory of the API in MB`, ratio: memory, bar: MEMORY_MB, facts: 'resident' },
    {
      name: `${name}: Temporal queries a second and run`,
      ratio: queriesPerRun,
      bar: 1.05,
      facts: 'as the API logs them',
    },
  ];
}

async function start({ post }: Product, connection: string, steps: object[]): Promise<string> {
  const { workflow_id } = await post('/workflow/start', { ssh_connection: connection, step_delay: 0, steps });
  return String(workflow_id);
}

const eventsOf = ({ url }: Product, id: string) => `${url}/api/v1/runs/${encodeURIComponent(id)}/events`;
const stateOf = ({ url }: Product, id: string) => `${url}/workflow/state?workflow_id=${encodeURIComponent(id)}`;

async function onePolledByMany(product: Product, api: number): Promise<Row[]> {
  const id = await start(product, product.box.connection, [endless]);
  const urls = Array<string>(POLLERS).fill(stateOf(product, id));
  const calm = await measure(product, api, urls, 2_000);
  // A dashboard that asks anew as soon as it has an answer and has drawn it.
  const fast = await measure(product, api, urls.slice(0, 50), 20);
  const rows = [...rowsOf(`${POLLERS} pollers of one run`, calm), ...rowsOf('50 fast dashboards of one run', fast)];
  await product.post('/workflow/stop', { workflow_id: id });
  return rows;
}

/**
 * Two hundred addresses of one sshd, 127.0.1.1 and on: to Bringup each is a box of its own. Their runs wait for a person, each on a host
 * key that nobody has accepted, so that the box's lock, which is one for all, is not asked for. What is measured is the watching.
 */
async function manyRuns(product: Product, api: number): Promise<Row[]> {
  const { user, port } = product.box;
  const ids: string[] = [];
  for (let index = 1; index <= RUNS; index += 1) {
    ids.push(await start(product, `${user}@127.0.1.${index}:${port}`, [{ action: 'test_ssh', label: 'Test' }]));
  }
  const urls = ids.map((id) => stateOf(product, id));
  const asked = new Map<number, number>();
  const arrivals: number[] = [];
  const streams = await holdOpen(
    ids.map((id) => eventsOf(product, id)),
    {
      reads: true,
      onPiece(index) {
        const at = asked.get(index);
        asked.delete(index);
        if (at !== undefined) arrivals.push(performance.now() - at);
      },
    },
  );
  const changes = changeInTurn(product, ids, (index) => asked.set(index, performance.now()));
  const watched = await measure(product, api, urls, 1_000);
  await changes.stop();
  const name = `${RUNS} runs, each with a poller and an open stream`;
  const rows = rowsOf(name, watched);
  const facts = `${arrivals.length} changes, from the request to the event, median ${percentile(arrivals, 0.5).toFixed(1)} ms`;
  rows.push(
    { name: `${name}: a change arrives, p99 in ms`, ratio: percentile(arrivals, 0.99), bar: P99_MS, facts },
    { name: `${name}: streams that were lost`, ratio: RUNS - streams.stillOpen(), bar: 0, facts: 'of those opened' },
  );
  streams.close();
  const states = await Promise.all(urls.map(async (url) => (await (await fetch(url)).json()) as { state?: RunState }));
  const waiting = states.filter(({ state }) => state?.status === 'blocked').length;
  rows.push({ name: `${RUNS} runs: ended meanwhile`, ratio: RUNS - waiting, bar: 0, facts: 'none should' });
  for (const { state } of states) {
    if (state && !isEnded(state)) await product.post('/workflow/stop', { workflow_id: state.workflow_id });
    else console.log(state?.workflow_id, state?.error_message);
  }
  return rows;
}

/** Pauses one run after the other, and lets them go on again in the next round: a change each 50 ms. */
function changeInTurn(product: Product, ids: string[], onAsked: (index: number) => void) {
  let going = true;
  const round = async () => {
    for (let count = 0; going; count += 1) {
      const index = count % ids.length;
      const what = Math.floor(count / ids.length) % 2 === 0 ? 'pause' : 'resume';
      onAsked(index);
      await product.post(`/api/v1/runs/${encodeURIComponent(ids[index] ?? '')}/${what}`, {});
      await pause(50);
    }
  };
  const done = round();
  return {
    async stop() {
      going = false;
      await done;
    },
  };
}

/** Many streams of one run that changes all the time, and one client among them that never reads. */
async function openStreams(product: Product, api: number): Promise<Row[]> {
  const id = await start(product, product.box.connection, [endless]);
  const events = Array<string>(STREAMS).fill(eventsOf(product, id));
  const streams = await holdOpen(events, { reads: true });
  const deaf = await holdOpen(events.slice(0, 1), { reads: false });
  const measured = await measure(product, api, Array<string>(50).fill(stateOf(product, id)), 1_000);
  const rows = rowsOf(`${STREAMS} streams of one run and one that never reads`, measured);
  const missing = STREAMS - streams.stillOpen();
  rows.push({ name: 'streams that were lost', ratio: missing, bar: 0, facts: `${streams.opened} opened` });
  streams.close();
  deaf.close();
  await product.post('/workflow/stop', { workflow_id: id });
  return rows;
}

const product = await startProduct({ listenOnAll: true });
try {
  const api = await findApi(product.home);
  for (const part of [onePolledByMany, manyRuns, openStreams]) printRows(await part(product, api));
} finally {
  await product.stop();
}
