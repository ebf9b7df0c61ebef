import { z } from 'zod';
import { applicationPython } from './parameters.ts';
import { fieldOf, probeScript } from './look-back.ts';
import { defineStep } from './step.ts';

export const setupCivitdl = defineStep({
  action: 'setup_civitdl',
  title: 'Set up civitdl',
  description: 'Installs civitdl into an environment of its own and stores the API key where civitdl looks for it.',
  parameters: z.object({
    version: z
      .string()
      .regex(/^\d+(\.\d+){0,3}$/, { error: 'must be a version such as 2.2.0' })
      .default('2.2.0'),
    /** Makes the environment where the box's own python3 cannot. */
    python: applicationPython,
  }),
  runner: 'script',
  timeout_s: 180,
  retry: { attempts: 2, delay_s: 5 },
  usual_s: 12,
  resources: ['network', 'disk'],
  probe: ({ version }, result) =>
    probeScript('probe-civitdl.sh', {
      VERSION: version,
      KEY: fieldOf(result, 'api_key_configured') === true ? '1' : '',
    }),
  secrets: [{ name: 'CIVITDL_API_KEY', field: 'api_key', required: false, named: 'civitdl' }],
  script: ({ version, python }) => ({ file: 'setup-civitdl.sh', env: { VERSION: version, PYTHON: python } }),
  failures: { 13: 'tool_missing', 14: 'civitdl_broken', 15: 'download_failed', 16: 'disk_full' },
});
