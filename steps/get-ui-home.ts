import { z } from 'zod';
import { boxPath } from './parameters.ts';
import { probeScript, textOf } from './look-back.ts';
import { defineStep } from './step.ts';

export const getUiHome = defineStep({
  action: 'get_ui_home',
  title: 'Get UI_HOME',
  description: 'Reads UI_HOME back the way a login shell sees it.',
  parameters: z.object({
    /** The value that it must have; without it any value will do. */
    expected: boxPath.optional(),
  }),
  runner: 'script',
  changesNothing: true,
  timeout_s: 30,
  retry: { attempts: 2, delay_s: 2 },
  usual_s: 1,
  resources: [],
  /** The login shell still says what it said. */
  probe: (_, result) => probeScript('get-ui-home.sh', { EXPECTED: textOf(result) }),
  script: ({ expected }) => ({ file: 'get-ui-home.sh', env: { EXPECTED: expected ?? '' } }),
  failures: { 12: 'ui_home_mismatch' },
});
