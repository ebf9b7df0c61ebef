import type { Json } from '../../../contract/json.ts';
import type { StepProgress } from '../../../contract/run-state.ts';
import { messages } from '../messages.ts';
import { formatBytes, formatDuration } from './duration.ts';

/** A step's value as the page shows it: one text, or named rows. Null where there is nothing to show. */
export type ResultView = { text: string } | { rows: { name: string; value: string }[] } | null;

/** Makes a step's value readable. */
export function resultView(result: Json | undefined): ResultView {
  if (result === null || result === undefined || result === '') return null;
  if (typeof result !== 'object' || Array.isArray(result)) {
    const text = valueText(result);
    return text === messages.steps.none ? null : { text };
  }
  const rows = Object.entries(result)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => resultRow(key, value))
    // A length of time may be there in seconds for programs and in words for people.
    .filter(({ name }, index, all) => all.findLastIndex((row) => row.name === name) === index);
  return rows.length > 0 ? { rows } : null;
}

/** Names of counts end in their unit: `disk_free_bytes`, `uptime_s`. */
function resultRow(key: string, value: Json): { name: string; value: string } {
  const [, named, unit] = /^(?:(.+)_)?(bytes|s)$/.exec(key) ?? [];
  const name = (named ?? key).replaceAll('_', ' ');
  if (typeof value !== 'number' || unit === undefined)
    return { name: key.replaceAll('_', ' '), value: valueText(value) };
  return { name, value: unit === 'bytes' ? formatBytes(value) : formatDuration(value * 1000) };
}

function valueText(value: Json): string {
  if (value === null) return messages.steps.none;
  if (typeof value === 'boolean') return value ? messages.steps.yes : messages.steps.no;
  if (Array.isArray(value)) return value.length === 0 ? messages.steps.none : value.map(valueText).join(', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, inner]) => `${key}: ${valueText(inner)}`)
      .join(', ');
  }
  return String(value);
}

/** How far a step is, in words; `percent` only where a total is known. */
export interface ProgressView {
  text: string;
  percent: number | null;
  details: string[];
}

/** Makes a step's progress readable; null where nothing is known. */
export function progressView(progress: StepProgress | null): ProgressView | null {
  if (!progress) return null;
  const { done, total, current } = progress;
  const inBytes = progress.unit === 'bytes';
  const amount = (value: number): string => (inBytes ? formatBytes(value) : String(value));
  const unit = inBytes ? '' : (progress.unit ?? '');
  const details = [
    ...(current === null ? [] : [current]),
    ...(progress.rate_per_s !== null && inBytes ? [messages.steps.rate(formatBytes(progress.rate_per_s))] : []),
    ...(progress.eta_s !== null ? [messages.steps.eta(formatDuration(progress.eta_s * 1000))] : []),
  ];
  if (done === null) return details.length > 0 ? { text: '', percent: null, details } : null;
  if (total === null || total <= 0) {
    return { text: messages.steps.progressSoFar(amount(done), unit), percent: null, details };
  }
  const percent = Math.min(100, Math.floor((done / total) * 100));
  return { text: messages.steps.progressOf(amount(done), amount(total), unit), percent, details };
}
