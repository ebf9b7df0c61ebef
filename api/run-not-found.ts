import { bringupError } from '../adapters/errors.ts';

/** The error for an id that no run has. */
export const runNotFound = (id: string) => bringupError('run_not_found', `There is no run ${id}.`, { workflow_id: id });
