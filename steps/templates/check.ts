// What the schema of a template (contract/template.ts) cannot say: its steps' own fields, its conditions, and where its parameters stand.
import { z } from 'zod';
import { inWords, toldIssue } from '../../contract/issue-words.ts';
import type { Json } from '../../contract/json.ts';
import {
  type Template,
  TEMPLATE_STEP_KEYS,
  type TemplateParameter,
  templateSchema,
  type TemplateStep,
} from '../../contract/template.ts';
import { findStep, namesIn } from '../condition.ts';
import { actionNames, isAction, stepSpec } from '../index.ts';
import { secretReference } from '../parameters.ts';
import type { StepSpec } from '../step.ts';
import { fillIn, issueWords, parameterValue, placeOf, textsIn } from './parameters.ts';

/** Fields that are run as a program: a parameter in them would be code. */
const PROGRAM_FIELDS: readonly string[] = ['command', 'script', 'probe', 'undo'];

type Place = (string | number)[];
type Tell = (at: Place, message: string) => void;

/** A template with everything checked that can be before somebody gives its parameters values. */
export const checkedTemplateSchema = templateSchema.superRefine((template, context) => {
  const tell: Tell = (path, message) => context.addIssue({ code: 'custom', path, message });
  template.parameters.forEach((parameter, index) => {
    const at = ['parameters', index];
    if (template.parameters.findIndex(({ name }) => name === parameter.name) < index)
      tell([...at, 'name'], `is there twice: ${parameter.name}`);
    if (parameter.default === undefined) return;
    const { error } = parameterValue(parameter).safeParse(parameter.default, inWords);
    if (error) tell([...at, 'default'], issueWords(error));
  });
  template.steps.forEach((step, index) => {
    const at = ['steps', index];
    if (isAction(step.action)) checkStep(template, step, (place, message) => tell([...at, ...place], message));
    else tell([...at, 'action'], `must be one of ${actionNames.join(', ')}`);
    for (const name of step.when ? namesIn(step.when) : []) {
      if (findStep(template.steps.slice(0, index), name) === null)
        tell([...at, 'when'], `there is no earlier step “${name}”, or more than one`);
    }
  });
});

function checkStep({ parameters }: Template, step: TemplateStep, tell: Tell): void {
  const spec = stepSpec(step.action);
  const fields = ownFields(step);
  checkKeys(spec, fields, tell);
  const open: Place[] = [];
  for (const { at, text } of textsIn(fields)) {
    const problem = placeProblem(spec, parameters, at, text);
    if (problem) tell(at, problem);
    const name = placeOf(text);
    const isOpen = name !== null && parameters.find((one) => one.name === name)?.default === undefined;
    if (problem || isOpen) open.push(at);
  }
  for (const { field } of spec.secrets ?? []) {
    const value = fields[field] ?? null;
    if (value !== null && placeOf(value) === null && !secretReference.safeParse(value).success)
      tell([field], 'must not be in a template: keep it as a secret and write {secret: <name>}');
  }
  const { error } = spec.parameters.safeParse(withDefaults(spec, parameters, fields), inWords);
  for (const { path, message } of error?.issues.map(toldIssue) ?? []) {
    const place = path.map((key) => (typeof key === 'number' ? key : String(key)));
    // What has no value yet is looked at when it has one.
    if (!open.some((at) => startsWith(at, place) || startsWith(place, at))) tell(place, message);
  }
}

/** A step's fields for its action. A list that lies in a file beside the template is checked when it is read. */
function ownFields(step: TemplateStep): Record<string, unknown> {
  const own = Object.entries(step).filter(([key]) => !TEMPLATE_STEP_KEYS.includes(key) && key !== 'nodes_file');
  return Object.fromEntries(own);
}

function checkKeys(spec: StepSpec, fields: object, tell: Tell): void {
  if (!(spec.parameters instanceof z.ZodObject)) return;
  const known = [...Object.keys(spec.parameters.shape), ...(spec.secrets ?? []).map(({ field }) => field)];
  for (const key of Object.keys(fields)) {
    if (!known.includes(key)) tell([key], `is not a field of ${spec.action}; it has ${known.join(', ') || 'none'}`);
  }
}

function placeProblem(spec: StepSpec, parameters: TemplateParameter[], at: Place, text: string): string | null {
  const name = placeOf(text);
  const named = parameters.find((one) => text.includes(`\${${one.name}}`));
  const [field] = at;
  if (PROGRAM_FIELDS.includes(String(field))) {
    const what = named ?? parameters.find((one) => one.name === name);
    return what
      ? `must not hold the parameter ${what.name}, which would become code: give it to the command as environment and write "$NAME" here`
      : null;
  }
  if (name === null) {
    return named ? `must be "\${${named.name}}" and nothing else, or text without parameters` : null;
  }
  const parameter = parameters.find((one) => one.name === name);
  if (!parameter) return `there is no parameter ${name}`;
  const takesSecret = isSecretField(spec, at) || isSecretName(spec, at);
  if (parameter.type === 'secret' && !takesSecret)
    return `${name} is a secret, and this field would show it; it can stand in a step's secret field or below secrets`;
  return null;
}

const isSecretField = (spec: StepSpec, at: Place): boolean =>
  at.length === 1 && (spec.secrets ?? []).some(({ field }) => field === at[0]);
/** A field that takes the name of a kept secret: `secrets: {HF_TOKEN: ...}`. */
export const isSecretName = (spec: StepSpec, at: Place): boolean =>
  spec.takesSecrets === true && at.length === 2 && at[0] === 'secrets';

function withDefaults(spec: StepSpec, parameters: TemplateParameter[], fields: object) {
  const filled = fillIn(fields, (name, at) => {
    const value = parameters.find((one) => one.name === name)?.default;
    return isSecretName(spec, at) ? (secretNameOf(value) ?? 'not_given') : (value ?? `\${${name}}`);
  });
  // Their values are none of the action's own parameters.
  for (const { field } of spec.secrets ?? []) delete filled[field];
  return filled;
}

/** The name in {secret: name}; undefined for anything else. */
export const secretNameOf = (value: Json | undefined): string | undefined => {
  const parsed = secretReference.safeParse(value);
  return parsed.success ? parsed.data.secret : undefined;
};

const startsWith = (place: Place, start: Place): boolean => start.every((key, index) => place[index] === key);
