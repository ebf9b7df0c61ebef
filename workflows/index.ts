export { boxGroup } from './box-group.ts';
export { instance } from './instance.ts';
export { delivery, notification } from './notification.ts';
export { retention } from './retention.ts';
export { scheduledRun } from './scheduled-run.ts';
export { setupRun } from './setup-run.ts';
