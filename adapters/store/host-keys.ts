import { type Database, query } from './database.ts';
import type { HostKeyDecision, Store } from './store.ts';

/** Host keys that were shown to somebody, since only such a key can be accepted, and what was decided about them. */
export function createHostKeys(db: Database): Store['hostKeys'] {
  return {
    offered: (key) =>
      db.transaction(async (within) => {
        const values = { ...key, host: key.host.toLowerCase() };
        const { host, port, fingerprint } = values;
        const same = query.deleteFrom('offered_host_keys').where('host', '=', host).where('port', '=', port);
        // Replaced, not updated: the new id makes the key the newest one again.
        await within.run(same.where('fingerprint', '=', fingerprint));
        await within.run(query.insertInto('offered_host_keys').values(values));
      }),
    hosts: () => {
      const ofRuns = query
        .selectFrom('runs')
        .select(['host', 'port'])
        .where('host', 'is not', null)
        .where('port', 'is not', null)
        .$narrowType<{ host: string; port: number }>();
      const ofOffers = query.selectFrom('offered_host_keys').select(['host', 'port']);
      const ofDecisions = query.selectFrom('host_key_decisions').select(['host', 'port']);
      return db.all(ofRuns.union(ofOffers).union(ofDecisions).orderBy('host').orderBy('port'));
    },
    decided: async (decision) => {
      const values = { ...decision, host: decision.host.toLowerCase() };
      await db.run(query.insertInto('host_key_decisions').values(values));
    },
    decisions: async (host, port) => {
      const rows = await db.all(
        query
          .selectFrom('host_key_decisions')
          .select(['decided_at', 'decided_by', 'decision', 'host', 'port', 'fingerprint', 'known_before'])
          .where('host', '=', host.toLowerCase())
          .where('port', '=', port)
          .orderBy('id', 'desc'),
      );
      // Only ever written from a HostKeyDecision.
      return rows.map((row) => row as HostKeyDecision);
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
