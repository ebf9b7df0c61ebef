// What the API gives the library of templates (adapters/templates): where they lie, and what steps they may have.
import { packageFile } from '../adapters/package-root.ts';
import type { LoadedSettings } from '../adapters/settings/settings.ts';
import type { TemplateFolder, TemplateRules } from '../adapters/templates/templates.ts';
import { checkedTemplateSchema } from '../steps/templates/check.ts';
import { fromOlderFormat, isOlderFormat } from '../steps/templates/older.ts';
import { readList } from './read-node-list.ts';

export const templateFolders = (settings: Pick<LoadedSettings, 'path'>): TemplateFolder[] => [
  { folder: packageFile('templates'), source: 'shipped' },
  { folder: settings.path('templates'), source: 'file' },
];

export const templateRules: TemplateRules = {
  schema: checkedTemplateSchema,
  readList,
  isOlder: isOlderFormat,
  fromOlder: fromOlderFormat,
};
