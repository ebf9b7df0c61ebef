// `npm run bench:history`: pages of a long history, over HTTP, with the store in SQLite and in Postgres.
// npm run bench:history -- --runs 100000 --rounds 100 --only SQLite. It takes about ten minutes.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { ensureHome, loadSettings } from '../adapters/settings/settings.ts';
import { SQLITE_FILE } from '../adapters/store/open.ts';
import { openPostgres } from '../adapters/store/postgres.ts';
import { openSqlite } from '../adapters/store/sqlite.ts';
import { createApi } from '../api/create-api.ts';
import { ask, startPostgres } from '../lab/postgres.ts';
import { median, percentile } from './figures.ts';
import { ACTIONS, boxOf, executionOf, idOf, TEMPLATES, timeOf, writeRuns } from './history-runs.ts';

const BAR_MS = 100;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '100' },
    only: { type: 'string' },
  },
});
const runs = Number(values.runs);
const rounds = Number(values.rounds);
const any = (count: number) => 1 + Math.floor(Math.random() * count);
const one = <Item>(items: readonly Item[]): Item => items[Math.floor(Math.random() * items.length)] as Item; // never empty
const cursor = (run: number) => Buffer.from(JSON.stringify({ started_at: timeOf(run), id: run })).toString('base64url');

/** Pages that people ask for; each round asks for another box, template, part of an id or moment. */
const pages: Record<string, () => string> = {
  'list, first page': () => 'runs',
  'list, somewhere': () => `runs?cursor=${cursor(any(runs))}`,
  'outcome failed': () => `runs?outcome=failed&cursor=${cursor(any(runs))}`,
  'outcome cancelled': () => 'runs?outcome=cancelled',
  'with warnings': () => `runs?with_warnings=true&cursor=${cursor(any(runs))}`,
  'error code': () => 'runs?error_code=disk_full',
  box: () => `runs?instance=${encodeURIComponent(boxOf(any(runs)))}`,
  template: () => `runs?template=template-${any(TEMPLATES) - 1}`,
  'template version': () => `runs?template=template-${any(TEMPLATES) - 1}&template_version=${any(7)}`,
  'template version that nobody used': () => 'runs?template=template-1&template_version=99',
  step: () => `runs?action=${one(ACTIONS)}`,
  'step and its outcome, often': () => `runs?action=${one(ACTIONS)}&step_outcome=done&cursor=${cursor(any(runs))}`,
  'step and its outcome, never': () => 'runs?action=test_ssh&step_outcome=failed',
  'step, its outcome and a template': () =>
    `runs?action=install_custom_nodes&step_outcome=warning&template=template-${any(TEMPLATES) - 1}`,
  'whole id': () => `runs?workflow_id=${idOf(any(runs))}`,
  'part of an id, one run': () => `runs?id_part=${idOf(any(runs)).slice(10)}`,
  'part of an id, many runs': () => `runs?id_part=-${any(99)}`,
  'part of an id, no run': () => 'runs?id_part=nothing',
  time: () => `runs?since=${timeOf(any(runs))}&until=${timeOf(runs)}`,
  'outcome and time': () => `runs?outcome=failed&until=${timeOf(any(runs))}`,
  'usual durations of a template': () => `usual-durations?template=template-${any(TEMPLATES) - 1}`,
  boxes: () => 'instances',
  'one box': () => `instances/${encodeURIComponent(boxOf(any(runs)))}`,
  'attempts of a run': () => {
    const run = any(runs);
    return `runs/${idOf(run)}/attempts?execution_id=${executionOf(run)}`;
  },
};

async function measure(kind: string, databaseUrl: string | null, size: () => Promise<number>, home: string) {
  const loaded = await loadSettings({ HOME: home, BRINGUP_HOME: home });
  const settings = { ...loaded, databaseUrl };
  await ensureHome(settings);
  const nowhere = { namespace: 'default', connectionOptions: { address: '127.0.0.1:1' } };
  const api = await createApi(settings, nowhere, pino({ level: 'silent' }));
  await new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve));
  const { port } = api.server.address() as AddressInfo;
  console.log(`\n${kind}: ${Math.round((await size()) / runs / 100) / 10} kB a run in the database`);
  console.log('| page | p50 ms | p95 ms | met |\n| --- | ---: | ---: | --- |');
  for (const [name, page] of Object.entries(pages)) {
    const times: number[] = [];
    for (let round = -3; round < rounds; round += 1) {
      const begun = performance.now();
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/${page()}`);
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`${name}: ${answer.status}`);
      if (round >= 0) times.push(performance.now() - begun);
    }
    const p95 = percentile(times, 0.95);
    console.log(`| ${name} | ${median(times).toFixed(1)} | ${p95.toFixed(1)} | ${p95 < BAR_MS ? 'yes' : 'NO'} |`);
  }
  await api.close();
}

const say = (line: string) => console.error(line);
const home = await mkdtemp(path.join(tmpdir(), 'bringup-history-'));
try {
  if (values.only !== 'Postgres') {
    const file = path.join(home, SQLITE_FILE);
    const db = await openSqlite(file);
    await writeRuns(db, runs, say);
    await db.close();
    await measure('SQLite', null, async () => (await stat(file)).size, home);
  }
  if (values.only !== 'SQLite') {
    const postgres = await startPostgres();
    try {
      const db = await openPostgres(postgres.url);
      await writeRuns(db, runs, say);
      await db.close();
      // As autovacuum does within the hour.
      await ask(postgres.url, 'VACUUM ANALYZE');
      const sized = async () =>
        Number((await ask(postgres.url, 'SELECT pg_database_size(current_database()) AS size'))[0]?.['size']);
      await measure('Postgres', postgres.url, sized, path.join(home, 'postgres'));
    } finally {
      await postgres.stop();
    }
  }
} finally {
  await rm(home, { recursive: true, force: true });
}
