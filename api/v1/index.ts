// Every route of /api/v1, by what it is about.
import type { ApiDependencies } from '../dependencies.ts';
import type { Route } from '../route.ts';
import { attemptRoutes } from './attempts.ts';
import { auditRoutes } from './audit.ts';
import { catalogueRoutes } from './catalogue.ts';
import { channelRoutes } from './channels.ts';
import { deliveryRoutes } from './deliveries.ts';
import { eventRoutes } from './events.ts';
import { groupRoutes } from './groups.ts';
import { hostKeyRoutes } from './host-keys.ts';
import { instanceRoutes } from './instances.ts';
import { logRoutes } from './logs.ts';
import { nodeListRoutes } from './node-lists.ts';
import { retryRoutes } from './retry.ts';
import { runRoutes } from './runs.ts';
import { scheduleRoutes } from './schedules.ts';
import { secretRoutes } from './secrets.ts';
import { serverRoutes } from './server.ts';
import { sessionRoutes } from './session.ts';
import { templateEditRoutes } from './edit-templates.ts';
import { templateRunRoutes } from './template-runs.ts';
import { templateRoutes } from './templates.ts';
import { tokenRoutes } from './tokens.ts';
import { undoRoutes } from './undo.ts';
import { usualDurationRoutes } from './usual-durations.ts';

export const v1Routes = (deps: ApiDependencies): Route[] => [
  ...runRoutes(deps),
  ...retryRoutes(deps),
  ...undoRoutes(deps),
  ...attemptRoutes(deps),
  ...logRoutes(deps),
  ...eventRoutes(deps),
  ...instanceRoutes(deps),
  ...hostKeyRoutes(deps),
  ...catalogueRoutes(),
  ...templateRoutes(deps),
  ...templateEditRoutes(deps),
  ...templateRunRoutes(deps),
  ...usualDurationRoutes(deps),
  ...nodeListRoutes(),
  ...scheduleRoutes(deps),
  ...groupRoutes(deps),
  ...secretRoutes(deps),
  ...serverRoutes(deps),
  ...sessionRoutes(deps),
  ...tokenRoutes(deps),
  ...auditRoutes(deps),
  ...channelRoutes(deps),
  ...deliveryRoutes(deps),
];
