// A copy of everything that Bringup knows, in one file: the database as it was at one moment, then the files of the data folder. It may
// be at work meanwhile: logs only grow, and hold at least what the database knows of them.
import { execFile } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import Libsql from 'libsql';
import pg from 'pg';
import { z } from 'zod';
import { bringupError } from '../errors.ts';
import type { LoadedSettings } from '../settings/settings.ts';
import { SQLITE_FILE } from './open.ts';
import { connectionOptions } from './postgres.ts';

const DUMP = 'database.dump';
const MANIFEST = 'manifest.json';
/** What belongs to a back-up, where it is there. Snapshots are a cache, media is the person's, Temporal has its own. */
const KEPT = ['logs', 'known_hosts', 'secrets', 'templates', 'config.yaml', 'vast_api_key', 'control-plane-id'];

const manifestSchema = z.object({
  format: z.literal(1),
  database: z.enum(['sqlite', 'postgres']),
  made_at: z.string(),
});

const run = (program: string, args: string[], env?: Record<string, string | undefined>) =>
  promisify(execFile)(program, args, { maxBuffer: 1 << 26, ...(env ? { env: { ...process.env, ...env } } : {}) });

type Place = Pick<LoadedSettings, 'home' | 'databaseUrl'>;

/** Writes the file, whole or not at all, for its owner only. Throws input_invalid where it exists. */
export async function backUp({ home, databaseUrl }: Place, file: string): Promise<void> {
  const target = path.resolve(file);
  if (await exists(target))
    throw bringupError('input_invalid', `${target} exists already. Name another file.`, { file });
  const work = await mkdtemp(path.join(path.dirname(target), '.bringup-backup-'));
  try {
    const database = databaseUrl === null ? 'sqlite' : 'postgres';
    if (databaseUrl === null) copySqlite(path.join(home, SQLITE_FILE), path.join(work, SQLITE_FILE));
    else await postgresTool('pg_dump', databaseUrl, ['--format=custom', `--file=${path.join(work, DUMP)}`]);
    const manifest = { format: 1, database, made_at: new Date().toISOString() };
    await writeFile(path.join(work, MANIFEST), JSON.stringify(manifest));
    const there = await Promise.all(KEPT.map(async (name) => ((await exists(path.join(home, name))) ? [name] : [])));
    const archive = path.join(work, 'archive');
    const ofWork = ['-C', work, MANIFEST, database === 'sqlite' ? SQLITE_FILE : DUMP];
    await tar(['-czf', archive, ...ofWork, '-C', home, ...there.flat()]);
    await chmod(archive, 0o600);
    await rename(archive, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Where the data folder of before was set aside, null where there was none. */
export interface Restored {
  aside: string | null;
  made_at: string;
}

/**
 * Puts a back-up in the place of a data folder that nobody uses now; whatever was there is set aside under another name, and with
 * Postgres the database is replaced in one transaction. Throws input_invalid for a file that is no back-up, or one of the other database.
 */
export async function restore({ home, databaseUrl }: Place, file: string): Promise<Restored> {
  await mkdir(path.dirname(home), { recursive: true });
  const work = await mkdtemp(`${home}.restoring-`);
  try {
    await tar(['-xzf', path.resolve(file), '-C', work]);
    const { database, made_at } = await readManifest(work, file);
    if ((database === 'postgres') !== (databaseUrl !== null)) {
      const message = `${file} is of a store in ${database}, and the settings name another one. Set BRINGUP_DATABASE_URL as it was, or take it away.`;
      throw bringupError('input_invalid', message, { file });
    }
    const isEmpty = await isEmptyHome(home);
    const aside = isEmpty ? null : `${home}.before-${made_at.replaceAll(/[:.]/g, '-')}-${process.pid}`;
    const dump = path.join(work, DUMP);
    if (isEmpty) await rm(home, { recursive: true, force: true });
    if (aside) await rename(home, aside);
    try {
      if (databaseUrl !== null) await restorePostgres(databaseUrl, dump);
      await rm(dump, { force: true });
      await rm(path.join(work, MANIFEST));
      await rename(work, home);
    } catch (error) {
      if (aside) await rename(aside, home);
      throw error;
    }
    return { aside, made_at };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** In one transaction: all of it, or nothing. */
const restorePostgres = (url: string, dump: string) =>
  postgresTool('pg_restore', url, [
    '--clean',
    '--if-exists',
    '--no-owner',
    '--single-transaction',
    '--exit-on-error',
    '--dbname=',
    dump,
  ]);

async function readManifest(work: string, file: string) {
  const text = await readFile(path.join(work, MANIFEST), 'utf8').catch(() => '{}');
  const manifest = manifestSchema.safeParse(JSON.parse(text));
  if (manifest.success) return manifest.data;
  throw bringupError('input_invalid', `${file} is no back-up that this Bringup can read.`, { file });
}

/** Whole and of one moment, whoever writes meanwhile. */
function copySqlite(from: string, to: string): void {
  const connection = new Libsql(from, { timeout: 10_000 });
  try {
    connection.prepare('VACUUM INTO ?').run(to);
  } finally {
    connection.close();
  }
}

/** GNU tar's 1: a log grew or went while it was read. */
async function tar(args: string[]): Promise<void> {
  await run('tar', args).catch((error: unknown) => {
    const isFromReading = args[0] === '-czf' && (error as { code?: unknown }).code === 1;
    if (!isFromReading) {
      const why = error instanceof Error ? error.message : String(error);
      throw bringupError('input_invalid', `tar could not do its work: ${why.slice(0, 500)}`, {}, { cause: error });
    }
  });
}

/** The address comes by the environment: arguments can be seen by everybody on this computer. */
async function postgresTool(program: string, url: string, args: string[]): Promise<void> {
  const { host, port, user, password, database } = new pg.Client(connectionOptions(url));
  const env = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGDATABASE: database };
  const withName = args.map((arg) => (arg === '--dbname=' ? `--dbname=${database ?? ''}` : arg));
  await run(program, withName, env).catch((error: unknown) => {
    const why =
      (error as { code?: unknown }).code === 'ENOENT'
        ? `${program} is not installed (on Debian: apt-get install postgresql-client)`
        : String((error as { stderr?: unknown }).stderr ?? error).slice(0, 500);
    throw bringupError('store_unavailable', `The database could not be read or written: ${why}.`, {}, { cause: error });
  });
}

/** Whether a folder holds something that a restore would put aside. */
export const isEmptyHome = async (home: string): Promise<boolean> => {
  if (!(await exists(home))) return true;
  const names = await readdir(home);
  return names.every((name) => name.startsWith('up.'));
};

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
