// Snapshot files of runs that ended while no API was there to write them.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, inject, it, vi } from 'vitest';
import { ensureHome, loadSettings } from '../adapters/settings/settings.ts';
import { openStore } from '../adapters/store/open.ts';
import { initialRunState } from '../contract/initial-run-state.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
import { createApi } from './create-api.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'bringup-home-'));
});
afterEach(() => rm(home, { recursive: true }));

const definition: RunDefinition = {
  workflow_id: 'long ago',
  ssh_connection: 'root@box',
  instance: { key: 'root@box:22', user: 'root', host: 'box', port: 22, jump: [], identity_file: null, practice: false },
  instance_id: null,
  template: null,
  step_delay: 0,
  start_by: '2026-11-26T00:00:00.000Z',
  kill_grace_s: 5,
  steps: [],
};

it('are brought up to date at the start: the run’s own and that of the latest', async () => {
  const settings = await loadSettings({ HOME: home, BRINGUP_HOME: home });
  await ensureHome(settings);
  const running = initialRunState(definition, { execution_id: 'e1', start_time: '2026-11-26T00:00:00.000Z' });
  const ended = { ...running, status: 'completed', phase: 'ended', end_time: '2026-11-26T00:01:00.000Z' } as const;
  const store = await openStore(home);
  await store.runs.started(await store.runs.begin(definition, running.start_time), 'e1');
  await store.runs.ended(ended);
  await store.close();
  const files = ['long%20ago.json', 'latest.json'].map((name) => settings.path('state', name));
  for (const file of files) await writeFile(file, JSON.stringify(running));

  const temporal = { namespace: 'default', connectionOptions: { address: inject('temporalAddress') } };
  const api = await createApi(settings, temporal, pino({ level: 'silent' }), 'nobody');
  try {
    for (const file of files) {
      await vi.waitFor(async () => expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ phase: 'ended' }));
    }
  } finally {
    await api.close();
  }
});
