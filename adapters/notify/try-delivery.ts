import type { StepFailure } from '../../contract/failure.ts';
import { isBringupError } from '../errors.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { LoadedSettings } from '../settings/settings.ts';
import type { ChannelRow, NotificationMessage, Store } from '../store/store.ts';
import type { Sent } from './request.ts';
import { sendMessage } from './send.ts';

const SEND_LIMIT_MS = 10_000;

interface Means {
  store: Pick<Store, 'deliveries'>;
  secrets: Pick<Secrets, 'get'>;
  settings: Pick<LoadedSettings, 'notify'>;
}

/**
 * Sends a delivery that was claimed, and writes down what came of it. Throws what sendMessage throws; with `isLast` nobody tries it
 * again, without it only where another try could help.
 */
export async function tryDelivery(
  { store, secrets, settings }: Means,
  id: number,
  channel: ChannelRow,
  message: NotificationMessage,
  { isLast = false } = {},
): Promise<Sent> {
  const at = () => new Date().toISOString();
  try {
    const limits = { allowed: settings.notify.allow_private_targets, limitMs: SEND_LIMIT_MS };
    const sent = await sendMessage(secrets, channel, message, limits);
    await store.deliveries.sent(id, { at: at(), answer_status: sent.status });
    return sent;
  } catch (error) {
    if (!isBringupError(error)) throw error;
    const { kind, message: why } = error.failure;
    const end = { answer_status: answerStatus(error.failure), error: why, final: isLast || kind !== 'retryable' };
    await store.deliveries.failed(id, { at: at(), ...end });
    throw error;
  }
}

/** What the receiver answered with where it did not take a message; null where it gave no answer. */
export const answerStatus = ({ facts }: Pick<StepFailure, 'facts'>): number | null =>
  typeof facts['status'] === 'number' ? facts['status'] : null;
