import { expect, test } from 'vitest';
import { packageFile } from '../adapters/package-root.ts';
import { readTemplateFiles } from '../adapters/templates/templates.ts';
import { templateRules } from '../api/template-rules.ts';
import { fillTemplate } from '../steps/templates/fill.ts';

test('every shipped template is valid, and can be started without giving a parameter that is not required', async () => {
  const files = await readTemplateFiles([{ folder: packageFile('templates'), source: 'shipped' }], templateRules);
  expect(files.map(({ id }) => id)).toContain('comfyui');
  for (const { read, error } of files) {
    expect(error).toBeNull();
    if (read)
      expect(fillTemplate(read.template, {}).problems.filter(({ message }) => message !== 'is required')).toEqual([]);
  }
});
