// Signed webhooks as https://www.standardwebhooks.com specifies them.
import { createHmac, randomBytes } from 'node:crypto';
import type { NotificationMessage } from '../store/store.ts';
import { plainText } from './message.ts';

const PREFIX = 'whsec_';

/** A secret for one receiver: 32 bytes. */
export const newWebhookSecret = (): string => PREFIX + randomBytes(32).toString('base64');

export const WEBHOOK_SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;

/** What is signed. `id` is that of the event, also when it is sent again: by it a receiver knows what it has already. */
export function webhookRequest(message: NotificationMessage, secret: string, now = new Date()) {
  const { event, title, link, cost } = message;
  const { id, kind, at, ...data } = event;
  const body = JSON.stringify({
    type: kind === 'test' ? 'test' : `run.${kind}`,
    timestamp: at,
    data: { ...data, title, text: plainText(message), link, cost },
  });
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  };
}
