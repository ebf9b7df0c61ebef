import { z } from 'zod';
import { environmentSecrets, instanceNumber, shellText } from './parameters.ts';
import { defineStep } from './step.ts';

export const rebootInstance = defineStep({
  action: 'reboot_instance',
  title: 'Reboot the instance',
  description: 'Reboots the box through its provider or by a command, and proves that it went away and came back.',
  parameters: z.object({
    /** Number of the instance at Vast.ai. */
    instance_id: instanceNumber.nullish().transform((id) => id ?? null),
    /** What reboots the box when no provider does, e.g. `sudo reboot`. */
    command: shellText.optional(),
    /** Environment variables of the command with the name of the kept secret that each shall hold. */
    secrets: environmentSecrets.optional(),
    /** How long the box may take to go down and to come back, in seconds. */
    wait_s: z.number().int().min(10).max(3600).default(600),
  }),
  runner: 'reboot',
  timeout_s: 30,
  wait_s: 600,
  retry: { attempts: 1, delay_s: 5 },
  usual_s: 40,
  takesSecrets: true,
  script: ({ command }) => ({ file: 'reboot-instance.sh', env: { COMMAND: command ?? '' } }),
});
