import { type Database, query } from './database.ts';
import type { Store } from './store.ts';

/** Host keys that were shown to somebody. Only such a key can be accepted. */
export function createOfferedHostKeys(db: Database): Store['hostKeys'] {
  return {
    offered: (key) => {
      const values = { ...key, host: key.host.toLowerCase() };
      // Replaced, not updated: the new id makes the key the newest one again.
      db.run(query.replaceInto('offered_host_keys').values(values));
    },
    lastOffered: (host, port, fingerprint) => {
      const newest = query
        .selectFrom('offered_host_keys')
        .select(['host', 'port', 'key_type', 'key', 'fingerprint', 'offered_at'])
        .where('host', '=', host.toLowerCase())
        .where('port', '=', port)
        .orderBy('id', 'desc')
        .limit(1);
      return db.first(fingerprint === undefined ? newest : newest.where('fingerprint', '=', fingerprint));
    },
  };
}
