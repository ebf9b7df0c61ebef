// GET /workflow/state during a run with 50 pollers, next to an Express handler that returns a constant of the same size, and how
// often a workflow was asked meanwhile.
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { percentile, type Row } from './figures.ts';
import type { Product } from './product.ts';

const POLLERS = 50;
const SECONDS = 8;
/** What every poller waits between two polls: 50 pollers ask 500 times a second. */
const PAUSE_MS = 100;

export async function polling({ url, box, post, queries }: Product): Promise<Row[]> {
  const steps = [
    {
      action: 'run_command',
      label: 'Count',
      command: `for i in $(seq ${SECONDS * 40}); do echo line $i; sleep 0.1; done`,
    },
  ];
  const { workflow_id } = await post('/workflow/start', { ssh_connection: box.connection, step_delay: 0, steps });
  const ours = `${url}/workflow/state?workflow_id=${String(workflow_id)}`;
  const body = await (await fetch(ours)).text();

  const app = express();
  app.get('/constant', (_request, response) => {
    response.type('json').send(body);
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const constant = `http://127.0.0.1:${(server.address() as AddressInfo).port}/constant`;

  const before = await queries();
  const start = Date.now();
  const rounds: { ours: number[]; constant: number[] }[] = [];
  for (let round = 0; round < 3; round += 1) {
    rounds.push({ ours: await poll(ours), constant: await poll(constant) });
  }
  const perSecond = ((await queries()) - before) / ((Date.now() - start) / 1000);
  await post('/workflow/stop', { workflow_id });
  server.close();
  server.closeAllConnections();
  const p99 = (which: 'ours' | 'constant') =>
    percentile(
      rounds.flatMap((round) => round[which]),
      0.99,
    );
  const [us, them] = [p99('ours'), p99('constant')];
  const count = rounds.reduce((sum, round) => sum + round.ours.length, 0);
  return [
    {
      name: 'p99 of GET /workflow/state, 50 pollers / constant Express handler',
      ratio: us / them,
      bar: 3,
      facts: `p99 ${us.toFixed(1)} ms against ${them.toFixed(1)} ms, ${count} polls of ${body.length} bytes`,
    },
    { name: 'Temporal queries a second meanwhile', ratio: perSecond, bar: 1, facts: `${count} polls of ours` },
  ];
}

/** Milliseconds of every poll. */
async function poll(url: string): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: POLLERS });
  const until = Date.now() + (SECONDS * 1000) / 3;
  const times: number[] = [];
  const poller = async () => {
    while (Date.now() < until) {
      const start = performance.now();
      await get(url, agent);
      times.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * (0.5 + Math.random())));
    }
  };
  await Promise.all(Array.from({ length: POLLERS }, poller));
  agent.destroy();
  return times;
}

function get(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent }, (response) => {
      response.resume();
      response.once('end', resolve);
    });
    sent.once('error', reject);
    sent.end();
  });
}
