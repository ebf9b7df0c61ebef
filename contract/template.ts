// A template is an ordered list of steps with parameters, in YAML. Shipped ones lie in templates/, own ones in
// BRINGUP_HOME/templates or, with all their versions, in the store.
import { z } from 'zod';
import { jsonSchema } from './run-state-schema.ts';
import { acceptedWarningsSchema, stepOptionsShape, undoOnSchema } from './step-options.ts';

const parameterBase = {
  /** As steps name it: a field whose whole value is `${name}` takes the parameter's. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,63}$/, { error: 'must be a small letter, then small letters, digits and _' }),
  label: z.string().max(200).optional(),
  help: z.string().max(2_000).optional(),
  /** Whoever starts a run has to give it. Without it and without a default, the fields that take it are left out. */
  required: z.boolean().default(false),
};

/** What whoever starts a run may choose. `default` is checked like a given value. */
const templateParameterSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ ...parameterBase, type: z.literal('string'), default: z.string().max(20_000).optional() }),
    z.strictObject({
      ...parameterBase,
      type: z.literal('number'),
      default: z.number().optional(),
      min: z.number().optional(),
      max: z.number().optional(),
    }),
    z.strictObject({
      ...parameterBase,
      type: z.literal('enum'),
      values: z.array(z.string().min(1).max(200)).min(1).max(100),
      default: z.string().optional(),
    }),
    /** On the box. */
    z.strictObject({ ...parameterBase, type: z.literal('path'), default: z.string().optional() }),
    /** The name of a kept secret; a value that is sent is kept with the run only. */
    z.strictObject({
      ...parameterBase,
      type: z.literal('secret'),
      default: z.strictObject({ secret: z.string() }).optional(),
    }),
    /** As `nodes` of install_custom_nodes takes them. */
    z.strictObject({ ...parameterBase, type: z.literal('nodes'), default: z.array(jsonSchema).max(500).optional() }),
    z.strictObject({ ...parameterBase, type: z.literal('boolean'), default: z.boolean().optional() }),
  ])
  .meta({ id: 'TemplateParameter' });
export type TemplateParameter = z.infer<typeof templateParameterSchema>;

const seconds = z.int().min(1).max(86_400).optional();

export const templateSchema = z.strictObject({
  id: z
    .string()
    .max(100)
    .regex(/^[a-z0-9][a-z0-9_-]*$/),
  name: z.string().min(1).max(200),
  description: z.string().max(5_000).default(''),
  /** Its author's word for it. Which text a run used is said by a number that Bringup counts. */
  version: z.string().max(100).default('1'),
  /** Set for the practice template only: the box it belongs to. */
  ssh_connection: z.string().optional(),
  /** Default for this template's runs, in seconds. */
  step_delay: z.number().min(0).default(0),
  parameters: z.array(templateParameterSchema).max(100).default([]),
  undo_on: undoOnSchema.optional(),
  /** For every step that does not say so itself. */
  accept_warnings: acceptedWarningsSchema.optional(),
  steps: z
    .array(
      z.looseObject({
        action: z.string(),
        label: z.string().max(200),
        enabled: z.boolean().default(true),
        timeout_s: seconds,
        no_output_s: seconds,
        unreachable_s: seconds,
        ...stepOptionsShape,
      }),
    )
    .min(1)
    .max(200),
});

export type Template = z.infer<typeof templateSchema>;
export type TemplateStep = Template['steps'][number];

/** Keys of a step that are not its action's. */
export const TEMPLATE_STEP_KEYS = Object.keys(templateSchema.shape.steps.element.shape);

/** Where the current text of a template comes from: Bringup itself, a file in BRINGUP_HOME/templates, or the store. */
export const templateSourceSchema = z.enum(['shipped', 'file', 'saved']);
export type TemplateSource = z.infer<typeof templateSourceSchema>;
