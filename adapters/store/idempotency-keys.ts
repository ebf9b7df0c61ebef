import { type Database, query } from './database.ts';
import type { Store } from './store.ts';

/** Requests that start something, by the key that their caller gave them. */
export function createIdempotencyKeys(db: Database): Store['idempotencyKeys'] {
  const row = (caller: string, key: string) =>
    query.selectFrom('idempotency_keys').selectAll().where('caller', '=', caller).where('key', '=', key);
  return {
    begin: ({ caller, key, request, new_id, created_at }) =>
      db.transaction(() => {
        const found = db.first(row(caller, key));
        if (found) return found;
        db.run(query.insertInto('idempotency_keys').values({ caller, key, request, new_id, created_at, answer: null }));
        return null;
      }),
    answered: (caller, key, answer) => {
      const update = query.updateTable('idempotency_keys').set({ answer });
      db.run(update.where('caller', '=', caller).where('key', '=', key));
    },
    forget: (caller, key) => {
      db.run(query.deleteFrom('idempotency_keys').where('caller', '=', caller).where('key', '=', key));
    },
    forgetBefore: (time) => {
      db.run(query.deleteFrom('idempotency_keys').where('created_at', '<', time));
    },
  };
}
