// Postgres, for workers and APIs on several machines: a pool of connections, transactions that are begun anew where two met, and one
// connection that hears when others have written.
import { setTimeout as pause } from 'node:timers/promises';
import { createQueryId, PostgresQueryCompiler, type RootOperationNode } from 'kysely';
import pg from 'pg';
import { bringupError, isBringupError } from '../errors.ts';
import { type Built, changesSomething, type Database, type Statements } from './database.ts';
import { migratePostgres } from './migrate-postgres.ts';
import { hearChanges } from './postgres-changes.ts';
import { asPostgresTrouble } from './store-trouble.ts';

const CONNECT_WITHIN_MS = 5_000;
const ANSWER_WITHIN_MS = 30_000;
const CONNECTIONS = 10;
const MOST_TRIES = 30;
/** serialization_failure, deadlock_detected, unique_violation: another transaction came first, so ours looks again. */
const CAME_FIRST = new Set(['40001', '40P01', '23505']);

const INT8 = 20;
const NUMERIC = 1700;

/** As connections are made everywhere: whole numbers as numbers, none of ours is beyond 2^53. */
export const connectionOptions = (url: string): pg.ClientConfig => ({
  connectionString: url,
  application_name: 'bringup',
  connectionTimeoutMillis: CONNECT_WITHIN_MS,
  query_timeout: ANSWER_WITHIN_MS,
  keepAlive: true,
  types: {
    getTypeParser: (oid, format) =>
      oid === INT8 || oid === NUMERIC ? Number : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
  },
});

/** Connects, and runs the migrations that it lacks. Throws store_unavailable or input_invalid in one sentence, without the password. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ ...readable(url), max: CONNECTIONS });
  // A connection that breaks tells whoever uses it; with nobody there, the pool makes another one.
  const silent = () => undefined;
  pool.on('error', silent);
  pool.on('connect', (client) => client.on('error', silent));
  try {
    await migratePostgres(pool);
  } catch (error) {
    await pool.end();
    throw isBringupError(error) ? error : unusable(asPostgresTrouble(error));
  }
  return database(pool, url);
}

/** Throws input_invalid for what is no address of a Postgres. */
function readable(url: string): pg.ClientConfig {
  const isOne = /^postgres(ql)?:\/\//.test(url) && URL.canParse(url.replace(/^postgres(ql)?:\/\/(?=\/|$)/, 'http://x'));
  if (isOne) return connectionOptions(url);
  const message = 'BRINGUP_DATABASE_URL must be an address like postgres://user@host:5432/bringup.';
  throw bringupError('input_invalid', message, { field: 'database_url' });
}

function unusable(error: unknown): Error {
  const why = error instanceof Error ? error.message : String(error);
  const message = `The database of BRINGUP_DATABASE_URL cannot be used: ${why}`;
  return bringupError('store_unavailable', message, {}, { cause: error });
}

function database(pool: pg.Pool, url: string): Database {
  const changes = hearChanges(pool, connectionOptions(url));
  const direct = statements(pool, changes.wrote);
  return {
    ...direct,
    async transaction(work) {
      for (let tries = 1; ; tries += 1) {
        try {
          const result = await once(pool, work);
          changes.wrote();
          return result;
        } catch (error) {
          if (tries >= MOST_TRIES || !CAME_FIRST.has(codeOf(error))) throw asPostgresTrouble(error);
        }
        await pause(Math.random() * 5 * tries);
      }
    },
    version: changes.version,
    async close() {
      await changes.close();
      await pool.end();
    },
  };
}

async function once<Result>(pool: pg.Pool, work: (db: Statements) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL SERIALIZABLE');
    const result = await work(statements(client, () => undefined));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // A connection that cannot even take this back is thrown away.
    await client.query('ROLLBACK').catch((problem: Error) => (broken = problem));
    throw error;
  } finally {
    client.release(broken);
  }
}

function statements(on: pg.Pool | pg.PoolClient, wrote: () => void): Statements {
  async function ask<Row>(built: Built<Row>): Promise<{ rows: Row[]; count: number }> {
    const { sql, parameters } = compile(built);
    const { rows, rowCount } = await on.query(sql, parameters.map(storable)).catch((error: unknown) => {
      throw asPostgresTrouble(error);
    });
    if (changesSomething(built)) wrote();
    return { rows: rows as Row[], count: rowCount ?? 0 };
  }
  return {
    all: async (built) => (await ask(built)).rows,
    first: async (built) => (await ask(built)).rows[0] ?? null,
    run: async (built) => (await ask(built)).count,
  };
}

const compiler = new PostgresQueryCompiler();

const compile = (built: Built) => compiler.compileQuery(built.toOperationNode() as RootOperationNode, createQueryId());

/** A text of Postgres cannot hold this one character. */
const storable = (value: unknown): unknown => (typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value);

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
