import { expect, test } from 'vitest';
import { packageFile } from '../adapters/package-root.ts';
import { listTemplates } from '../adapters/templates/templates.ts';
import { stepSpec } from '../steps/index.ts';

test('every shipped template is valid, and its steps take the parameters that it gives them', async () => {
  const templates = await listTemplates([packageFile('templates')], (step) => step);
  expect(templates.map(({ id }) => id)).toContain('comfyui');
  for (const { template, error } of templates) {
    expect(error).toBeNull();
    for (const { action, label: _label, enabled: _enabled, ...parameters } of template?.steps ?? []) {
      expect(stepSpec(action).parameters.safeParse(parameters).error).toBeUndefined();
    }
  }
});
