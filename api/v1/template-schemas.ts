// What the routes of /api/v1/templates share: how a template and its versions are shown, and the tag that stands for a version.
import type { Request, Response } from 'express';
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import type { TemplateVersion } from '../../adapters/templates/library.ts';
import { isPracticeTemplate } from '../../adapters/templates/templates.ts';
import type { TemplateVersionHead } from '../../adapters/store/store.ts';
import { templateSchema, templateSourceSchema } from '../../contract/template.ts';
import { numeral, word } from './schemas.ts';

export const templateTag = 'templates';
export const templateParams = z.object({ id: word(100) });
export const versionParams = templateParams.extend({ version: numeral(1, 1_000_000) });

const headShape = {
  created_at: z.string(),
  created_by: z.string().meta({ description: '`bringup`: read from a file' }),
  note: z.string().nullable(),
};

export const notesSchema = z
  .array(z.string())
  .meta({ description: 'What of a text in the format of the seed’s line could not be taken over, in words' });

export const shownTemplateSchema = templateSchema
  .extend({
    version_number: z.int().min(1).meta({ description: 'Counted by Bringup; runs say which one they used' }),
    source: templateSourceSchema,
    practice: z.boolean(),
    yaml: z.string().meta({ description: 'As it was saved' }),
    notes: notesSchema,
    ...headShape,
  })
  .meta({
    id: 'Template',
    description: 'A template: `parameters` are what a form asks for; ETag is what If-Match takes',
  });

export const versionSchema = z
  .object({
    version: z.int().min(1),
    source: z.enum([...templateSourceSchema.options, 'deleted']),
    ...headShape,
  })
  .meta({ id: 'TemplateVersion' });

export const shownTemplate = ({
  template,
  head,
  yaml,
  notes,
}: TemplateVersion): z.output<typeof shownTemplateSchema> => ({
  ...template,
  version_number: head.version,
  source: head.source,
  practice: isPracticeTemplate(template),
  yaml,
  notes,
  created_at: head.created_at,
  created_by: head.created_by,
  note: head.note,
});

export const shownVersion = ({ version, source, created_at, created_by, note }: TemplateVersionHead) => ({
  version,
  source,
  created_at,
  created_by,
  note,
});

/** Says in the answer which version it is. */
export const tagVersion = (response: Response, { head }: TemplateVersion): void =>
  void response.set('ETag', `"v${head.version}-${head.hash.slice(0, 12)}"`);

export const matchHeaders = z.object({
  'If-Match': z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'ETag of the template that was edited; without it 428' }),
});

/** The version that the caller has edited; 0, which no template has, for a tag of something else. Throws if_match_missing. */
export function editedVersion(request: Request): number {
  const given = request.get('if-match');
  if (given === undefined || given.trim() === '')
    throw bringupError('if_match_missing', 'If-Match is missing: which version was edited is not known.');
  return Number(/^(?:W\/)?"v(\d{1,7})-[0-9a-f]{12}"$/.exec(given.trim())?.[1] ?? 0);
}
