import { z } from 'zod';
import { fieldOf, filesOf, probeScript } from './look-back.ts';
import { boxPath, environmentSecrets, HALF, utf8Bytes } from './parameters.ts';
import { defineStep } from './step.ts';

// Linux takes 128 KiB for one environment variable.
const MAX_BYTES = 100_000;

const fileText = z
  .string()
  .refine((value) => utf8Bytes(value) <= MAX_BYTES, { error: `must not be longer than ${MAX_BYTES} bytes` })
  .refine((value) => !value.includes('\0') && !HALF.test(value), { error: 'must not hold NUL nor half characters' });

export const writeFile = defineStep({
  action: 'write_file',
  title: 'Write a file',
  description:
    'Writes a text file on the box, whole or not at all; one with the same text and mode is left alone, a link stays a link.',
  parameters: z
    .object({
      path: boxPath,
      /** Its text, to the last line feed. */
      content: fileText.optional(),
      /** Variable of `secrets` whose value is the text instead. */
      content_from: z.string().max(64).optional(),
      /** Environment variables with the name of the kept secret that each shall hold; `content_from` names one. */
      secrets: environmentSecrets.optional(),
      /** As chmod takes it; without it 0644, and 0600 for a secret. */
      mode: z
        .string()
        .regex(/^0?[0-7]{3}$/, { error: 'must be three octal digits, such as 0644' })
        .optional(),
      /** Makes the folders above it. */
      make_folders: z.boolean().default(false),
      /** SHA-256 that a file of that name must have, or the file already wanted; another one is left alone, and the step fails. */
      expected_before: z
        .string()
        .regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits, a to f small' })
        .optional(),
    })
    .superRefine(({ content, content_from, secrets = {} }, context) => {
      const issue = (message: string) => context.addIssue({ code: 'custom', path: ['content_from'], message });
      if ((content === undefined) === (content_from === undefined)) issue('either it or content must be there');
      if (content_from !== undefined && !Object.hasOwn(secrets, content_from))
        issue(`must be a variable of secrets: ${content_from}`);
    }),
  runner: 'script',
  timeout_s: 60,
  retry: { attempts: 2, delay_s: 2 },
  usual_s: 1,
  takesSecrets: true,
  resources: ['disk'],
  script: ({ path, content, content_from, mode, make_folders, expected_before }) => ({
    file: 'write-file.py',
    env: {
      BRINGUP_PATH: path,
      BRINGUP_CONTENT: content ?? '',
      BRINGUP_CONTENT_FROM: content_from ?? '',
      BRINGUP_MODE: mode ?? (content_from === undefined ? '0644' : '0600'),
      BRINGUP_MAKE_FOLDERS: make_folders ? '1' : '',
      BRINGUP_EXPECTED_BEFORE: expected_before ?? '',
    },
  }),
  /** The file is there, with the hash that it was written with; of a secret, with its size. */
  probe: (_, result) => probeScript('probe-files.py', { FILES: filesOf(fieldOf(result, 'files')) }),
  undo: {
    description: 'The file has its text and mode from before, or is removed; one that was changed since is left alone.',
    script: () => ({ file: 'undo-write-file.py', env: {} }),
  },
  failures: { 10: 'path_not_found', 11: 'box_not_usable', 16: 'disk_full', 24: 'folder_occupied' },
});
