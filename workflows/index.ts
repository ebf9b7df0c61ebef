export { instance } from './instance.ts';
export { scheduledRun } from './scheduled-run.ts';
export { setupRun } from './setup-run.ts';
