import { z } from 'zod';
import { boxPath, innerPath, uiHome } from './parameters.ts';
import { defineStep } from './step.ts';

export const syncInstance = defineStep({
  action: 'sync_instance',
  title: 'Sync media',
  description: 'Brings media from the box into a local folder; resumable, nothing is ever deleted.',
  parameters: z.object({
    ui_home: uiHome,
    /** Folders below ui_home; without it `output` and `outputs`, as far as they exist. */
    sources: z.array(innerPath).min(1).max(50).optional(),
    /** Local folder; without it one of the box's own below the sync folder. */
    destination: boxPath.optional(),
  }),
  runner: 'sync',
  timeout_s: 600,
  retry: { attempts: 3, delay_s: 5 },
  usual_s: 30,
});
