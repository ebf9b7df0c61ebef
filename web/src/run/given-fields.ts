import type { StepState } from '../../../contract/run-state.ts';

/** One field of a step as it was given. `items`: a list, one line each; `block`: more than one line. */
interface GivenField {
  name: string;
  value: unknown;
  text: string;
  items: string[] | null;
  block: boolean;
}

/** What Bringup itself says of a step; whatever else stands there was given. */
const OWN: ReadonlySet<string> = new Set<string>([
  ...['action', 'label', 'status', 'phase', 'phase_info', 'attempt', 'max_attempts', 'progress', 'tasks'],
  ...['completion_note', 'result', 'warnings', 'error', 'failure', 'started_at', 'ended_at', 'unreachable_limit_s'],
  ...['usual_s', 'log_bytes', 'carried_from', 'accepted_warnings', 'probed', 'waited', 'undo', 'description'],
  // Limits in force: the overview counts them down.
  ...['timeout_s', 'no_output_s'],
]);
const LONG = 90;

/** The fields of a step as they were given, in their order. */
export const givenFields = (step: StepState): GivenField[] =>
  Object.entries(step)
    .filter(([name, value]) => !OWN.has(name) && value !== undefined)
    .map(([name, value]) => toField(name, value));

function toField(name: string, value: unknown): GivenField {
  if (Array.isArray(value) && value.length > 0)
    return { name, value, text: '', items: value.map(lineOf), block: false };
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : String(value);
  return { name, value, text, items: null, block: text.includes('\n') || text.length > LONG };
}

/** An entry of a list in one line: a repository with its name, else its fields. */
function lineOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  return Object.entries(item)
    .map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}
