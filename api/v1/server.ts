// /api/v1/settings and /api/v1/health: this server itself.
import { z } from 'zod';
import { isBringupError } from '../../adapters/errors.ts';
import { changeSettings, readSettingsFile } from '../../adapters/settings/change-settings.ts';
import type { JsonObject } from '../../contract/json.ts';
import { checksSchema } from '../../contract/events.ts';
import { settingsSchema } from '../../contract/settings.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { recordChange } from '../audit.ts';
import { type Route, route } from '../route.ts';

const tag = 'server';

const namedSettings = settingsSchema.meta({ id: 'Settings' });
const effectiveSchema = z
  .object({
    settings: namedSettings,
    file: namedSettings.nullable().meta({
      description: 'What config.yaml says now, which counts from the next start; null: it cannot be read',
    }),
    file_problem: z
      .string()
      .nullable()
      .meta({ description: 'Why config.yaml cannot be read; the next start would fail' }),
    restart_needed: z.boolean().meta({ description: 'config.yaml has changed since this server was started' }),
  })
  .meta({ id: 'ServerSettings', description: 'The settings in force: config.yaml and the environment, which wins' });

const healthSchema = z
  .object({
    ready: z.boolean(),
    version: z.string(),
    checks: checksSchema,
  })
  .meta({ id: 'Health', description: 'Whether a start would work, each thing by its name' });

export function serverRoutes(deps: ApiDependencies): Route[] {
  let restart_needed = false;
  const fileOf = () => deps.settings.path('config.yaml');

  async function fileNow(): Promise<Pick<z.infer<typeof effectiveSchema>, 'file' | 'file_problem'>> {
    try {
      return { file: await readSettingsFile(fileOf()), file_problem: null };
    } catch (error) {
      if (!isBringupError(error)) throw error;
      return { file: null, file_problem: error.message };
    }
  }
  return [
    route({
      method: 'get',
      path: '/api/v1/settings',
      id: 'getSettings',
      tag,
      summary: 'The settings in force; secrets are no settings',
      scope: 'read',
      answers: { 200: { description: 'The settings', schema: effectiveSchema } },
      handle: async () => ({ settings: inForce(deps), ...(await fileNow()), restart_needed }),
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
        const { before, after } = await changeSettings(fileOf(), body as JsonObject);
        restart_needed = true;
        recordChange(response, { before, after });
        return { settings: after, file: after, file_problem: null, restart_needed };
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
        const checks = await deps.readiness();
        return { ready: Object.values(checks).every(({ ok }) => ok), version: deps.version, checks };
      },
    }),
  ];
}

/** The file's own fields out of everything that is set. */
const inForce = ({ settings }: ApiDependencies) => settingsSchema.strip().parse(settings);
