// An event in words, the same for every channel. Channels only give it their form.
import type { NotificationEvent } from '../../contract/notification.ts';
import type { NotificationMessage } from '../store/store.ts';

const MOST_LINE = 500;

const titles: Record<NotificationEvent['kind'], string> = {
  done: 'Done',
  done_with_warnings: 'Done with warnings',
  failed: 'Failed',
  cancelled: 'Cancelled',
  undone: 'Undone',
  blocked: 'Blocked',
  waiting: 'Waiting',
  unreachable: 'Box is silent',
  over_time: 'Takes long',
  recovered: 'Goes on',
  test: 'Test',
};

interface Around {
  /** Address of the page. */
  publicUrl: string;
  dollarsPerHour: number | null;
  /** What a failure probably comes from, with an advice. */
  likely?: string | null;
}

/** What is told of an event. Every text in it is one line, without control characters. */
export function messageOf(
  event: NotificationEvent,
  { publicUrl, dollarsPerHour, likely = null }: Around,
): NotificationMessage {
  const { kind, box, template, step, reason, hint, code, warnings, log_tail, reminder } = event;
  const cost = costOf(event, dollarsPerHour);
  const what = template ? `${template.name} on ${box}` : box;
  const title = oneLine(`${titles[kind]}${reminder > 0 ? ` (reminder ${reminder})` : ''}: ${what}`, 200);
  const lines = [
    step && `Step ${step.number} of ${step.total}: ${step.label}${step.attempt > 1 ? ` (try ${step.attempt})` : ''}`,
    reason && `${reason}${code ? ` (${code})` : ''}`,
    likely && `Probably: ${likely}`,
    hint && `What to do: ${hint}`,
    ...warnings.map((warning) => `Warning: ${warning}`),
    time(event),
    cost && money(event, cost),
    `Box: ${box}`,
    template && `Template: ${template.name}${template.version === undefined ? '' : ` v${template.version}`}`,
    `Run: ${event.workflow_id}`,
  ].filter((line) => line !== null);
  return {
    event: { ...event, log_tail: log_tail.map((line) => oneLine(line, MOST_LINE)) },
    title,
    lines: lines.map((line) => oneLine(line, 2 * MOST_LINE)),
    link: `${publicUrl.replace(/\/+$/, '')}/?run=${encodeURIComponent(event.workflow_id)}`,
    cost,
  };
}

const WAITS: ReadonlySet<string> = new Set(['blocked', 'waiting', 'unreachable', 'recovered']);

function time({ kind, since, at, started_at }: NotificationEvent): string {
  if (since !== null && WAITS.has(kind)) {
    const seconds = between(since, at);
    const word = { unreachable: 'Silent', recovered: 'It took' }[kind as string] ?? 'Waits';
    return kind === 'recovered' ? `${word} ${duration(seconds)}` : `${word} since ${since} (${duration(seconds)})`;
  }
  return `Run time: ${duration(between(started_at, at))}`;
}

function costOf({ since, started_at, at }: NotificationEvent, perHour: number | null): NotificationMessage['cost'] {
  if (perHour === null) return null;
  const dollars = (between(since ?? started_at, at) / 3600) * perHour;
  return { per_hour: perHour, so_far: Math.round(dollars * 10_000) / 10_000 };
}

const money = ({ since }: NotificationEvent, { per_hour, so_far }: { per_hour: number; so_far: number }): string =>
  `Cost of the ${since === null ? 'run' : 'wait'} so far: $${so_far.toFixed(2)} ($${per_hour.toFixed(3)} an hour)`;

const between = (from: string, to: string): number => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);

function duration(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** No line break gets into a header, nor anything that turns the text around. */
export const oneLine = (text: string, most: number): string =>
  cut(text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim(), most);

/** At most so many characters, an ellipsis where something was left out; never half of one. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The message as plain text; the log's last lines that fit, the newest ones. */
export function plainText({ lines, event, link }: NotificationMessage, most = 20_000): string {
  const head = [...lines, '', link].join('\n');
  const tail = tailThatFits(event.log_tail, most - head.length - 40);
  return cut(tail.length === 0 ? head : `${head}\n\nLast lines of the log:\n${tail.join('\n')}`, most);
}

/** The newest lines whose sum of characters fits. */
export function tailThatFits(lines: string[], room: number): string[] {
  let left = room;
  const kept: string[] = [];
  for (const line of lines.toReversed()) {
    left -= line.length + 1;
    if (left < 0) break;
    kept.unshift(line);
  }
  return kept;
}
