// /api/v1/templates, what changes them. Every change is a version; nobody's is overwritten unseen (If-Match).
import type { Response } from 'express';
import { z } from 'zod';
import type { TemplateLibrary, TemplateVersion } from '../../adapters/templates/library.ts';
import { editYaml, templateYaml } from '../../adapters/templates/edit-yaml.ts';
import { checkTemplateText, idOfFile, readTemplateText, TEMPLATE_ID } from '../../adapters/templates/templates.ts';
import { jsonSchema } from '../../contract/run-state-schema.ts';
import { recordChange } from '../audit.ts';
import { callerName, callerOf } from '../caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { templateRules } from '../template-rules.ts';
import {
  editedVersion,
  matchHeaders,
  notesSchema,
  shownTemplate,
  shownTemplateSchema,
  tagVersion,
  templateParams,
  templateTag as tag,
} from './template-schemas.ts';

const yaml = z.string().min(1).max(256_000);
const note = z.string().max(500).optional().meta({ description: 'Why, for whoever reads the versions' });
const fileName = z.string().max(200).optional();
/** A text, or what a form holds. */
const sentSchema = z
  .strictObject({
    yaml: yaml.optional(),
    template: z
      .record(z.string(), jsonSchema)
      .optional()
      .meta({ description: 'The fields of a template; comments of the text that is there are kept' }),
    note,
  })
  .refine((body) => (body.yaml === undefined) !== (body.template === undefined), {
    error: 'must have exactly one of yaml and template',
  })
  .meta({ id: 'TemplateText', description: 'Exactly one of `yaml` and `template`' });

const checkedSchema = z
  .object({
    ok: z.boolean(),
    problems: z.array(z.object({ line: z.int(), column: z.int(), field: z.string(), message: z.string() })),
    notes: notesSchema,
  })
  .meta({ id: 'CheckedTemplate' });

export function templateEditRoutes({ templates }: ApiDependencies): Route[] {
  /** A new template under the id that its text has, or that its file's name gives. */
  async function create(response: Response, text: string, fallbackId: string, why: string | undefined) {
    const { template } = readTemplateText(text, templateRules, fallbackId, 'The template');
    return saved(response, await templates.save(template.id, text, savedBy(response, why, null)));
  }

  return [
    route({
      method: 'post',
      path: '/api/v1/templates',
      id: 'createTemplate',
      tag,
      summary: 'Make a template',
      scope: 'run',
      body: sentSchema,
      answers: { 201: { description: 'It is kept, as its version 1', schema: shownTemplateSchema } },
      failures: ['template_exists'],
      handle: ({ body, response }) => create(response, textOf(body, ''), '', body.note),
    }),
    route({
      method: 'post',
      path: '/api/v1/template-imports',
      id: 'importTemplate',
      tag,
      summary: 'Make a template of a file’s text; also of one in the format of the seed’s line (templates_<id>.yml)',
      scope: 'run',
      body: z
        .strictObject({ yaml, file_name: fileName, note })
        .meta({ description: '`file_name` gives the id of a template in the older format' }),
      answers: {
        201: { description: 'It is kept; `notes` tell what could not be taken over', schema: shownTemplateSchema },
      },
      failures: ['template_exists'],
      handle: ({ body, response }) => create(response, body.yaml, idOf(body.file_name), body.note),
    }),
    route({
      method: 'post',
      path: '/api/v1/template-checks',
      id: 'checkTemplate',
      tag,
      summary: 'All mistakes of a text with line and column; nothing is kept',
      scope: 'read',
      body: z.strictObject({ yaml: z.string().max(256_000), file_name: fileName }),
      answers: { 200: { description: 'What is wrong, if anything', schema: checkedSchema } },
      handle({ body }) {
        const { read, problems } = checkTemplateText(body.yaml, templateRules, idOf(body.file_name));
        return { ok: read !== null, problems, notes: read?.notes ?? [] };
      },
    }),
    route({
      method: 'put',
      path: '/api/v1/templates/{id}',
      id: 'changeTemplate',
      tag,
      summary: 'Make a text, or what a form holds, the next version of a template',
      scope: 'run',
      params: templateParams,
      headers: matchHeaders,
      body: sentSchema,
      answers: { 200: { description: 'It is the current version now', schema: shownTemplateSchema } },
      failures: ['template_not_found', 'template_changed', 'if_match_missing'],
      async handle({ params: { id }, body, request, response }) {
        const edited = editedVersion(request);
        const before = body.template === undefined ? '' : await currentText(templates, id);
        const after = await templates.save(id, textOf(body, before), savedBy(response, body.note, edited));
        recordChange(response, { before: { version: edited }, after: { version: after.head.version } });
        return saved(response, after);
      },
    }),
    route({
      method: 'delete',
      path: '/api/v1/templates/{id}',
      id: 'deleteTemplate',
      tag,
      summary: 'Delete a template; its versions can still be read, and a shipped one of its id comes back',
      scope: 'run',
      params: templateParams,
      headers: matchHeaders,
      answers: { 204: { description: 'It is deleted' } },
      failures: ['template_not_found', 'template_shipped', 'template_changed', 'if_match_missing'],
      async handle({ params: { id }, request, response }) {
        const edited = editedVersion(request);
        await templates.remove(id, savedBy(response, undefined, edited));
        recordChange(response, { before: { version: edited } });
      },
    }),
  ];
}

function textOf(body: z.output<typeof sentSchema>, before: string): string {
  if (body.yaml !== undefined) return body.yaml;
  return before === '' ? templateYaml(body.template ?? {}) : editYaml(before, body.template ?? {});
}

/** What a form's values go into; a template whose file is broken is written anew. */
async function currentText(templates: TemplateLibrary, id: string): Promise<string> {
  const entry = (await templates.list()).find((one) => one.id === id);
  return entry?.current?.yaml ?? '';
}

const idOf = (name: string | undefined): string => {
  const id = name === undefined ? null : (idOfFile(name) ?? name);
  return id !== null && TEMPLATE_ID.test(id) ? id : '';
};

const savedBy = (response: Response, why: string | undefined, edited: number | null) => ({
  by: callerName(callerOf(response)),
  note: why ?? null,
  edited,
});

function saved(response: Response, version: TemplateVersion) {
  tagVersion(response, version);
  return shownTemplate(version);
}
