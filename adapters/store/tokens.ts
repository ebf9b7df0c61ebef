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
    add: async (row, hash) => void (await db.run(query.insertInto('tokens').values({ ...row, hash }))),
    list: async () => (await db.all(all.orderBy('created_at').orderBy('id'))).map(read),
    find: async (id) => {
      const row = await db.first(all.where('id', '=', id));
      return row && read(row);
    },
    byHash: async (hash) => {
      const row = await db.first(all.where('hash', '=', hash));
      return row && read(row);
    },
    used: async (id, at) =>
      void (await db.run(query.updateTable('tokens').set({ last_used_at: at }).where('id', '=', id))),
    remove: (id) =>
      db.transaction(async (within) => {
        await within.run(query.deleteFrom('sessions').where('token_id', '=', id));
        return (await within.run(query.deleteFrom('tokens').where('id', '=', id))) > 0;
      }),
  };
}

/** Browsers that have signed in, by the hash of their cookie. */
export function createSessions(db: Database): Store['sessions'] {
  return {
    add: async (row) => void (await db.run(query.insertInto('sessions').values(row))),
    byHash: (hash) => db.first(query.selectFrom('sessions').selectAll().where('hash', '=', hash)),
    remove: async (hash) => void (await db.run(query.deleteFrom('sessions').where('hash', '=', hash))),
    forgetBefore: async (time) => void (await db.run(query.deleteFrom('sessions').where('expires_at', '<=', time))),
  };
}
