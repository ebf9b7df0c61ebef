import type { RunState } from '../../../contract/run-state.ts';

/** A run that has not ended, also while it is blocked. */
export const isGoing = (run: Pick<RunState, 'status'>): boolean => run.status === 'running' || run.status === 'blocked';
