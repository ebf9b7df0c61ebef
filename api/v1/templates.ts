// /api/v1/templates: what runs can be made of, with every version that there was.
import { diffLines } from 'diff';
import { z } from 'zod';
import type { LibraryEntry } from '../../adapters/templates/library.ts';
import { isPracticeTemplate } from '../../adapters/templates/templates.ts';
import { jsonSchema } from '../../contract/run-state-schema.ts';
import { templateSourceSchema } from '../../contract/template.ts';
import { templateDifference } from '../../steps/templates/difference.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { numeral } from './schemas.ts';
import {
  shownTemplate,
  shownTemplateSchema,
  shownVersion,
  tagVersion,
  templateParams,
  templateTag as tag,
  versionParams,
  versionSchema,
} from './template-schemas.ts';

const listedSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    version: z.string(),
    version_number: z.int().nullable(),
    source: templateSourceSchema.nullable(),
    practice: z.boolean(),
    steps: z.int().nullable().meta({ description: 'How many it has; null where the file is broken' }),
    /** What is wrong with the file; null where it can be used. */
    error: z.string().nullable(),
  })
  .meta({ id: 'TemplateItem' });

const fieldChanges = z.array(z.object({ field: z.string(), before: jsonSchema, after: jsonSchema }));
const place = z.int().nullable();
const differenceSchema = z
  .object({
    from: z.int(),
    to: z.int(),
    fields: fieldChanges,
    steps: z.array(
      z.object({
        change: z.enum(['added', 'removed', 'moved', 'changed']),
        action: z.string(),
        label: z.string(),
        from: place,
        to: place,
        fields: fieldChanges,
      }),
    ),
    lines: z.array(z.object({ change: z.enum(['same', 'added', 'removed']), text: z.string() })),
  })
  .meta({ id: 'TemplateDifference', description: 'What changed between two versions: by step and field, and as text' });

const current = numeral(1, 1_000_000).optional().meta({ description: 'Without it the current one' });

export function templateRoutes({ templates }: ApiDependencies): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/templates',
      id: 'listTemplates',
      tag,
      summary: 'All templates; a broken file is listed with its mistake',
      scope: 'read',
      answers: { 200: { description: 'All templates', schema: z.object({ items: z.array(listedSchema) }) } },
      handle: async () => ({ items: (await templates.list()).map(listed) }),
    }),
    route({
      method: 'get',
      path: '/api/v1/templates/{id}',
      id: 'getTemplate',
      tag,
      summary: 'One template with its parameters, its steps and its text',
      scope: 'read',
      params: templateParams,
      answers: { 200: { description: 'The template', schema: shownTemplateSchema } },
      failures: ['template_not_found', 'input_invalid'],
      async handle({ params: { id }, response }) {
        const found = await templates.current(id);
        tagVersion(response, found);
        return shownTemplate(found);
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/templates/{id}/versions',
      id: 'listTemplateVersions',
      tag,
      summary: 'All versions, newest first; those of a deleted template, too',
      scope: 'read',
      params: templateParams,
      answers: { 200: { description: 'All versions', schema: z.object({ items: z.array(versionSchema) }) } },
      failures: ['template_not_found'],
      handle: async ({ params: { id } }) => ({ items: (await templates.versions(id)).map(shownVersion) }),
    }),
    route({
      method: 'get',
      path: '/api/v1/templates/{id}/versions/{version}',
      id: 'getTemplateVersion',
      tag,
      summary: 'The template as it was in a version',
      scope: 'read',
      params: versionParams,
      answers: { 200: { description: 'The template', schema: shownTemplateSchema } },
      failures: ['template_version_not_found', 'input_invalid'],
      handle: async ({ params: { id, version } }) => shownTemplate(await templates.version(id, version)),
    }),
    route({
      method: 'get',
      path: '/api/v1/templates/{id}/export',
      id: 'exportTemplate',
      tag,
      summary: 'The text of a version, exactly as it was saved',
      scope: 'read',
      params: templateParams,
      query: z.strictObject({ version: current }),
      // As text: what reads YAML as a value would have a template and no text.
      answers: { 200: { description: 'YAML', type: 'text/plain' } },
      failures: ['template_not_found', 'template_version_not_found', 'input_invalid'],
      async handle({ params: { id }, query: { version }, response }) {
        const { yaml } = version === undefined ? await templates.current(id) : await templates.text(id, version);
        response.attachment(`${id}.yaml`).type('text/plain').send(yaml);
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/templates/{id}/diff',
      id: 'compareTemplateVersions',
      tag,
      summary: 'What changed from one version to another',
      scope: 'read',
      params: templateParams,
      query: z.strictObject({ from: numeral(1, 1_000_000), to: current }),
      answers: { 200: { description: 'The difference', schema: differenceSchema } },
      failures: ['template_not_found', 'template_version_not_found', 'input_invalid'],
      async handle({ params: { id }, query: { from, to } }) {
        const before = await templates.version(id, from);
        const after = to === undefined ? await templates.current(id) : await templates.version(id, to);
        return {
          from,
          to: after.head.version,
          ...templateDifference(before.template, after.template),
          lines: lineDifference(before.yaml, after.yaml),
        };
      },
    }),
  ];
}

const listed = ({ id, current: found, error }: LibraryEntry): z.infer<typeof listedSchema> => ({
  id,
  name: found?.template.name ?? id,
  description: found?.template.description ?? '',
  version: found?.template.version ?? '',
  version_number: found?.head.version ?? null,
  source: found?.head.source ?? null,
  practice: found !== null && isPracticeTemplate(found.template),
  steps: found?.template.steps.length ?? null,
  error: error?.message ?? null,
});

/** Texts that have little in common take long; then the one is shown after the other. */
const DIFFERENCE_MS = 500;

function lineDifference(before: string, after: string): z.infer<typeof differenceSchema>['lines'] {
  const parts = diffLines(before, after, { timeout: DIFFERENCE_MS }) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  return parts.flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({
        change: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const),
        text,
      })),
  );
}
