// What every table is asked through: typed queries, written once by Kysely and run by whichever database keeps the store.
import {
  type Compilable,
  DummyDriver,
  Kysely,
  type OperationNodeSource,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Tables } from './tables.ts';

/** Builds typed queries; it never runs one itself. */
export const query = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** What `query` has built; each database compiles it in its own words. */
export type Built<Row = unknown> = (Compilable<Row> | RawBuilder<Row>) & OperationNodeSource;

export interface Statements {
  first<Row>(built: Built<Row>): Promise<Row | null>;
  all<Row>(built: Built<Row>): Promise<Row[]>;
  /** Runs a statement that changes something; gives the number of rows. */
  run(built: Built): Promise<number>;
}

export interface Database extends Statements {
  /**
   * All or nothing, and as if nobody else were at work. `work` asks through what it is given and nothing else; it may be
   * begun anew where another one came in between.
   */
  transaction<Result>(work: (db: Statements) => Promise<Result>): Promise<Result>;
  /** Changes whenever anybody has written. Costs next to nothing. */
  version(): number;
  close(): Promise<void>;
}

/** Raw SQL counts as a change. */
export const changesSomething = (built: Built): boolean => built.toOperationNode().kind !== 'SelectQueryNode';

/** The id that an insert has returned. */
export function insertedId(row: { id: number } | null): number {
  if (row === null) throw new Error('an insert returned no id');
  return row.id;
}
