// What tells events: which channels want one, and one delivery after the other. A crash delays; the rows remember how far it is.
import { ApplicationFailure } from '@temporalio/activity';
import type { NotificationEvent } from '../contract/notification.ts';
import { isBringupError } from '../adapters/errors.ts';
import { messageOf } from '../adapters/notify/message.ts';
import { tryDelivery } from '../adapters/notify/try-delivery.ts';
import { channelsFor } from '../adapters/notify/wants.ts';
import { publicUrl } from '../adapters/settings/public-url.ts';
import { likelyCause } from '../steps/likely-cause.ts';
import type { Dependencies } from './dependencies.ts';

const TAIL_LINES = 15;
const DAY_MS = 24 * 3_600_000;
const PRICE_LIMIT_MS = 5_000;
/** These come without a failure, so without the last lines. */
const WITH_LOG: ReadonlySet<string> = new Set(['over_time', 'unreachable', 'cancelled']);

const now = () => new Date().toISOString();

/**
 * Writes down a delivery for each channel that wants the event; gives their ids. Safe to repeat: what may have been told by rows that are
 * not kept any more is not told again.
 */
export async function planDeliveries(
  deps: Pick<Dependencies, 'store' | 'settings' | 'vast'>,
  event: NotificationEvent,
): Promise<number[]> {
  const channels = await channelsFor(deps.store, event);
  if (channels.length === 0 || (await isForgotten(deps, event))) return [];
  const [log_tail, dollarsPerHour] = await Promise.all([lastLines(deps, event), price(deps, event)]);
  const around = { publicUrl: publicUrl(deps.settings), dollarsPerHour, likely: likelyWords(event, log_tail) };
  const message = messageOf({ ...event, log_tail }, around);
  const { id: event_id, kind, workflow_id } = event;
  const row = { event_id, kind, workflow_id, requested_by: null, message, created_at: now() };
  await deps.store.deliveries.plan(channels.map(({ id: channel_id }) => ({ ...row, channel_id })));
  const planned = await deps.store.deliveries.ofEvent(event_id);
  return planned.filter(({ redelivery }) => redelivery === 0).map(({ id }) => id);
}

/** Sends a delivery that is not sent yet. Where a worker dies between sending and writing that down, it is sent again with the same id. */
export async function deliver(
  { store, secrets, settings }: Pick<Dependencies, 'store' | 'secrets' | 'settings'>,
  id: number,
): Promise<void> {
  if (!(await store.deliveries.claim(id, now()))) return;
  const row = await store.deliveries.find(id);
  const channel = row && (await store.channels.find(row.channel_id));
  if (!channel) return giveUp({ store }, id, 'The channel was removed.');
  try {
    await tryDelivery({ store, secrets, settings }, id, channel, row.message);
  } catch (error) {
    if (!isBringupError(error)) throw error;
    const { code, kind, message, facts } = error.failure;
    const { retry_after_s } = facts;
    throw ApplicationFailure.create({
      type: code,
      message,
      nonRetryable: kind !== 'retryable',
      ...(typeof retry_after_s === 'number' ? { nextRetryDelay: Math.min(retry_after_s, 3600) * 1000 } : {}),
      cause: error,
    });
  }
}

/** Says of a delivery that is not sent that nobody tries it any more. Safe to repeat. */
export async function giveUp({ store }: Pick<Dependencies, 'store'>, id: number, why?: string): Promise<void> {
  const row = await store.deliveries.find(id);
  if (!row || row.status === 'sent') return;
  const { answer_status, error } = row;
  await store.deliveries.failed(id, { at: now(), answer_status, error: why ?? error ?? 'No answer.', final: true });
}

/** Whether rows about this event would have been removed with its run (apply-retention.ts). */
async function isForgotten(
  { store, settings: { history } }: Pick<Dependencies, 'store' | 'settings'>,
  { at, workflow_id }: NotificationEvent,
): Promise<boolean> {
  const isPast = history.keep_days > 0 && Date.parse(at) < Date.now() - history.keep_days * DAY_MS;
  return isPast && (await store.runs.byWorkflowId(workflow_id)) === null;
}

async function lastLines({ store }: Pick<Dependencies, 'store'>, event: NotificationEvent): Promise<string[]> {
  const { log_tail, step, kind, workflow_id, execution_id } = event;
  if (log_tail.length > 0 || !step || step.attempt < 1 || !WITH_LOG.has(kind)) return log_tail;
  const { number, attempt, action } = step;
  const id = { workflow_id, execution_id, step: number - 1, attempt };
  return store.logs.tail(store.logs.file(id, action), TAIL_LINES);
}

function likelyWords({ code, reason }: NotificationEvent, lines: string[]): string | null {
  const likely = code && likelyCause({ code, exit_code: null, message: reason ?? '', lines });
  return likely && `${likely.title}. ${likely.advice}`;
}

/** What the box costs, where Vast says it soon; a figure is never invented, and never waited for. */
async function price(
  { vast }: Pick<Dependencies, 'vast'>,
  { instance_id, box }: NotificationEvent,
): Promise<number | null> {
  const id = instance_id ?? /^vast:(\d+)$/.exec(box)?.[1];
  if (!vast || !id) return null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PRICE_LIMIT_MS);
  });
  const asked = vast.instance(id).then(
    (instance) => instance?.dollars_per_hour ?? null,
    () => null, // the message goes without it
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
