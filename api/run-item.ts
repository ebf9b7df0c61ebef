import type { RunRow } from '../adapters/store/store.ts';
import { type RunItem, toRunItem } from '../contract/run-list.ts';
import { startingState } from './closed-state.ts';
import type { ApiDependencies } from './dependencies.ts';

/** A run in a list: as it ended, else as it was seen last, else as one that is just starting. */
export const itemOfRow = ({ states }: Pick<ApiDependencies, 'states'>, row: RunRow): RunItem =>
  toRunItem(row.state ?? states.glance(row.workflow_id) ?? startingState(row));
