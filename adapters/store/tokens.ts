import { type Database, query } from './database.ts';
import type { Scope } from '../../contract/scope.ts';
import type { Store, TokenRow } from './store.ts';

/** Tokens by their hashes; what opens the door is not kept. */
export function createTokens(db: Database): Store['tokens'] {
  const columns = ['id', 'name', 'scope', 'created_at', 'created_by', 'expires_at', 'last_used_at'] as const;
  // Only ever written from a TokenRow.
  const read = (row: Omit<TokenRow, 'scope'> & { scope: string }): TokenRow => ({ ...row, scope: row.scope as Scope });
  const all = query.selectFrom('tokens').select(columns);
  return {
    add: (row, hash) => void db.run(query.insertInto('tokens').values({ ...row, hash })),
    list: () => db.all(all.orderBy('created_at').orderBy('id')).map(read),
    find: (id) => {
      const row = db.first(all.where('id', '=', id));
      return row && read(row);
    },
    byHash: (hash) => {
      const row = db.first(all.where('hash', '=', hash));
      return row && read(row);
    },
    used: (id, at) => void db.run(query.updateTable('tokens').set({ last_used_at: at }).where('id', '=', id)),
    remove: (id) =>
      db.transaction(() => {
        db.run(query.deleteFrom('sessions').where('token_id', '=', id));
        return db.run(query.deleteFrom('tokens').where('id', '=', id)).changes > 0;
      }),
  };
}

/** Browsers that have signed in, by the hash of their cookie. */
export function createSessions(db: Database): Store['sessions'] {
  return {
    add: (row) => void db.run(query.insertInto('sessions').values(row)),
    byHash: (hash) => db.first(query.selectFrom('sessions').selectAll().where('hash', '=', hash)),
    remove: (hash) => void db.run(query.deleteFrom('sessions').where('hash', '=', hash)),
    forgetBefore: (time) => void db.run(query.deleteFrom('sessions').where('expires_at', '<=', time)),
  };
}
