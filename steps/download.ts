import { z } from 'zod';
import { boxPath, environmentSecrets, fileUrl, innerPath, uiHome, utf8Bytes } from './parameters.ts';
import { fieldOf, filesOf, probeScript } from './look-back.ts';
import { defineStep } from './step.ts';

// Linux takes 128 KiB for one environment variable.
const MAX_BYTES = 100_000;

const file = z
  .object({
    /** http or https, without a login or a key in it. */
    url: fileUrl,
    /** Where it goes: absolute, below the home (~/) or inside ui_home. */
    path: z.union([boxPath, innerPath]),
    sha256: z
      .string()
      .regex(/^[0-9a-fA-F]{64}$/, { error: 'must be 64 hexadecimal digits' })
      .transform((hash) => hash.toLowerCase())
      .optional(),
    /** In bytes. */
    size: z
      .number()
      .int()
      .min(0)
      .max(2 ** 50)
      .optional(),
    /** Variable of `secrets` that is sent as bearer token. */
    bearer: z.string().max(64).optional(),
  })
  .refine(
    ({ url, bearer }) =>
      bearer === undefined || /^https:|^http:\/\/(127\.\d+\.\d+\.\d+|localhost|\[::1\])([:/]|$)/i.test(url),
    {
      error: 'must be https where a secret is sent along',
      path: ['url'],
    },
  );

export const download = defineStep({
  action: 'download',
  title: 'Download files',
  description:
    'Fetches files to the box: resumed after a cut, checked, moved into place when whole; what is there already is left alone.',
  parameters: z
    .object({
      ui_home: uiHome,
      /** One file, or a list: url, path, and sha256, size and bearer where known. */
      files: z.union([z.array(file).min(1).max(500), file.transform((one) => [one])]),
      /** Environment variables with the name of the kept secret that each shall hold; `bearer` of a file names one. */
      secrets: environmentSecrets.optional(),
      /** Files at the same time. */
      parallel: z.number().int().min(1).max(8).default(2),
      /** Bytes a second for all of them together; without it as fast as it goes. */
      max_rate_per_s: z.number().int().min(1000).optional(),
      /** Tries in a row that bring nothing new; a try that got further begins the count again. */
      tries: z.number().int().min(1).max(20).default(6),
      /** Pause after the first failed try, in seconds; each further one is twice as long, up to a minute. */
      pause_s: z.number().min(0).max(60).default(1),
      /** Seconds without data, or with less than 1 kB/s, after which a try is given up. */
      stall_s: z.number().min(0.1).max(600).default(30),
    })
    .superRefine(({ files, secrets = {} }, context) => {
      const seen = new Set<string>();
      files.forEach(({ path, bearer }, index) => {
        const issue = (field: string, message: string) =>
          context.addIssue({ code: 'custom', path: ['files', index, field], message });
        if (seen.has(path)) issue('path', `is there twice: ${path}`);
        seen.add(path);
        if (bearer !== undefined && !Object.hasOwn(secrets, bearer))
          issue('bearer', `must be a variable of secrets: ${bearer}`);
      });
      if (utf8Bytes(JSON.stringify(files)) > MAX_BYTES)
        context.addIssue({
          code: 'custom',
          path: ['files'],
          message: `must not be longer than ${MAX_BYTES} bytes`,
        });
    }),
  runner: 'script',
  timeout_s: 7200,
  retry: { attempts: 2, delay_s: 10 },
  usual_s: 120,
  resources: ['network', 'disk'],
  /**
   * Each file is there with its size. What was not touched since it came has its hash, too; of what was, up to 256 MB a file are read, and a
   * bigger one is believed.
   */
  probe: (_, result) => probeScript('probe-files.py', { FILES: filesOf(fieldOf(result, 'files')) }),
  takesSecrets: true,
  script: ({ ui_home, files, parallel, max_rate_per_s, tries, pause_s, stall_s }) => ({
    file: 'download.py',
    env: {
      UI_HOME: ui_home,
      BRINGUP_DOWNLOADS: JSON.stringify({ files, parallel, max_rate_per_s, tries, pause_s, stall_s }),
    },
  }),
  failures: {
    10: 'path_not_found',
    11: 'box_not_usable',
    13: 'tool_missing',
    15: 'download_failed',
    16: 'disk_full',
    21: 'download_refused',
    22: 'download_not_found',
    23: 'download_wrong',
  },
});
