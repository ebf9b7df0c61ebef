// What Start would do: the steps that stand on the page with their switches, from a template or from a run that has ended.
import type { RunState, StepState } from '../../../contract/run-state.ts';
import { messages } from '../messages.ts';
import type { TemplateDetail, TemplateStep } from './templates.ts';

/** One step before the start. */
export interface PlanStep {
  action: string;
  label: string;
  description: string;
  enabled: boolean;
  /** Sent along unchanged. */
  parameters: Record<string, unknown>;
}

/** The steps that Start would run, and what they belong to. */
export interface Plan {
  template: { id: string; name: string } | null;
  stepDelay: number | null;
  steps: PlanStep[];
}

/** Body of POST /workflow/start. */
export interface StartRequest {
  steps: ({ action: string; label: string; status: 'pending' } & Record<string, unknown>)[];
  ssh_connection: string;
  step_delay: number;
  instance_id?: number | string;
  template?: { id: string };
}

/** What the person typed. */
export interface StartForm {
  connection: string;
  instanceId: string;
  apiKey: string;
}

/** The step that takes the civitdl API key. */
const API_KEY_ACTION = 'setup_civitdl';

/** A template's steps, switched as the template says. */
export function planOfTemplate(template: TemplateDetail): Plan {
  return {
    template: { id: template.id, name: template.name },
    stepDelay: template.step_delay,
    steps: template.steps.map(planStep),
  };
}

function planStep({ action, label, enabled, description, ...parameters }: TemplateStep): PlanStep {
  return { action, label, enabled, description: describe(action, description), parameters };
}

/** The steps of a run, so that what stands on the page is what Start would run again. */
export function planOfRun(run: RunState): Plan {
  const steps = run.steps.map((step) => ({
    action: step.action,
    label: step.label,
    enabled: true,
    description: describe(step.action, step['description']),
    parameters: givenBy(step),
  }));
  return { template: run.template, stepDelay: run.step_delay, steps };
}

// Everything that the state adds to what the caller gave.
const ADDED = new Set(
  (
    'action label description status phase phase_info attempt max_attempts progress tasks completion_note result warnings ' +
    'error failure started_at ended_at timeout_s no_output_s unreachable_limit_s usual_s log_bytes enabled'
  ).split(' '),
);

const givenBy = (step: StepState): Record<string, unknown> => ({
  ...Object.fromEntries(Object.entries(step).filter(([key]) => !ADDED.has(key))),
  ...limitsOf(step),
});

/** The step's limits go with it, also where they were extended. A reboot's stand for its wait by then. */
function limitsOf({ action, timeout_s, no_output_s }: StepState): Record<string, number> {
  if (action === 'reboot_instance') return {};
  const given = { timeout_s, no_output_s };
  const whole = Object.entries(given).filter((entry): entry is [string, number] => (entry[1] ?? 0) >= 1);
  return Object.fromEntries(whole.map(([name, seconds]) => [name, Math.min(Math.ceil(seconds), LONGEST_S)]));
}

/** What a start takes at the most. */
const LONGEST_S = 86_400;

const describe = (action: string, own: unknown): string =>
  typeof own === 'string' && own !== '' ? own : (messages.actions[action] ?? '');

/** What is sent when Start is pressed. */
export function startRequest(plan: Plan, form: StartForm, usualDelay: number): StartRequest {
  const apiKey = form.apiKey.trim();
  const instanceId = form.instanceId.trim();
  const steps = plan.steps.filter((step) => step.enabled);
  return {
    steps: steps.map(({ action, label, parameters }) => ({
      ...parameters,
      action,
      label,
      status: 'pending',
      ...(action === API_KEY_ACTION && apiKey !== '' ? { api_key: apiKey } : {}),
    })),
    ssh_connection: form.connection.trim(),
    step_delay: plan.stepDelay ?? usualDelay,
    ...(instanceId === '' ? {} : { instance_id: /^\d{1,15}$/.test(instanceId) ? Number(instanceId) : instanceId }),
    ...(plan.template ? { template: { id: plan.template.id } } : {}),
  };
}
