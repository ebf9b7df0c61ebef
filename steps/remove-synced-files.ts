import { z } from 'zod';
import { boxPath, uiHome } from './parameters.ts';
import { defineStep } from './step.ts';
import { globs, layout, mediaSources } from './sync-parameters.ts';

/**
 * Deletes on the box what is proven to be here: the copy at its place here has the same size, time and SHA-256, and the box's file is
 * unchanged at that moment. Result: `files`, `bytes`, `seconds`, `by_ext`, `kept` (counts by reason), `folders_removed`, `dry_run`.
 */
export const removeSyncedFiles = defineStep({
  action: 'remove_synced_files',
  title: 'Remove synced files from the box',
  description:
    'Deletes media on the box that sync_instance has brought here, each only after its SHA-256 was the same on both sides. Off unless a template says so.',
  parameters: z.object({
    ui_home: uiHome,
    sources: mediaSources,
    /** Local folder and layout as `sync_instance` had them. */
    destination: boxPath.optional(),
    layout,
    include: globs,
    exclude: globs,
    /** Only files whose time lies so many days back on the box's clock. */
    older_than_days: z.number().min(0).max(36_500).default(0),
    /** Also folders that are empty afterwards; never the sources themselves. */
    remove_empty_folders: z.boolean().default(false),
    /** Proves and tells, deletes nothing. */
    dry_run: z.boolean().default(false),
  }),
  runner: 'sync',
  timeout_s: 3600,
  retry: { attempts: 2, delay_s: 5 },
  usual_s: 30,
  resources: ['network', 'disk'],
});
