// What Start sends for a template: which steps, which values. Pure, so that it can be checked without a page.
import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Schemas } from '../api.ts';
import type { Action, Template } from '../templates/queries.ts';

type StartBody = Schemas['TemplateStart'];
export type UndoOn = ('failure' | 'cancel')[];

/** What a person has put in. */
export interface StartForm {
  connection: string;
  instanceId: string;
  apiKey: string;
  values: JsonObject;
  /** Steps that are switched otherwise than the template says, by their place. */
  switches: ReadonlyMap<number, boolean>;
  /** Null: as the template says. */
  undoOn: UndoOn | null;
}

/** Whether each step of the template is on. */
export const stepsOn = ({ steps }: Pick<Template, 'steps'>, switches: StartForm['switches']): boolean[] =>
  steps.map(({ enabled }, index) => switches.get(index) ?? enabled);

/**
 * The body of a start. A step that the template has on and the person has off stays in the run, left out: later steps that ask how it
 * came out are told so.
 */
export function startBody(template: Template, form: StartForm): StartBody {
  const on = stepsOn(template, form.switches);
  const inRun = on.flatMap((isOn, index) => (isOn || template.steps[index]?.enabled ? [index] : []));
  const only = inRun.flatMap((index, place) => (on[index] ? [place] : []));
  const isOwn = template.steps.every(({ enabled }, index) => inRun.includes(index) === enabled);
  const instanceId = form.instanceId.trim();
  const apiKey = form.apiKey.trim();
  return {
    ssh_connection: form.connection.trim(),
    parameters: givenValues(form.values),
    ...(isOwn ? {} : { enabled: inRun }),
    ...(only.length === inRun.length ? {} : { selection: { only } }),
    ...(instanceId === '' ? {} : { instance_id: /^\d{1,15}$/.test(instanceId) ? Number(instanceId) : instanceId }),
    ...(form.undoOn === null ? {} : { undo_on: form.undoOn }),
    ...(apiKey === '' ? {} : { api_key: apiKey }),
  };
}

// A row that was added and left empty is none.
function givenValues(values: JsonObject): JsonObject {
  const isEmptyRow = (one: Json): boolean =>
    typeof one === 'object' && one !== null && !Array.isArray(one) && Object.values(one).every((part) => part === '');
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.filter((one) => !isEmptyRow(one)) : value,
    ]),
  );
}

/** Labels of the steps that would change something on the box for which there is no way back. */
export function withoutWayBack(
  steps: readonly { action: string; label: string }[],
  actions: ReadonlyMap<string, Action>,
): string[] {
  return steps.flatMap(({ action, label }) => {
    const known = actions.get(action);
    return known && !known.changes_nothing && known.undo === null ? [label] : [];
  });
}

/** Whether the key for civitdl has a place of its own: a step that takes one and names none itself. */
export const takesApiKey = (
  template: Template,
  on: readonly boolean[],
  actions: ReadonlyMap<string, Action>,
): boolean =>
  template.steps.some(
    (step, index) =>
      on[index] &&
      !('api_key' in step) &&
      actions.get(step.action)?.secrets.some(({ field }) => field === 'api_key') === true,
  );

/** Labels of steps that run or not by how this one came out. */
export function stepsThatAsk(template: Template, index: number): string[] {
  const step = template.steps[index];
  if (!step) return [];
  const names = new Set([step.label, step.action]);
  return template.steps.flatMap(({ when, label }) =>
    when && namesIn(when).some((name) => names.has(name)) ? [label] : [],
  );
}

function namesIn(condition: unknown): string[] {
  if (typeof condition !== 'object' || condition === null) return [];
  return Object.entries(condition).flatMap(([key, value]) =>
    key === 'step' && typeof value === 'string'
      ? [value]
      : Array.isArray(value)
        ? value.flatMap(namesIn)
        : namesIn(value),
  );
}
