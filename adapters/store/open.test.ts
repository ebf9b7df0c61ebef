import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunDefinition, StepPolicy } from '../../contract/run-definition.ts';
import type { RunState } from '../../contract/run-state.ts';
import type { BringupError } from '../errors.ts';
import { packageFile } from '../package-root.ts';
import { migrations } from './migrations/index.ts';
import { openStore } from './open.ts';
import type { AttemptRow, Store } from './store.ts';

let home: string;
let store: Store;
let broken: BringupError[];
const open = () => openStore(home, { onBrokenRow: (error) => broken.push(error) });

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'bringup-store-'));
  broken = [];
  store = await open();
});
afterEach(async () => {
  await store.close();
  await rm(home, { recursive: true });
});

const instance = { key: 'root@box:22', user: 'root', host: 'box', port: 22, practice: false };
const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 12, 0, second)).toISOString();

const policy: StepPolicy = {
  title: 'Test',
  runner: 'script',
  timeout_s: 30,
  no_output_s: null,
  wait_s: null,
  retry: { attempts: 1, delay_s: 0 },
  unreachable_limit_s: 20,
  usual_s: 1,
};

const definition = (workflowId: string): RunDefinition => ({
  workflow_id: workflowId,
  ssh_connection: 'root@box',
  instance: { ...instance, jump: [], identity_file: null },
  instance_id: null,
  template: { id: 't', name: 'T' },
  step_delay: 0.5,
  start_by: at(9),
  kill_grace_s: 5,
  steps: [
    { action: 'test_ssh', label: 'Ünïcode "quotes"', parameters: { a: [1, null] }, given: {}, secrets: [], policy },
  ],
});

const state = (
  workflowId: string,
  executionId: string,
  second: number,
  outcome: RunState['outcome'] = 'done',
): RunState => ({
  workflow_id: workflowId,
  execution_id: executionId,
  status: 'completed',
  phase: 'ended',
  phase_info: null,
  outcome,
  current_step: 0,
  steps: [],
  start_time: at(second),
  last_update: at(second + 1),
  end_time: at(second + 1),
  ssh_connection: 'root@box',
  instance,
  instance_id: null,
  template: null,
  step_delay: 0,
  progress_percent: 100,
  failure: null,
  stale: false,
  stale_since: null,
  temporal_url: null,
});

function damage(sql: string): void {
  const db = new Libsql(path.join(home, 'bringup.db'));
  db.exec(sql);
  db.close();
}

describe('runs', () => {
  it('keeps a run from just before its start until it has ended', async () => {
    const row = await store.runs.begin(definition('wf'), at(0));
    expect(await store.runs.byWorkflowId('wf')).toEqual({
      id: row,
      workflow_id: 'wf',
      execution_id: null,
      instance_key: 'root@box:22',
      definition: definition('wf'),
      started_at: at(0),
      ended_at: null,
      cleared: false,
      state: null,
    });
    await store.runs.started(row, 'e1');
    expect((await store.runs.active()).map((run) => run.execution_id)).toEqual(['e1']);
    await store.runs.ended(state('wf', 'e1', 1));
    expect(await store.runs.active()).toEqual([]);
    expect(await store.runs.latest()).toMatchObject({
      ended_at: at(2),
      state: state('wf', 'e1', 1),
      definition: { step_delay: 0.5 },
    });
  });

  it('lets the first state that ended a run stay', async () => {
    await store.runs.started(await store.runs.begin(definition('wf'), at(0)), 'e1');
    await store.runs.ended(state('wf', 'e1', 1, 'failed'));
    await store.runs.ended(state('wf', 'e1', 1, 'done'));
    expect((await store.runs.latest())?.state?.outcome).toBe('failed');
  });

  it('takes the newest execution of an id, also when an older one is recorded late', async () => {
    await store.runs.started(await store.runs.begin(definition('wf'), at(0)), 'e1');
    await store.runs.started(await store.runs.begin(definition('wf'), at(10)), 'e2');
    await store.runs.ended(state('wf', 'e1', 1));
    expect(await store.runs.byWorkflowId('wf')).toMatchObject({ execution_id: 'e2', state: null });
    await store.runs.ended(state('other', 'e0', 5));
    expect((await store.runs.latest())?.execution_id).toBe('e2');
    expect(await store.runs.byWorkflowId('nope')).toBeNull();
  });

  it('forgets a start that was refused', async () => {
    await store.runs.started(await store.runs.begin(definition('first'), at(0)), 'e1');
    await store.runs.forget(await store.runs.begin(definition('second'), at(1)));
    expect((await store.runs.latest())?.workflow_id).toBe('first');
  });

  it('finds the row of a start whose answer was never recorded, but never a later one', async () => {
    await store.runs.begin(definition('wf'), at(0));
    await store.runs.begin(definition('wf'), at(60));
    await store.runs.ended(state('wf', 'e1', 1));
    expect(await store.runs.byWorkflowId('wf')).toMatchObject({ execution_id: null, started_at: at(60) });
    expect((await store.runs.active()).map((run) => run.started_at)).toEqual([at(60)]);
  });

  it('makes one row of an end that was recorded before its start', async () => {
    const row = await store.runs.begin(definition('wf'), at(10));
    await store.runs.ended(state('wf', 'e1', 9)); // the clock of the server is a second behind
    await store.runs.started(row, 'e1');
    await store.runs.started(row, 'e1');
    expect(await store.runs.active()).toEqual([]);
    expect(await store.runs.byWorkflowId('wf')).toMatchObject({
      execution_id: 'e1',
      definition: definition('wf'),
      ended_at: at(10),
    });
  });

  it('hides what was cleared from the view without id and from nothing else', async () => {
    await store.runs.started(await store.runs.begin(definition('a'), at(0)), 'e1');
    await store.runs.started(await store.runs.begin(definition('b'), at(1)), 'e2');
    await store.runs.clear({ workflow_id: 'b', started_at: at(1) });
    expect((await store.runs.latest())?.workflow_id).toBe('a');
    expect((await store.runs.byWorkflowId('b'))?.cleared).toBe(true);
    await store.runs.clear({ workflow_id: 'a', started_at: at(0) });
    expect(await store.runs.latest()).toBeNull();
  });

  it('leaves a broken row out of the list and tells it; asked for alone it is a clear error', async () => {
    await store.runs.begin(definition('good'), at(0));
    await store.runs.begin(definition('bad'), at(1));
    damage(`UPDATE runs SET definition = '{"steps":' WHERE workflow_id = 'bad'`);
    expect((await store.runs.active()).map((run) => run.workflow_id)).toEqual(['good']);
    expect(broken.map((error) => error.message)).toEqual([
      'A row of bringup.db cannot be read (run bad: definition): it is not JSON.',
    ]);
    await expect(store.runs.byWorkflowId('bad')).rejects.toThrow('run bad: definition');
  });
});

describe('attempts', () => {
  const row = (step: number, attempt: number, log_bytes = 0): AttemptRow => ({
    execution_id: 'e1',
    step,
    attempt,
    phase: 'running',
    phase_info: { since: at(0), reason: 'näh' },
    progress: { done: 1, total: 3, unit: 'nodes', current: null, rate_per_s: 0.5, eta_s: null },
    tasks: [{ name: 'a', status: 'running', percent: 12 }],
    log_bytes,
    updated_at: at(0),
  });

  it('gives back the newest attempt of each step', async () => {
    await store.attempts.write(row(1, 1));
    await store.attempts.write(row(0, 1));
    await store.attempts.write(row(0, 2));
    await store.attempts.write({ ...row(0, 10), phase: 'done', phase_info: null, progress: null, tasks: [] });
    await store.attempts.write({ ...row(5, 1), execution_id: 'other' });
    expect((await store.attempts.ofExecution('e1')).map(({ step, attempt }) => [step, attempt])).toEqual([
      [0, 10],
      [1, 1],
    ]);
    expect(await store.attempts.find({ workflow_id: 'wf', execution_id: 'e1', step: 0, attempt: 2 })).toEqual(
      row(0, 2),
    );
    expect(await store.attempts.find({ workflow_id: 'wf', execution_id: 'e1', step: 0, attempt: 3 })).toBeNull();
  });

  it('writes over the same attempt', async () => {
    await store.attempts.write(row(0, 1));
    await store.attempts.write(row(0, 1, 4096));
    expect(await store.attempts.ofExecution('e1')).toEqual([row(0, 1, 4096)]);
  });

  it('leaves a broken live row out', async () => {
    await store.attempts.write(row(0, 1));
    await store.attempts.write(row(1, 1));
    damage(`UPDATE attempts SET tasks = '{}' WHERE step = 0`);
    expect((await store.attempts.ofExecution('e1')).map(({ step }) => step)).toEqual([1]);
    expect(broken).toHaveLength(1);
  });
});

it('knows which host key was shown last, and each by its fingerprint', async () => {
  const key = (fingerprint: string) => ({
    host: 'Box',
    port: 22,
    key_type: 'ssh-ed25519',
    key: 'AAAA',
    fingerprint,
    offered_at: at(0),
  });
  await store.hostKeys.offered(key('SHA256:a'));
  await store.hostKeys.offered(key('SHA256:b'));
  expect(await store.hostKeys.lastOffered('box', 22)).toEqual({ ...key('SHA256:b'), host: 'box' });
  await store.hostKeys.offered(key('SHA256:a'));
  expect((await store.hostKeys.lastOffered('box', 22))?.fingerprint).toBe('SHA256:a');
  expect((await store.hostKeys.lastOffered('BOX', 22, 'SHA256:b'))?.fingerprint).toBe('SHA256:b');
  expect(await store.hostKeys.lastOffered('box', 23)).toBeNull();
  expect(await store.hostKeys.lastOffered('box', 22, 'SHA256:c')).toBeNull();
});

describe('the file', () => {
  it('tells every change by its version, whoever wrote it', async () => {
    const other = await open();
    const versions = new Set<number>();
    const note = () => versions.add(store.version());
    note();
    note();
    expect(versions.size).toBe(1);
    await store.runs.begin(definition('a'), at(0));
    note();
    await other.runs.begin(definition('b'), at(1));
    note();
    expect(await store.runs.active()).toHaveLength(2);
    note();
    expect(versions.size).toBe(3);
    await other.close();
  });

  it('is for its owner only and keeps what was written', async () => {
    await store.runs.begin(definition('a'), at(0));
    expect((await stat(path.join(home, 'bringup.db'))).mode & 0o777).toBe(0o600);
    await store.close();
    store = await open();
    expect((await store.runs.latest())?.workflow_id).toBe('a');
  });

  it('opens in several processes at the same moment, which then write at once', async () => {
    const fresh = path.join(home, 'fresh');
    const script = `
      import { openStore } from ${JSON.stringify(packageFile('adapters', 'store', 'open.ts'))};
      const store = await openStore(${JSON.stringify(fresh)});
      for (let i = 0; i < 200; i += 1) {
        await store.attempts.write({ execution_id: 'e' + process.pid, step: i, attempt: 1, phase: 'running', phase_info: null,
          progress: null, tasks: [], log_bytes: i, updated_at: '' });
      }
      console.log((await store.attempts.ofExecution('e' + process.pid)).length);
      await store.close();`;
    const run = () =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        cwd: packageFile(),
      });
    const results = await Promise.all([run(), run(), run(), run()]);
    expect(results.map(({ stdout }) => stdout.trim())).toEqual(['200', '200', '200', '200']);
  });

  it('of a newer Bringup is not touched', async () => {
    await store.close();
    damage('PRAGMA user_version = 999');
    await expect(open()).rejects.toThrow('was written by a newer Bringup. Update Bringup.');
    damage(`PRAGMA user_version = ${migrations.length}`);
    store = await open();
  });

  it('that is not a database is a clear error', async () => {
    const elsewhere = path.join(home, 'elsewhere');
    await mkdir(elsewhere);
    await writeFile(
      path.join(elsewhere, 'bringup.db'),
      'this is no database, though it is long enough to look at'.repeat(20),
    );
    await expect(openStore(elsewhere)).rejects.toThrow(/elsewhere\/bringup.db cannot be opened: .*not a database/);
  });
});
