export { instance } from './instance.ts';
export { setupRun } from './setup-run.ts';
