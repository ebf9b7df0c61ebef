import { z } from 'zod';
import { boxPath, uiHome } from './parameters.ts';
import { defineStep } from './step.ts';
import { bandwidth, globs, layout, mediaSources, verify } from './sync-parameters.ts';

/**
 * Pull. Result: `folder`, `files`, `bytes`, `seconds`, `folders`, `by_ext` and `bytes_by_ext` of what came; `files_on_box`,
 * `already_here`, `skipped` (counts by reason), `grown`, `renamed`, `method` (rsync or stream), `verified`.
 * Fails with path_not_found, ssh_unreachable, sync_failed.
 */
export const syncInstance = defineStep({
  action: 'sync_instance',
  title: 'Sync media',
  description: 'Brings media from the box into a local folder; resumable, nothing is ever deleted or overwritten.',
  parameters: z.object({
    ui_home: uiHome,
    sources: mediaSources,
    /** Local folder; without it one of the box's own below the sync folder. */
    destination: boxPath.optional(),
    layout,
    include: globs,
    exclude: globs,
    /** `skip` leaves symbolic links out and says so; `follow` brings what they point to. */
    links: z.enum(['skip', 'follow']).default('skip'),
    bandwidth_kb_s: bandwidth,
    verify,
  }),
  runner: 'sync',
  changesNothing: true,
  timeout_s: 600,
  retry: { attempts: 3, delay_s: 5 },
  usual_s: 30,
  resources: ['network', 'disk'],
});
