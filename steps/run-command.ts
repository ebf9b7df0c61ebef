import { z } from 'zod';
import { boxPath, environmentSecrets, environmentTexts, shellText } from './parameters.ts';
import { defineStep } from './step.ts';

export const runCommand = defineStep({
  action: 'run_command',
  title: 'Run a command or script',
  description: 'Runs the template’s own text on the box, as sh, bash or Python.',
  parameters: z
    .object({
      command: shellText,
      /** What reads the text: `python` is the box’s python3. */
      interpreter: z.enum(['sh', 'bash', 'python']).default('sh'),
      /** Folder that it is run in; without it the home. */
      working_directory: boxPath.optional(),
      /** Exit codes that mean success. */
      success_codes: z.array(z.int().min(0).max(255)).min(1).max(20).default([0]),
      /** Environment variables with the text that each shall hold; for what is secret there is `secrets`. */
      environment: environmentTexts.optional(),
      /** Environment variables with the name of the kept secret that each shall hold. */
      secrets: environmentSecrets.optional(),
    })
    .superRefine(({ environment = {}, secrets = {} }, context) => {
      for (const name of Object.keys(environment))
        if (Object.hasOwn(secrets, name))
          context.addIssue({ code: 'custom', path: ['environment', name], message: 'is in secrets, too' });
    }),
  runner: 'script',
  timeout_s: 600,
  retry: { attempts: 1, delay_s: 2 },
  usual_s: 2,
  takesSecrets: true,
  script: ({ command, interpreter, working_directory, success_codes, environment }) => ({
    file: 'run-command.sh',
    env: {
      ...environment,
      COMMAND: command,
      BRINGUP_INTERPRETER: interpreter,
      BRINGUP_DIRECTORY: working_directory ?? '',
      BRINGUP_SUCCESS: success_codes.join(' '),
    },
  }),
});
