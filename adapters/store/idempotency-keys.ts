import { type Database, query } from './database.ts';
import type { Store } from './store.ts';

/** Requests that start something, by the key that their caller gave them. */
export function createIdempotencyKeys(db: Database): Store['idempotencyKeys'] {
  const row = (caller: string, key: string) =>
    query.selectFrom('idempotency_keys').selectAll().where('caller', '=', caller).where('key', '=', key);
  return {
    begin: ({ caller, key, request, new_id, created_at }) =>
      db.transaction(async (within) => {
        const found = await within.first(row(caller, key));
        if (found) return found;
        const values = { caller, key, request, new_id, created_at, answer: null };
        await within.run(query.insertInto('idempotency_keys').values(values));
        return null;
      }),
    answered: async (caller, key, answer) => {
      const update = query.updateTable('idempotency_keys').set({ answer });
      await db.run(update.where('caller', '=', caller).where('key', '=', key));
    },
    forget: async (caller, key) => {
      await db.run(query.deleteFrom('idempotency_keys').where('caller', '=', caller).where('key', '=', key));
    },
    forgetBefore: async (time) => {
      await db.run(query.deleteFrom('idempotency_keys').where('created_at', '<', time));
    },
  };
}
