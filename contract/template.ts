// A template is an ordered list of steps with parameters, in YAML. Shipped ones lie in templates/, own ones in
// BRINGUP_HOME/templates.
import { z } from 'zod';

export const templateSchema = z.strictObject({
  id: z
    .string()
    .max(100)
    .regex(/^[a-z0-9][a-z0-9_-]*$/),
  name: z.string().min(1).max(200),
  description: z.string().max(5_000).default(''),
  version: z.string().max(100).default('1'),
  /** Set for the practice template only: the box it belongs to. */
  ssh_connection: z.string().optional(),
  /** Default for this template's runs, in seconds. */
  step_delay: z.number().min(0).default(0),
  steps: z
    .array(z.looseObject({ action: z.string(), label: z.string().max(200), enabled: z.boolean().default(true) }))
    .min(1)
    .max(200),
});

export type Template = z.infer<typeof templateSchema>;
