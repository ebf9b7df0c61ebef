// /api/v1/settings and /api/v1/health: this server itself.
import { z } from 'zod';
import { changeSettings } from '../../adapters/settings/change-settings.ts';
import type { JsonObject } from '../../contract/json.ts';
import { settingsSchema } from '../../contract/settings.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { recordChange } from '../audit.ts';
import { readiness } from '../readiness.ts';
import { type Route, route } from '../route.ts';

const tag = 'server';

const effectiveSchema = z
  .object({
    settings: settingsSchema.meta({ id: 'Settings' }),
    restart_needed: z.boolean().meta({ description: 'config.yaml has changed since this server was started' }),
  })
  .meta({ id: 'ServerSettings', description: 'The settings in force: config.yaml and the environment, which wins' });

const checkSchema = z.object({ ok: z.boolean(), message: z.string() });
const healthSchema = z
  .object({
    ready: z.boolean(),
    version: z.string(),
    checks: z.object({ store: checkSchema, temporal: checkSchema, worker: checkSchema }),
  })
  .meta({ id: 'Health', description: 'Whether a start would work, each thing by its name' });

export function serverRoutes(deps: ApiDependencies): Route[] {
  let restart_needed = false;
  return [
    route({
      method: 'get',
      path: '/api/v1/settings',
      id: 'getSettings',
      tag,
      summary: 'The settings in force; secrets are no settings',
      scope: 'read',
      answers: { 200: { description: 'The settings', schema: effectiveSchema } },
      handle: () => ({ settings: inForce(deps), restart_needed }),
    }),
    route({
      method: 'patch',
      path: '/api/v1/settings',
      id: 'changeSettings',
      tag,
      summary: 'Change config.yaml (JSON merge patch); counts from the next start of Bringup',
      scope: 'admin',
      body: z.record(z.string().min(1).max(100), z.unknown()).meta({ id: 'SettingsPatch' }),
      answers: { 200: { description: 'The settings of the file', schema: effectiveSchema } },
      async handle({ body, response }) {
        const { before, after } = await changeSettings(deps.settings.path('config.yaml'), body as JsonObject);
        restart_needed = true;
        recordChange(response, { before, after });
        return { settings: after, restart_needed };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/health',
      id: 'getHealth',
      tag,
      summary: 'Whether a start would work: store, Temporal and a worker that polls',
      scope: 'read',
      answers: { 200: { description: 'What was found', schema: healthSchema } },
      async handle() {
        const checks = await readiness(deps);
        return { ready: Object.values(checks).every(({ ok }) => ok), version: deps.version, checks };
      },
    }),
  ];
}

/** The file's own fields out of everything that is set. */
const inForce = ({ settings }: ApiDependencies) => settingsSchema.strip().parse(settings);
