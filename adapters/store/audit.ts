import { type Database, insertedId, query } from './database.ts';
import type { AuditRow, Store } from './store.ts';

/** Who changed what. A row is written before anything is done, and gets its end when the answer is known. */
export function createAudit(db: Database): Store['audit'] {
  return {
    begin: async ({ target, ...row }) => {
      const values = { ...row, target: JSON.stringify(target), status: 0 };
      return insertedId(await db.first(query.insertInto('audit').values(values).returning('id')));
    },
    end: async (id, { status, before, after }) => {
      const set = { status, before: toText(before), after: toText(after) };
      await db.run(query.updateTable('audit').set(set).where('id', '=', id));
    },
    list: async ({ who, operation, since, until }, limit, after) => {
      let page = query
        .selectFrom('audit')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (who !== undefined) page = page.where('who', '=', who);
      if (operation !== undefined) page = page.where('operation', '=', operation);
      if (since !== undefined) page = page.where('at', '>=', since);
      if (until !== undefined) page = page.where('at', '<', until);
      if (after !== null) page = page.where('id', '<', after);
      const found = await db.all(page);
      const rows = found.slice(0, limit).map((row): AuditRow => ({
        ...row,
        target: JSON.parse(row.target) as AuditRow['target'],
        before: fromText(row.before),
        after: fromText(row.after),
      }));
      return { rows, more: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
    },
  };
}

const toText = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
const fromText = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
