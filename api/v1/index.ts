// Every route of /api/v1, by what it is about.
import type { ApiDependencies } from '../dependencies.ts';
import type { Route } from '../route.ts';
import { attemptRoutes } from './attempts.ts';
import { runRoutes } from './runs.ts';

export const v1Routes = (deps: ApiDependencies): Route[] => [...runRoutes(deps), ...attemptRoutes(deps)];
