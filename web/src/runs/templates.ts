// Templates as the façade lists and describes them.

/** A line of the list. */
export interface TemplateSummary {
  id: string;
  name: string;
  description: string;
  version: string;
  /** The built-in box's own template. */
  practice?: boolean;
}

/** A step as the template has it; parameters stand beside the named fields. */
export interface TemplateStep {
  action: string;
  label: string;
  enabled: boolean;
  description?: string;
  timeout_s?: number;
  [parameter: string]: unknown;
}

/** A whole template. */
export interface TemplateDetail extends TemplateSummary {
  /** The practice box's connection. */
  ssh_connection?: string;
  step_delay: number;
  steps: TemplateStep[];
}

/** The template to begin with: the last choice where it still exists, else the first one for a real box. */
export function defaultTemplate(
  templates: readonly TemplateDetail[],
  lastChoice: string | null,
): TemplateDetail | null {
  return (
    templates.find((template) => template.id === lastChoice) ??
    templates.find((template) => template.practice !== true) ??
    templates[0] ??
    null
  );
}
