import { z } from 'zod';
import { boxPath, uiHome } from './parameters.ts';
import { probeScript } from './look-back.ts';
import { defineStep } from './step.ts';

export const setUiHome = defineStep({
  action: 'set_ui_home',
  title: 'Set UI_HOME',
  description: 'Makes UI_HOME known to later steps and to login shells, in marked blocks that a second run replaces.',
  parameters: z.object({
    ui_home: uiHome,
    /** Environment files to write, too; without it the ones of a Vast.ai image, where the box is one. */
    env_files: z.array(boxPath).max(10).optional(),
  }),
  runner: 'script',
  timeout_s: 30,
  retry: { attempts: 2, delay_s: 2 },
  usual_s: 1,
  resources: ['disk'],
  probe: ({ ui_home }) => probeScript('get-ui-home.sh', { EXPECTED: ui_home }),
  script: ({ ui_home, env_files }) => ({
    file: 'set-ui-home.sh',
    env: { UI_HOME: ui_home, ...(env_files && { ENV_FILES: env_files.join('\n') }) },
  }),
  undo: {
    description:
      'The files that it has written are as before; of one that somebody has changed since, only the part of Bringup is taken back.',
    script: () => ({ file: 'undo-set-ui-home.py', env: {} }),
  },
  failures: { 10: 'path_not_found', 11: 'box_not_usable', 12: 'ui_home_mismatch' },
});
