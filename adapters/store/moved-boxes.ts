import { type Database, query } from './database.ts';
import type { Store } from './store.ts';

/** Where boxes were found after they had moved. */
export const createMovedBoxes = (db: Database): Store['movedBoxes'] => ({
  find: (id) => db.first(query.selectFrom('moved_boxes').select(['host', 'port']).where('vast_id', '=', id)),
  moved: (vast_id, place) => void db.run(query.replaceInto('moved_boxes').values({ vast_id, ...place })),
});
