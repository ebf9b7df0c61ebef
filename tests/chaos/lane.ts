// A lane: one product as real processes, used by one scenario after the other, each with a box of its own.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesWith } from '../../lab/processes.ts';
import { startSshdBox } from '../../lab/sshd-box.ts';
import { startTcpProxy } from '../../lab/tcp-proxy.ts';
import type { RunState } from '../../contract/run-state.ts';
import { command } from '../support/facade-client.ts';
import { createProduct, type Product } from '../support/product.ts';
import { check, type Findings } from './checks.ts';
import { keepEvidence } from './evidence.ts';
import { freeDisk, mountSmallDisk, type Place, strike } from './faults.ts';
import { startRun, type Stop, stopRun } from './requests.ts';
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
const SETTLED_MS = 1_000;

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
  const began = Date.now();
  const id = `chaos-${scenario.seed}-${began}`;
  const snapshots = watchSnapshots(product.home);
  try {
    await product.trust({ ...box, port: line.port, hostKey: box.hostKey });
    const started = startRun(product, id, {
      ssh_connection: `ssh -p ${line.port} ${box.user}@127.0.0.1`,
      step_delay: scenario.step_delay,
      steps: scenario.jobs.map((job, index) => command(commandOf(job, index, marks))),
    });
    const [{ over, stop }, { state, ended, working }] = await Promise.all([
      breakThings(scenario, place, marks, id, started),
      started.then(() => product.ended(id, 20_000 + LIMIT_MS)).then(atEnd),
    ]);
    const broken = snapshots.stop();
    freeDisk(box);
    const found = await check({
      scenario,
      state: await afterAll(product, state),
      place,
      marks,
      stop,
      working: await working,
    });
    const recovery = Math.max(0, ended - over);
    if (recovery > LIMIT_MS) found.problems.push(`it ended ${Math.round(recovery / 1000)} s after the last fault`);
    if (broken !== null) found.problems.push(`a snapshot was not whole: ${broken}`);
    if (found.problems.length > 0) {
      const evidence = await keepEvidence({ scenario, place, id, problems: found.problems });
      found.problems.push(`evidence in ${evidence}`);
    }
    return {
      ...found,
      scenario,
      status: state.status,
      seconds: (ended - began) / 1000,
      recovery_s: recovery / 1000,
    };
  } catch (error) {
    const evidence = await keepEvidence({ scenario, place, id, problems: [String(error)] });
    throw new Error(`${String(error)}, evidence in ${evidence}`, { cause: error });
  } finally {
    snapshots.stop();
    disk?.remove();
    await line.stop();
    await box.stop();
  }
}

/** What is at work on the box in the moment in which an end is told, and whether it still is a little later. */
function atEnd(state: RunState) {
  const look = () => (state.execution_id === '' ? [] : processesWith(`BRINGUP_JOB=${state.execution_id}.`));
  const now = look();
  // A job that has come to its end may need a moment to put its watchdog away; one that was cancelled has been proved dead.
  const working =
    state.status === 'cancelled'
      ? Promise.resolve(now)
      : sleep(SETTLED_MS).then(() => now.filter((pid) => look().includes(pid)));
  return { state, ended: Date.now(), working };
}

/** The state once more from a product that answers: what was read in the middle of a fault may be an older one. */
const afterAll = (product: Product, { workflow_id }: RunState) => product.ended(workflow_id, 30_000);

interface Broken {
  /** When the last fault was over. */
  over: number;
  stop: Stop | null;
}

/** Lets the faults come and, where it was drawn, stops the run, as soon as it is known to have been started. */
async function breakThings(
  scenario: Scenario,
  place: Place,
  marks: string,
  id: string,
  started: Promise<void>,
): Promise<Broken> {
  if (scenario.after !== 'click') await started;
  if (scenario.after === 'begun') await begun(marks);
  await sleep(scenario.delay_ms);
  const stopping =
    scenario.stop_ms === null
      ? null
      : Promise.all([sleep(scenario.stop_ms), started]).then(() => stopRun(place.product, id));
  // It is asked for below, when the faults are over.
  stopping?.catch(() => undefined);
  await strike(scenario.fault, place, scenario.lasts_ms);
  if (scenario.then) await strike(scenario.then, place, scenario.lasts_ms);
  return { over: Date.now(), stop: await stopping };
}

async function begun(marks: string): Promise<void> {
  const until = Date.now() + 20_000;
  while (!existsSync(path.join(marks, 'begun-0'))) {
    if (Date.now() > until) throw new Error('the first command did not begin within 20 s');
    await sleep(1);
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
