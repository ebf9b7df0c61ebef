// The SQLite file that worker and API of one machine share: opened, brought up to date, asked. libsql runs it synchronously.
import { open } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createQueryId, type OperationNodeSource, type RootOperationNode, SqliteQueryCompiler } from 'kysely';
import Libsql from 'libsql';
import { bringupError, isBringupError } from '../errors.ts';
import { type Built, changesSomething, type Database, query, type Statements } from './database.ts';
import { migrations } from './migrations/index.ts';

const BUSY_TIMEOUT_MS = 5000;

/** Opens the file (made on first use, 0600) and runs the migrations that it lacks. Safe when several processes do so at once. */
export async function openSqlite(file: string): Promise<Database> {
  // SQLite would make it readable for others; its -wal and -shm files take over the mode.
  await (await open(file, 'a', 0o600)).close();
  const connection = await connectWal(file);
  try {
    migrate(connection, file);
    return database(connection, path.resolve(file));
  } catch (error) {
    connection.close();
    throw isBringupError(error) ? error : unusable(file, error);
  }
}

/** Changing to WAL needs the file for itself and does not wait for it, so two processes that start together have to try again. */
async function connectWal(file: string): Promise<Libsql.Database> {
  const until = Date.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    const connection = new Libsql(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = NORMAL');
      return connection;
    } catch (error) {
      connection.close();
      if (!isBusy(error) || Date.now() > until) throw unusable(file, error);
    }
    await wait(20);
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');

const unusable = (file: string, error: unknown): Error => {
  const why = error instanceof Error ? error.message : String(error);
  return bringupError('unexpected', `The database ${file} cannot be opened: ${why}.`, { file }, { cause: error });
};

/** Read to the end, because a statement that is left in the middle keeps its snapshot of the file. */
function readPragma(statement: Libsql.Statement, name: string): number {
  const [row] = statement.all() as Record<string, number>[];
  return row?.[name] ?? 0;
}

function migrate(connection: Libsql.Database, file: string): void {
  const work = connection.transaction(() => {
    const version = readPragma(connection.prepare('PRAGMA user_version'), 'user_version');
    if (version > migrations.length) {
      throw bringupError('unexpected', `The database ${file} was written by a newer Bringup. Update Bringup.`, {
        file,
        version,
      });
    }
    for (const statement of migrations.slice(version).flatMap((migration) => migration(query.schema, 'sqlite'))) {
      connection.exec(compileForSqlite(statement).sql);
    }
    connection.exec(`PRAGMA user_version = ${migrations.length}`);
  });
  work.immediate();
}

const compiler = new SqliteQueryCompiler();

/** SQL and parameters of what `query` has built. */
export const compileForSqlite = (built: OperationNodeSource) =>
  compiler.compileQuery(built.toOperationNode() as RootOperationNode, createQueryId());

/**
 * The transaction that has each file, as far as this process is at it. Whoever asks the same connection in its midst would be part
 * of it; whoever asks another one would wait for it without letting it go on.
 */
const transactions = new Map<string, Promise<unknown>>();

function database(connection: Libsql.Database, file: string): Database {
  const prepared = new Map<string, Libsql.Statement>();
  let ownWrites = 0;
  const dataVersion = connection.prepare('PRAGMA data_version');

  const prepare = (sql: string): Libsql.Statement => {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = connection.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  const allNow = <Row>(built: Built<Row>): Row[] => {
    const { sql, parameters } = compileForSqlite(built);
    const rows = prepare(sql).all([...parameters]) as Row[];
    if (changesSomething(built)) ownWrites += 1;
    return rows;
  };
  const runNow = (built: Built): number => {
    const { sql, parameters } = compileForSqlite(built);
    const { changes } = prepare(sql).run([...parameters]);
    ownWrites += changes;
    return changes;
  };
  /** Looked at again after each wait: another one may have come first. */
  const whenFree = async <Result>(work: () => Result): Promise<Awaited<Result>> => {
    for (let at = transactions.get(file); at; at = transactions.get(file)) {
      await at.catch(() => undefined); // whoever began it is told
    }
    return await work();
  };

  const within: Statements = {
    all: (built) => Promise.resolve(allNow(built)),
    first: (built) => Promise.resolve(allNow(built)[0] ?? null),
    run: (built) => Promise.resolve(runNow(built)),
  };

  async function transact<Result>(work: (db: Statements) => Promise<Result>): Promise<Result> {
    connection.exec('BEGIN IMMEDIATE');
    try {
      const result = await work(within);
      connection.exec('COMMIT');
      return result;
    } catch (error) {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  }

  return {
    all: (built) => whenFree(() => allNow(built)),
    first: (built) => whenFree(() => allNow(built)[0] ?? null),
    run: (built) => whenFree(() => runNow(built)),
    transaction: (work) =>
      whenFree(() => {
        const own = transact(work).finally(() => {
          transactions.delete(file);
        });
        transactions.set(file, own);
        return own;
      }),
    // data_version only tells of other connections. Both numbers only grow, so their sum changes with either.
    version: () => readPragma(dataVersion, 'data_version') + ownWrites,
    close: () =>
      whenFree(() => {
        prepared.clear();
        connection.close();
      }),
  };
}
