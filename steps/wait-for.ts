import { z } from 'zod';
import { probeScript } from './look-back.ts';
import { fileUrl, text } from './parameters.ts';
import { defineStep, type Script } from './step.ts';

const hostName = z
  .string()
  .max(253)
  .regex(/^([0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/, {
    error: 'must be a name or an address',
  });

const parameters = z
  .object({
    /** Port that takes connections. */
    port: z.int().min(1).max(65_535).optional(),
    /** As the box sees it. */
    host: hostName.default('127.0.0.1'),
    /** Address that answers, instead of a port. */
    url: fileUrl.optional(),
    /** Status that it answers with, after redirects. */
    expect_status: z.int().min(100).max(599).default(200),
    /** What its answer must hold, within the first 1 MB. */
    expect_text: text(1000).optional(),
    /** How long to wait, in seconds. */
    limit_s: z.number().min(1).max(3500).default(300),
    /** Pause between two looks, in seconds. */
    every_s: z.number().min(0.05).max(60).default(2),
  })
  .refine(({ port, url }) => (port === undefined) !== (url === undefined), {
    error: 'either it or url must be there',
    path: ['port'],
  });

const env = ({ port, host, url, expect_status, expect_text, every_s }: z.output<typeof parameters>): Script['env'] => ({
  PORT: String(port ?? ''),
  HOST: host,
  URL: url ?? '',
  STATUS: String(expect_status),
  TEXT: expect_text ?? '',
  EVERY_S: String(every_s),
});

export const waitFor = defineStep({
  action: 'wait_for',
  title: 'Wait for a port or URL',
  description: 'Waits until a port takes connections, or an address answers, as seen from the box.',
  parameters,
  runner: 'script',
  changesNothing: true,
  timeout_s: 3600,
  retry: { attempts: 1, delay_s: 2 },
  usual_s: 10,
  resources: [],
  script: (given) => ({ file: 'wait-for.py', env: { ...env(given), LIMIT_S: String(given.limit_s) } }),
  /** One look. */
  probe: (given) => probeScript('wait-for.py', { ...env(given), LIMIT_S: '0' }),
  failures: { 21: 'not_ready' },
});
