import { type Database, query } from './database.ts';
import type { Store, TemplateVersionRow } from './store.ts';

const head = ['template_id', 'version', 'source', 'hash', 'created_at', 'created_by', 'note'] as const;

/** Every text that a template ever had. Nothing is changed or removed: deleting one is a version, too. */
export function createTemplateVersions(db: Database): Store['templateVersions'] {
  const heads = query.selectFrom('template_versions').select(head).orderBy('template_id').orderBy('version', 'desc');
  return {
    heads: (id) => db.all(id === undefined ? heads : heads.where('template_id', '=', id)),
    find: (id, version) =>
      db.first(
        query.selectFrom('template_versions').selectAll().where('template_id', '=', id).where('version', '=', version),
      ),
    add: (row, expected) =>
      db.transaction(async (tx) => {
        const rows = await tx.all(heads.where('template_id', '=', row.template_id));
        const newest = rows[0]?.version ?? 0;
        if (expected === 'unless_same') {
          // Two processes may see a changed file in the same moment.
          const same = rows.find(({ source }) => source === row.source);
          if (same?.hash === row.hash) return same.version;
        } else if (newest !== expected) return null;
        const added: TemplateVersionRow = { ...row, version: newest + 1 };
        await tx.run(query.insertInto('template_versions').values(added));
        return added.version;
      }),
  };
}
