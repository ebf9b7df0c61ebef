import type { Selectable } from 'kysely';
import type { ScheduleFields } from '../../contract/schedule.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { RunDefinition } from '../../contract/run-definition.ts';
import { type Database, query } from './database.ts';
import type { ScheduleRow, Store } from './store.ts';
import { isObject, parseColumn } from './stored-json.ts';
import type { SchedulesTable } from './tables.ts';

/** What each schedule starts. When it does so next is Temporal's to know. */
export function createSchedules(db: Database): Store['schedules'] {
  const all = query.selectFrom('schedules').selectAll();
  return {
    put: async ({ id, created_at, created_by, ...row }) => {
      const values = {
        fields: JSON.stringify(row.fields),
        start: JSON.stringify(row.start),
        definition: JSON.stringify(row.definition),
        updated_at: row.updated_at,
      };
      const insert = query.insertInto('schedules').values({ id, created_at, created_by, ...values });
      await db.run(insert.onConflict((conflict) => conflict.column('id').doUpdateSet(values)));
    },
    find: async (id) => {
      const row = await db.first(all.where('id', '=', id));
      return row && toSchedule(row);
    },
    list: async () => (await db.all(all.orderBy('created_at').orderBy('id'))).map(toSchedule),
    remove: async (id) => (await db.run(query.deleteFrom('schedules').where('id', '=', id))) > 0,
  };
}

function toSchedule({ fields, start, definition, ...row }: Selectable<SchedulesTable>): ScheduleRow {
  const where = `schedule ${row.id}`;
  return {
    ...row,
    fields: parseColumn<ScheduleFields>(fields, `${where}: fields`, isObject),
    start: parseColumn<JsonObject>(start, `${where}: start`, isObject),
    definition: parseColumn<RunDefinition>(definition, `${where}: definition`, isObject),
  };
}
