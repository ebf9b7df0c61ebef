// A message to a channel, whatever its kind.
import type { EmailTarget, NtfyTarget, WebhookTarget } from '../../contract/notification-channel.ts';
import { bringupError } from '../errors.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { ChannelRow, NotificationMessage } from '../store/store.ts';
import { discordRequest, ntfyRequest, slackRequest } from './chat.ts';
import { sendEmail } from './email.ts';
import { type Limits, post, type Sent } from './request.ts';
import { webhookRequest } from './webhook.ts';

/** Where the secret of a channel is kept. */
export const channelSecretRef = (channelId: string): string => `notify/${channelId}`;

/** Sends once. Throws notification_failed, notification_refused, target_not_allowed, secret_missing. */
export async function sendMessage(
  secrets: Pick<Secrets, 'get'>,
  { id, name, kind, target }: ChannelRow,
  message: NotificationMessage,
  limits: Limits,
): Promise<Sent> {
  const secret = await secrets.get(channelSecretRef(id));
  const needed = (): string => {
    if (secret !== null) return secret;
    throw bringupError('secret_missing', `The secret of the channel ${name} is gone: set it again.`, { channel: id });
  };
  switch (kind) {
    // Each was read by the schema of its kind before it was written.
    case 'email':
      return sendEmail(target as EmailTarget, secret, message, limits);
    case 'webhook': {
      const { headers, body } = webhookRequest(message, needed());
      return post((target as WebhookTarget).url, headers, body, limits);
    }
    case 'slack': {
      const { headers, body } = slackRequest(message);
      return post(needed(), headers, body, limits);
    }
    case 'discord': {
      const { headers, body } = discordRequest(message);
      return post(needed(), headers, body, limits);
    }
    case 'ntfy': {
      const { server, topic } = target as NtfyTarget;
      const { headers, body } = ntfyRequest(message, topic, secret);
      return post(server, headers, body, limits);
    }
  }
}
