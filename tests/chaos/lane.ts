// A lane: one product as real processes, used by one scenario after the other, each with a box of its own.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSshdBox } from '../../lab/sshd-box.ts';
import { startTcpProxy } from '../../lab/tcp-proxy.ts';
import { existsSync } from 'node:fs';
import type { RunState } from '../../contract/run-state.ts';
import { command } from '../support/facade-client.ts';
import { createProduct, type Product } from '../support/product.ts';
import { check, type Findings } from './checks.ts';
import { freeDisk, mountSmallDisk, type Place, strike } from './faults.ts';
import { commandOf, drawScenario, type Scenario } from './scenario.ts';

export interface Result extends Findings {
  scenario: Scenario;
  status: string;
  /** From the start to the end. */
  seconds: number;
  /** From the end of the last fault to the end of the run. */
  recovery_s: number;
}

/** A run ends within this time after the last fault is over. */
const LIMIT_MS = 90_000;
const SMALL_DISK_KB = 3_000;

export interface Lane {
  run(seed: number): Promise<Result>;
  remove(): Promise<void>;
}

export async function createLane(): Promise<Lane> {
  let product = await createProduct();
  await product.up();
  return {
    async run(seed) {
      const scenario = drawScenario(seed);
      try {
        return await runScenario(scenario, product);
      } catch (error) {
        // What does not end is a finding; the next scenario shall not suffer from it.
        const problems = [error instanceof Error ? error.message : String(error)];
        await product.cutPower().catch(() => undefined);
        await product.remove();
        product = await createProduct();
        await product.up();
        return { ...nothingFound(), wrong_outcome: 1, problems, scenario, status: 'broken', seconds: 0, recovery_s: 0 };
      }
    },
    remove: () => product.remove(),
  };
}

const nothingFound = (): Findings => ({
  begun_twice: 0,
  bytes_wrong: 0,
  processes_left: 0,
  wrong_outcome: 0,
  problems: [],
});

async function runScenario(scenario: Scenario, product: Product): Promise<Result> {
  const box = await startSshdBox({ identityFile: product.identityFile });
  const line = await startTcpProxy(box);
  const disk = scenario.fault === 'disk_full' ? mountSmallDisk(box, SMALL_DISK_KB) : null;
  const place: Place = { product, box, line };
  const marks = path.join(box.folder, 'marks');
  mkdirSync(marks);
  try {
    await product.trust({ ...box, port: line.port, hostKey: box.hostKey });
    const began = Date.now();
    const id = await product.start({
      workflow_id: `chaos-${scenario.seed}-${began}`,
      ssh_connection: `ssh -p ${line.port} ${box.user}@127.0.0.1`,
      step_delay: scenario.step_delay,
      steps: scenario.jobs.map((job, index) => command(commandOf(job, index, marks))),
    });
    const snapshots = watchSnapshots(product.home);
    const faultsOver = breakThings(scenario, place, marks, id);
    const [, state] = await Promise.all([faultsOver, product.ended(id, 20_000 + LIMIT_MS)]);
    const over = await faultsOver;
    const ended = Date.now();
    const broken = snapshots.stop();
    freeDisk(box);
    const found = await check(scenario, await afterAll(product, state), place, marks);
    if (broken !== null) found.problems.push(`a snapshot was not whole: ${broken}`);
    return {
      ...found,
      scenario,
      status: state.status,
      seconds: (ended - began) / 1000,
      recovery_s: Math.max(0, ended - over) / 1000,
    };
  } finally {
    disk?.remove();
    await line.stop();
    await box.stop();
  }
}

/** The state once more from a product that answers: what was read in the middle of a fault may be an older one. */
const afterAll = (product: Product, { workflow_id }: RunState) => product.ended(workflow_id, 30_000);

/** Lets the faults come and, where it was drawn, stops the run. Tells when the last fault was over. */
async function breakThings(scenario: Scenario, place: Place, marks: string, id: string): Promise<number> {
  if (scenario.after === 'begun') await begun(marks);
  await sleep(scenario.delay_ms);
  const stopping = scenario.stop_ms === null ? null : sleep(scenario.stop_ms).then(() => stop(place.product, id));
  await strike(scenario.fault, place, scenario.lasts_ms);
  if (scenario.then) await strike(scenario.then, place, scenario.lasts_ms);
  const over = Date.now();
  await stopping;
  return over;
}

async function begun(marks: string): Promise<void> {
  const until = Date.now() + 20_000;
  while (!existsSync(path.join(marks, 'begun-0'))) {
    if (Date.now() > until) throw new Error('the first command did not begin within 20 s');
    await sleep(1);
  }
}

/** As a person does: again when there was no answer. */
async function stop(product: Product, workflow_id: string): Promise<void> {
  for (const until = Date.now() + 60_000; ; await sleep(200)) {
    const answer = await product.post('/workflow/stop', { workflow_id }).catch(() => null);
    if (answer && (answer.status < 500 || answer.body['code'] === 'run_ended')) return;
    if (Date.now() > until) throw new Error(`the stop was not taken: ${JSON.stringify(answer)}`);
  }
}

/** Reads the snapshot files as often as it can; each must be whole at every moment. */
function watchSnapshots(home: string): { stop(): string | null } {
  const folder = path.join(home, 'state');
  let problem: string | null = null;
  const timer = setInterval(() => {
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
      if (problem !== null) return;
      try {
        JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') problem = `${name}: ${String(error)}`;
      }
    }
  }, 40);
  return {
    stop() {
      clearInterval(timer);
      return problem;
    },
  };
}
