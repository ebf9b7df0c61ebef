// A Postgres of Debian's packages for tests and figures: a cluster in a scratch folder on a loopback port, ended by its pid.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.ts';

const DEBIAN = '/usr/lib/postgresql';
const STARTS_WITHIN_MS = 30_000;
/** Nothing of it has to outlive the computer. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=64MB'];

export interface Postgres {
  /** Of the database `postgres`, as its owner. */
  url: string;
  port: number;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/** Folder of Postgres' programs, the newest version's; null where there are none. */
export function postgresPrograms(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => path.join(DEBIAN, version, 'bin')), '/usr/local/bin', '/usr/bin'];
  return folders.find((folder) => existsSync(path.join(folder, 'initdb'))) ?? null;
}

/** Starts a cluster. Throws a sentence where no Postgres is installed. */
export async function startPostgres(): Promise<Postgres> {
  const programs = postgresPrograms();
  if (!programs) throw new Error('No Postgres is installed here. On Debian: apt-get install postgresql');
  const folder = await mkdtemp(path.join(tmpdir(), 'bringup-postgres-'));
  const owner = notRoot();
  if (owner) await chown(folder, owner.uid, owner.gid);
  const password = randomBytes(12).toString('hex');
  const data = path.join(folder, 'data');
  const passwordFile = path.join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o644 });
  const options = ['--username=bringup', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'];
  await promisify(execFile)(
    path.join(programs, 'initdb'),
    ['--pgdata', data, ...options, '--locale=C.UTF-8', '--no-sync', '--no-instructions'],
    { ...owner, cwd: folder },
  );
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, ...FAST];
  const server = spawn(path.join(programs, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
    ...owner,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = `postgres://bringup:${password}@127.0.0.1:${port}/postgres`;
  // The run of tests may be ended before it can stop it.
  const endAtOnce = () => server.kill('SIGQUIT');
  process.once('exit', endAtOnce);
  await untilItAnswers(server, url);
  return {
    url,
    port,
    async stop() {
      process.off('exit', endAtOnce);
      // Immediate: nobody needs what is in it.
      if (server.exitCode === null && server.kill('SIGQUIT')) await once(server, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One statement on a connection of its own. */
export async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function untilItAnswers(server: ChildProcess, url: string): Promise<void> {
  let said = '';
  server.stderr?.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-4000)));
  for (const until = Date.now() + STARTS_WITHIN_MS; ; await pause(50)) {
    try {
      await ask(url, 'SELECT 1');
      return;
    } catch (error) {
      if (server.exitCode === null && Date.now() < until) continue;
      server.kill('SIGQUIT');
      throw new Error(`Postgres did not start: ${said}`, { cause: error });
    }
  }
}

/** Postgres refuses to run as root: then as its own user, or nobody. */
function notRoot(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user) throw new Error('There is no user postgres and no nobody to run Postgres as.');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}
