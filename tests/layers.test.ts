import { ESLint } from 'eslint';
import { expect, it } from 'vitest';
import { packageFile } from '../adapters/package-root.ts';

const eslint = new ESLint({ cwd: packageFile() });

/** Messages of the layer rule for a file of that room that imports `name`. */
async function complaints(file: string, name: string): Promise<string[]> {
  const config = (await eslint.calculateConfigForFile(packageFile(file))) as { rules: Record<string, unknown> };
  const rule = '@typescript-eslint/no-restricted-imports';
  // Only this rule, without types: the planted file does not exist.
  const only = new ESLint({
    cwd: packageFile(),
    overrideConfig: [
      { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
      {
        files: ['**/*.ts'],
        rules: {
          ...Object.fromEntries(Object.keys(config.rules).map((one) => [one, 'off'])),
          [rule]: config.rules[rule] as 'error',
        },
      },
    ],
  });
  const [result] = await only.lintText(`import { x } from '${name}';\nexport const y = x;\n`, {
    filePath: packageFile(file),
  });
  return (result?.messages ?? []).map(({ message }) => message);
}

const forbidden: [string, string][] = [
  ['workflows/planted.ts', '../activities/index.ts'],
  ['workflows/planted.ts', '../adapters/errors.ts'],
  ['workflows/planted.ts', 'node:fs'],
  ['contract/planted.ts', '../steps/step.ts'],
  ['contract/planted.ts', 'yaml'],
  ['steps/planted.ts', '../adapters/errors.ts'],
  ['steps/planted.ts', 'node:fs'],
  ['adapters/ssh/planted.ts', '../../activities/index.ts'],
  ['activities/planted.ts', '../workflows/index.ts'],
  ['api/routes/planted.ts', '../../worker/create-worker.ts'],
  ['api/routes/planted.ts', '../../activities/index.ts'],
  ['web/src/planted.ts', '../../adapters/errors.ts'],
  ['web/src/planted.ts', 'express'],
  ['cli/planted.ts', '../api/app.ts'],
];

const allowed: [string, string][] = [
  ['workflows/planted.ts', '../contract/messages.ts'],
  ['workflows/planted.ts', '@temporalio/workflow'],
  ['contract/planted.ts', 'zod'],
  ['adapters/ssh/planted.ts', '../../contract/failure.ts'],
  ['adapters/ssh/planted.ts', '../store/store.ts'],
  ['api/routes/planted.ts', '../dependencies.ts'],
  ['cli/planted.ts', '../adapters/errors.ts'],
];

it.each(forbidden)('%s may not import %s', async (file, name) => {
  expect(await complaints(file, name)).toEqual([expect.stringMatching(/restricted/)]);
});

it.each(allowed)('%s may import %s', async (file, name) => {
  expect(await complaints(file, name)).toEqual([]);
});
