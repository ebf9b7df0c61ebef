// Reads what a step's script says on file descriptor 3: one JSON object a line, written by progress.sh.
import { z } from 'zod';
import type { Json } from '../contract/json.ts';
import type { StepProgress, Task } from '../contract/run-state.ts';

const taskStatus = z.enum(['pending', 'running', 'success', 'warning', 'failed', 'skipped']);
const count = z.number().nonnegative().nullable().optional();

const line = z.union([
  z.object({
    task: z.string(),
    status: taskStatus,
    note: z.string().optional(),
    percent: z.number().min(0).max(100).optional(),
    rate_per_s: z.number().nonnegative().optional(),
  }),
  z.object({
    done: z.number().nonnegative(),
    total: count,
    unit: z.string().nullable().optional(),
    current: z.string().nullable().optional(),
    rate_per_s: count,
    eta_s: count,
  }),
  z.object({ result: z.json() }),
  z.object({ note: z.string() }),
  z.object({ warning: z.string() }),
  z.object({ failure: z.string() }),
]);

/** What a script has said so far. */
export interface StepReport {
  tasks: Task[];
  progress: StepProgress | null;
  result: Json;
  note: string | null;
  warnings: string[];
  /** Why it failed, in a sentence of its own. */
  failure: string | null;
}

export const emptyReport = (): StepReport => ({
  tasks: [],
  progress: null,
  result: null,
  note: null,
  warnings: [],
  failure: null,
});

/** Takes one line into the report. False for a line that says nothing we know: it is somebody else's and is left alone. */
export function readProgressLine(report: StepReport, text: string): boolean {
  const said = parse(text);
  if (!said) return false;
  if ('task' in said) {
    const { task: name, status, note, percent, rate_per_s } = said;
    const row: Task = {
      name,
      status,
      ...(note === undefined ? {} : { note }),
      ...(percent === undefined ? {} : { percent }),
      ...(rate_per_s === undefined ? {} : { rate_per_s }),
    };
    const at = report.tasks.findIndex((task) => task.name === name);
    if (at < 0) report.tasks.push(row);
    else report.tasks[at] = row;
  } else if ('done' in said) {
    const { done, total = null, unit = null, current = null, rate_per_s = null, eta_s = null } = said;
    report.progress = { done, total, unit, current, rate_per_s, eta_s };
  } else if ('result' in said) report.result = said.result as Json;
  else if ('note' in said) report.note = said.note;
  else if ('warning' in said) {
    // The whole stream is told again after an adoption.
    if (!report.warnings.includes(said.warning)) report.warnings.push(said.warning);
  } else report.failure = said.failure;
  return true;
}

function parse(text: string): z.infer<typeof line> | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  return line.safeParse(json).data ?? null;
}
