import { z } from 'zod';
import { boxPath, text } from './parameters.ts';
import { defineStep } from './step.ts';
import { bandwidth, globs, verify } from './sync-parameters.ts';

/**
 * Push. Result: `to`, `files`, `bytes`, `seconds`, `folders`, `by_ext`, `bytes_by_ext` of what was sent; `files_here`, `already_there`,
 * `different` (on the box with another content and kept), `skipped`, `method`, `verified`.
 * Fails with input_invalid (a folder that may not be sent), path_not_found, disk_full, ssh_unreachable, sync_failed.
 */
export const pushFiles = defineStep({
  action: 'push_files',
  title: 'Send files to the box',
  description:
    'Sends a folder of this computer to the box (models, inputs); resumable. What is there with another content stays, unless overwrite is set.',
  parameters: z.object({
    /** Folder of the computer that Bringup runs on: below `push` in the data folder, or in one that the setting push_folders names. */
    from: text(1024).refine((path) => !path.split('/').includes('..'), { error: 'must not hold ..' }),
    /** Folder on the box; made where it is missing. */
    to: boxPath,
    include: globs,
    exclude: globs,
    /** Put it in the place of a file with another content. */
    overwrite: z.boolean().default(false),
    bandwidth_kb_s: bandwidth,
    verify,
  }),
  runner: 'sync',
  timeout_s: 3600,
  retry: { attempts: 3, delay_s: 5 },
  usual_s: 120,
  resources: ['network', 'disk'],
});
