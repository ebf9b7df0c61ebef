import { z } from 'zod';
import { CONTROL, HALF } from './parameters.ts';
import { fieldOf, probeScript } from './look-back.ts';
import { defineStep } from './step.ts';

export const testCivitdl = defineStep({
  action: 'test_civitdl',
  title: 'Test civitdl',
  description: 'Checks civitdl’s command, its configuration and the API, each with its own verdict.',
  parameters: z.object({
    civitai_url: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .refine((value) => !CONTROL.test(value), { error: 'must not hold control characters' })
      .refine((value) => !HALF.test(value), { error: 'must not hold half characters' })
      .transform((url) => url.replace(/\/+$/, ''))
      .default('https://civitai.com'),
    /** How long the site may take to answer, in seconds. */
    api_limit_s: z.number().int().min(1).max(60).default(10),
  }),
  runner: 'script',
  changesNothing: true,
  timeout_s: 60,
  retry: { attempts: 1, delay_s: 5 },
  usual_s: 3,
  resources: ['network'],
  /** The command and its settings; the site is not asked again. */
  probe: (_, result) => probeScript('probe-civitdl.sh', { KEY: fieldOf(result, 'config') === 'ok' ? '1' : '' }),
  script: ({ civitai_url, api_limit_s }) => ({
    file: 'test-civitdl.sh',
    env: { CIVITAI_URL: civitai_url, API_LIMIT_S: String(api_limit_s) },
  }),
  failures: { 14: 'civitdl_broken', 17: 'api_key_rejected' },
});
