import { type Database, query } from './database.ts';
import type { Store } from './store.ts';

/** Where boxes were found after they had moved. */
export const createMovedBoxes = (db: Database): Store['movedBoxes'] => ({
  find: (id) => db.first(query.selectFrom('moved_boxes').select(['host', 'port']).where('vast_id', '=', id)),
  moved: async (vast_id, place) => {
    const insert = query.insertInto('moved_boxes').values({ vast_id, ...place });
    await db.run(insert.onConflict((conflict) => conflict.column('vast_id').doUpdateSet(place)));
  },
});
