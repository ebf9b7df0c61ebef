// The databases that a store can be kept in, for tests that hold on each of them.
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { ask } from '../../lab/postgres.ts';

/** For describe.each. */
export const DATABASES = ['SQLite', 'Postgres'] as const;
export type DatabaseKind = (typeof DATABASES)[number];

/** What to open a store with: nothing for SQLite, an empty database of its own for Postgres. */
export async function databaseUrl(kind: DatabaseKind): Promise<string | null> {
  return kind === 'SQLite' ? null : postgresDatabase();
}

/** An empty database on the Postgres of this run of tests; it goes with it. */
export async function postgresDatabase(): Promise<string> {
  const server = inject('postgresUrl');
  if (server === null)
    throw new Error('These tests need Postgres: apt-get install postgresql, or npm test, which does it.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await ask(server, `CREATE DATABASE ${name}`);
  return server.replace(/[^/]*$/, name);
}
