// What must hold after every scenario, whatever has died: read from the box, the store, Temporal and the state.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@temporalio/client';
import { vi } from 'vitest';
import { runCommand } from '../../steps/run-command.ts';
import type { RunState } from '../../contract/run-state.ts';
import { processesWith } from '../../lab/processes.ts';
import type { Place } from './faults.ts';
import type { Stop } from './requests.ts';
import type { Scenario } from './scenario.ts';
import { connectTemporal } from './temporal.ts';

/** Counts that must be 0, and what was wrong in words. */
export interface Findings {
  begun_twice: number;
  bytes_wrong: number;
  processes_left: number;
  wrong_outcome: number;
  problems: string[];
}

/** A file that is not there holds nothing. */
const bytesOf = (file: string): Buffer => (existsSync(file) ? readFileSync(file) : Buffer.alloc(0));
const lines = (file: string): number => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0);

interface Played {
  scenario: Scenario;
  state: RunState;
  place: Place;
  /** Folder of the marks that the commands made. */
  marks: string;
  stop: Stop | null;
  /** Processes of the run that were at work when its end was told. */
  working: number[];
}

/** Looks at everything that must hold after a run has ended. */
export async function check({ scenario, state, place, marks, stop, working }: Played): Promise<Findings> {
  const found: Findings = { begun_twice: 0, bytes_wrong: 0, processes_left: 0, wrong_outcome: 0, problems: [] };
  checkProofOfEnd(state, working, found);
  checkMarks(scenario, state, marks, found);
  checkOutcome(scenario, state, marks, found);
  checkStop(state, marks, stop, found);
  checkLogs(scenario, state, place, found);
  await checkProcesses(place, found);
  checkFiles(place, found);
  await checkExecutions(state, place, found);
  return found;
}

const jobFolders = ({ box }: Place): string[] => {
  const folder = path.join(box.home, '.bringup', 'jobs');
  return existsSync(folder) ? readdirSync(folder) : [];
};

/** Whatever end is told, nothing of the run is at work any more. */
function checkProofOfEnd({ status }: RunState, working: number[], found: Findings): void {
  if (working.length === 0) return;
  found.processes_left += working.length;
  found.problems.push(`${status} was said while ${working.length} processes were at work`);
}

function checkMarks({ jobs }: Scenario, state: RunState, marks: string, found: Findings): void {
  for (const [index] of jobs.entries()) {
    const begun = lines(path.join(marks, `begun-${index}`));
    const ended = lines(path.join(marks, `ended-${index}`));
    const step = state.steps[index];
    if (begun > Math.max(1, step?.attempt ?? 0) || ended > begun) {
      found.begun_twice += 1;
      found.problems.push(`command ${index + 1} began ${begun} times in ${step?.attempt} attempts`);
    }
    if (step?.status === 'completed' && ended !== 1) wrong(found, `step ${index + 1} is completed without its end`);
    if (step?.status === 'pending' && begun > 0) wrong(found, `step ${index + 1} is pending and has begun`);
  }
}

function checkOutcome(scenario: Scenario, state: RunState, marks: string, found: Findings): void {
  const { status, failure, current_step } = state;
  const codes = scenario.jobs.map(({ code }) => code);
  const failing = codes.findIndex((code) => code !== 0);
  const said = `${status} ${failure?.code ?? ''} ${JSON.stringify(failure?.facts ?? {})}`;
  if (status === 'completed' && failing === -1) return;
  if (status === 'cancelled' && scenario.stop_ms !== null) return;
  if (status === 'failed') {
    if (failure?.code === 'step_failed' && current_step === failing && failure.facts['exit_code'] === codes[failing])
      return;
    if (failure?.code === 'step_lost' && scenario.fault === 'reboot') return;
    if (failure?.code === 'disk_full' && scenario.fault === 'disk_full') return;
    // The click was not answered, and nothing of it ever came to Temporal.
    const cameNowhere = scenario.after === 'click' && state.execution_id === '' && readdirSync(marks).length === 0;
    if (failure?.code === 'run_not_found' && cameNowhere) return;
  }
  wrong(found, `the run ended ${said}: ${failure?.message ?? ''}`);
}

/** How late a command that had ended before the stop may have left its mark. */
const MARK_MS = 500;

/** A stop that was accepted while a command was still at work ends the run as cancelled, unless the box took the command away. */
function checkStop({ status, failure, steps }: RunState, marks: string, stop: Stop | null, found: Findings): void {
  if (status === 'completed' && steps.some((step) => step.status !== 'completed'))
    wrong(found, 'a step is not completed');
  if (!stop?.accepted || status === 'cancelled') return;
  if (status === 'failed' && failure?.code !== 'step_failed') return;
  const ends = readdirSync(marks).filter((name) => name.startsWith('ended-'));
  const last = Math.max(0, ...ends.map((name) => statSync(path.join(marks, name)).mtimeMs));
  if (last <= stop.at + MARK_MS) return;
  wrong(found, `the run ended ${status}, and its last command ended ${Math.round(last - stop.at)} ms after the stop`);
}

function wrong(found: Findings, problem: string): void {
  found.wrong_outcome += 1;
  found.problems.push(problem);
}

/** Each attempt's log here is the box's, byte for byte; that of a command that came to its end holds all its lines. */
function checkLogs({ jobs }: Scenario, { execution_id, steps }: RunState, place: Place, found: Findings): void {
  const folder = path.join(place.product.home, 'logs', execution_id);
  for (const [index, { status, attempt, action }] of steps.entries()) {
    if (status !== 'completed') continue;
    const name = `${String(index + 1).padStart(2, '0')}-${action}-${attempt}.log`;
    const count = readFileSync(path.join(folder, name), 'latin1').match(/^line \d+ of step \d+$/gm)?.length ?? 0;
    if (count === jobs[index]?.lines) continue;
    found.bytes_wrong += 1;
    found.problems.push(`${name} holds ${count} lines of ${jobs[index]?.lines}`);
  }
  for (const job of jobFolders(place)) {
    const [step, attempt] = job.split('.').slice(-2);
    const stored = path.join(folder, `${step}-${runCommand.action}-${attempt}.log`);
    const here = bytesOf(stored);
    const there = bytesOf(path.join(place.box.home, '.bringup', 'jobs', job, 'log'));
    if (here.equals(there)) continue;
    const same = here.findIndex((byte, index) => byte !== there[index]);
    found.bytes_wrong += Math.max(1, Math.abs(there.length - here.length));
    found.problems.push(
      `log of ${step}: ${here.length} bytes here, ${there.length} there${same >= 0 ? `, different from ${same}` : ''}`,
    );
  }
}

async function checkProcesses({ box }: Place, found: Findings): Promise<void> {
  const left = () => processesWith(`BRINGUP_LAB_BOX=${box.folder}`).map(describeProcess);
  await vi
    .waitFor(
      () => {
        const now = left();
        if (now.length > 0) throw new Error(now.join('; '));
      },
      { timeout: 8_000, interval: 50 },
    )
    .catch((error: Error) => {
      found.processes_left += left().length;
      found.problems.push(`processes left on the box: ${error.message}`);
    });
}

function describeProcess(pid: number): string {
  try {
    return `${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 80)}`;
  } catch {
    return `${pid} (just ended)`;
  }
}

function checkFiles({ box }: Place, found: Findings): void {
  const left = readdirSync(box.home).filter((name) => name !== '.bringup');
  const below = path.join(box.home, '.bringup');
  // The lock goes when the run has ended; a fault at that moment may leave it to the next run, which frees it by proof.
  const own = existsSync(below)
    ? readdirSync(below).filter((name) => !['jobs', 'lock', 'lock.guard'].includes(name))
    : [];
  if (left.length + own.length > 0) found.problems.push(`files left on the box: ${[...left, ...own].join(', ')}`);
}

async function checkExecutions(state: RunState, { product }: Place, found: Findings): Promise<void> {
  const { workflow_id, execution_id } = state;
  const wanted = execution_id === '' ? 0 : 1;
  const connection = await connectTemporal(product.home);
  try {
    const client = new Client({ connection });
    // What is listed may lag a moment behind.
    const count = await vi.waitFor(
      async () => {
        const listed = (await client.workflow.count(`WorkflowId = '${workflow_id}'`)).count;
        if (listed < wanted) throw new Error('not listed yet');
        return listed;
      },
      { timeout: 10_000, interval: 100 },
    );
    if (count !== wanted) wrong(found, `${count} executions in Temporal`);
  } finally {
    await connection.close();
  }
}
