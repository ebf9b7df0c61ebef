// Event streams over HTTP, with everything real behind them: Temporal, the worker, an OpenSSH box.
import { writeFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { pino } from 'pino';
import { loadSettings } from '../../adapters/settings/settings.ts';
import { logEventSchema } from '../../contract/events.ts';
import { runItemSchema } from '../../contract/run-list.ts';
import type { RunState } from '../../contract/run-state.ts';
import { runStateSchema } from '../../contract/run-state-schema.ts';
import type { SshdBox } from '../../lab/sshd-box.ts';
import { createApi } from '../create-api.ts';
import { readEvents } from '../../tests/support/event-stream.ts';
import { command } from '../../tests/support/facade-client.ts';
import { type Stack, startStackWithBox } from '../../tests/support/stack.ts';

let box: SshdBox;
let stack: Stack;

beforeAll(async () => {
  const started = await startStackWithBox();
  ({ stack, box } = started);
  return started.stop;
});

const start = (...texts: string[]) =>
  stack.start({ ssh_connection: box.connection, step_delay: 0, steps: texts.map((text) => command(text)) });
const ofRun = (id: string) => `${stack.url}/api/v1/runs/${encodeURIComponent(id)}/events`;
const ofLog = (id: string) => `${stack.url}/api/v1/runs/${encodeURIComponent(id)}/steps/0/attempts/1/log/events`;
const hasBegun = (id: string) => stack.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
const WAIT = 'until [ -e ~/go ]; do sleep 0.02; done; rm ~/go';
const go = () => writeFileSync(path.join(box.home, 'go'), '');
const stateOf = (data: string): RunState => JSON.parse(data) as RunState;

/** Connects again and again, each time broken off after one event or some milliseconds, at the end once to the end. */
async function inPieces(url: string, times: number, onEvent: (event: string, data: string) => void) {
  let lastId: string | undefined;
  let connections = 0;
  for (; connections < times; connections += 1) {
    const signal = AbortSignal.timeout(5 + ((connections * 37) % 150));
    const one = await readEvents(url, ({ event = '', data }) => (onEvent(event, data), true), { lastId, signal });
    lastId = one.lastId;
    if (one.status === 204) break;
  }
  for (;;) {
    const last = await readEvents(url, ({ event = '', data }) => onEvent(event, data), { lastId });
    lastId = last.lastId;
    if (last.status === 204) return connections;
  }
}

describe('a log', () => {
  it('has no gap and no double line over 100 broken connections', async () => {
    const id = await start('i=0; while [ $i -lt 700 ]; do echo "line $i für €5 😀"; i=$((i+1)); sleep 0.01; done');
    await hasBegun(id);
    let text = '';
    let next = 0;
    const ends: string[] = [];
    const connections = await inPieces(ofLog(id), 100, (event, data) => {
      if (event === 'end') return void ends.push(data);
      const piece = logEventSchema.parse(JSON.parse(data));
      expect(piece.offset).toBe(next);
      next = piece.next_offset;
      text += piece.text;
    });
    expect(connections).toBe(100);
    expect(text).toBe(Array.from({ length: 700 }, (_, line) => `line ${line} für €5 😀\n`).join(''));
    expect(ends).toEqual([JSON.stringify({ offset: next })]);
  });

  it('shows a line within 300 ms after it was printed', async () => {
    const id = await start(
      'echo up; sleep 0.5; i=0; while [ $i -lt 20 ]; do date +%s%3N; i=$((i+1)); sleep 0.07; done',
    );
    await hasBegun(id);
    const late: number[] = [];
    await readEvents(ofLog(id), ({ event, data }) => {
      if (event !== 'log') return;
      const printed = (JSON.parse(data) as { text: string }).text
        .trim()
        .split('\n')
        .filter((line) => line !== 'up');
      late.push(...printed.map((at) => Date.now() - Number(at)));
    });
    expect(late).toHaveLength(20);
    expect(Math.max(...late)).toBeLessThan(300);
  });

  it('begins at an offset, and is refused before the stream begins where there is none', async () => {
    const id = await start('echo first; echo second');
    await stack.ended(id);
    const events: string[] = [];
    await readEvents(`${ofLog(id)}?offset=6`, ({ data }) => void events.push(data));
    expect(events).toEqual(['{"offset":6,"next_offset":13,"text":"second\\n"}', '{"offset":13}']);
    const refused = await fetch(ofLog(id).replace('steps/0', 'steps/7'));
    expect([refused.status, await refused.json()]).toMatchObject([404, { code: 'attempt_not_found' }]);
  });

  it('costs no memory for a client that never reads', async () => {
    const id = await start(`echo up; ${WAIT}; yes "$(printf '%0999d' 0)" | head -n 50000`);
    await hasBegun(id);
    const { hostname, port, pathname, host } = new URL(ofLog(id));
    const socket = connect({ host: hostname, port: Number(port) });
    const begun = new Promise((resolve) => socket.once('data', resolve));
    socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    await begun;
    socket.pause();
    const before = memory();
    go();
    let size = 0;
    await readEvents(ofLog(id), ({ event, data }) => {
      if (event === 'end') size = (JSON.parse(data) as { offset: number }).offset;
    });
    expect(size).toBe(50_000_003);
    await expect.poll(() => memory() - before, { timeout: 5_000, interval: 200 }).toBeLessThan(10_000_000);
    socket.destroy();
  });
});

/** What is held, garbage left out. */
function memory(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('a run', () => {
  it('never loses its last state over 100 broken connections', async () => {
    const id = await start('i=0; while [ $i -lt 40 ]; do echo $i; i=$((i+1)); sleep 0.25; done', 'echo second');
    const states: RunState[] = [];
    const ends: string[] = [];
    const connections = await inPieces(ofRun(id), 100, (event, data) => {
      if (event === 'end') ends.push(data);
      else states.push(stateOf(data));
    });
    expect(connections).toBe(100);
    for (const state of states) expect(runStateSchema.safeParse(state).error).toBeUndefined();
    expect(states.at(-1)).toMatchObject({ outcome: 'done', steps: [{ status: 'completed' }, { status: 'completed' }] });
    // Never the same twice in a row: who comes back with an id has that state.
    expect(states.filter((state, at) => at > 0 && JSON.stringify(state) === JSON.stringify(states[at - 1]))).toEqual(
      [],
    );
    expect(ends).toHaveLength(1);
  });

  it('tells 200 streams at once that it has changed', async () => {
    const id = await start(`echo up; ${WAIT}`, 'echo second');
    await hasBegun(id);
    let listening = 0;
    let told = 0;
    const streams = Array.from({ length: 200 }, async () => {
      let isFirst = true;
      return readEvents(ofRun(id), ({ event, data }) => {
        if (isFirst) listening += 1;
        isFirst = false;
        if (event === 'state' && stateOf(data).outcome === 'done') told += 1;
      });
    });
    await expect.poll(() => listening, { timeout: 10_000 }).toBe(200);
    go();
    await Promise.all(streams);
    expect(told).toBe(200);
  });

  it('is known by the same id to an API that has started anew', async () => {
    const id = await start('echo x');
    await stack.ended(id);
    const { lastId } = await readEvents(ofRun(id), () => undefined);
    const settings = await loadSettings({ HOME: stack.home, PATH: process.env.PATH, BRINGUP_HOME: stack.home });
    const temporal = { namespace: 'default', connectionOptions: { address: inject('temporalAddress') } };
    const anew = await createApi(settings, temporal, pino({ level: 'silent' }));
    await new Promise<void>((resolve) => anew.server.listen(0, '127.0.0.1', resolve));
    const url = ofRun(id).replace(stack.url, `http://127.0.0.1:${(anew.server.address() as AddressInfo).port}`);
    const events: string[] = [];
    expect(await readEvents(url, () => undefined, { lastId })).toMatchObject({ status: 204 });
    await readEvents(url, ({ event = '' }) => void events.push(event), { lastId: lastId?.replace('.end', '') });
    expect(events).toEqual(['end']);
    await anew.close();
  });

  it('is not found before the stream begins', async () => {
    const refused = await fetch(ofRun('nowhere'));
    expect([refused.status, await refused.json()]).toMatchObject([404, { code: 'run_not_found' }]);
  });
});

it('tells a list of every run that changes, and of those that have ended meanwhile', async () => {
  const first = await start(`echo up; ${WAIT}`);
  const seen: string[] = [];
  const read = (until: (id: string, outcome: string | null) => boolean, lastId?: string) =>
    readEvents(
      `${stack.url}/api/v1/events`,
      ({ event, data }) => {
        if (event !== 'run') return false;
        const item = runItemSchema.parse(JSON.parse(data));
        seen.push(`${item.workflow_id} ${item.outcome}`);
        return until(item.workflow_id, item.outcome);
      },
      { lastId, signal: AbortSignal.timeout(20_000) },
    );
  const { lastId } = await read((id) => id === first);
  go();
  await stack.ended(first);
  await read((id, outcome) => id === first && outcome === 'done', lastId ?? new Date().toISOString());
  expect(seen).toContain(`${first} done`);
});

it('tells the whole state of the runs that a list watches, and of no other', async () => {
  const other = await start('echo other');
  await stack.ended(other);
  const watched = await start(`echo up; ${WAIT}`, 'echo second');
  await hasBegun(watched);
  go();
  const seen = new Set<string>();
  const url = `${stack.url}/api/v1/events?watch=${encodeURIComponent(encodeURIComponent(watched))},nowhere,%E0`;
  let last: RunState | null = null;
  await readEvents(url, ({ event, data }) => {
    if (event !== 'state') return;
    last = stateOf(data);
    seen.add(last.workflow_id);
    return last.outcome !== null;
  });
  expect(last).toMatchObject({ outcome: 'done', steps: [{ status: 'completed' }, { status: 'completed' }] });
  expect([...seen]).toEqual([watched]);
});
