// What a notification channel is made of, by its kind.
import { z } from 'zod';
import { WEBHOOK_SECRET } from '../../adapters/notify/webhook.ts';
import { channelKinds, eventKindNames } from '../../contract/notification.ts';
import type { EmailTarget, NtfyTarget, WebhookTarget } from '../../contract/notification-channel.ts';
import { timeSchema } from '../../contract/run-state-schema.ts';
import { word } from './schemas.ts';

const mailbox = z
  .string()
  .regex(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?$/, {
    error: 'must be one address, like ops@example.com',
  });
const hostName = z.string().regex(/^[A-Za-z0-9:]([A-Za-z0-9._:-]{0,251}[A-Za-z0-9:])?$/, {
  error: 'must be a host name or an address',
});
const webAddress = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\/([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?([/?][!-~]*)?$/, {
    error: 'must be an http or https address, without a user',
  })
  .refine((text) => URL.canParse(text) && !text.includes('#'), { error: 'must be an http or https address' });

const emailTarget: z.ZodType<EmailTarget> = z.strictObject({
  host: hostName,
  port: z.int().min(1).max(65_535),
  security: z
    .enum(['tls', 'starttls', 'none'])
    .meta({ description: 'TLS from the first byte, STARTTLS required, none' }),
  user: word(300).nullable().meta({ description: 'null: the server wants no login' }),
  from: mailbox,
  to: z.array(mailbox).min(1).max(20),
});
const webhookTarget: z.ZodType<WebhookTarget> = z.strictObject({ url: webAddress });
const ntfyTarget: z.ZodType<NtfyTarget> = z.strictObject({
  server: webAddress.meta({ description: 'https://ntfy.sh or your own' }),
  topic: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be a topic: letters, digits, _ and -' }),
});

const shared = {
  name: word(100),
  events: z.array(z.enum(eventKindNames)).min(1).max(eventKindNames.length),
  templates: z.array(word()).min(1).max(100).nullable().default(null).meta({
    description: 'Only runs of these templates, by id; null: all runs',
  }),
  boxes: z.array(word(300)).min(1).max(100).nullable().default(null).meta({
    description: 'Only these boxes, by key; null: all',
  }),
  enabled: z.boolean().default(true),
};

const kept = 'Kept as it is where a channel is replaced without it';
const password = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^[^\u0000\r\n]+$/, { error: 'must be one line' }); // eslint-disable-line no-control-regex -- SMTP's own separators
const token = z.string().regex(/^[!-~]{1,500}$/, { error: 'must be printable ASCII without spaces' });

/** A channel as it is made or replaced; `secret` by its kind. */
export const channelBodySchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('email'),
      ...shared,
      target: emailTarget,
      secret: password.optional().meta({ description: `The user’s password. ${kept}` }),
    }),
    z.strictObject({
      kind: z.literal('webhook'),
      ...shared,
      target: webhookTarget,
      secret: z
        .string()
        .regex(WEBHOOK_SECRET, { error: 'must be whsec_ and 24 to 64 bytes in base64' })
        .optional()
        .meta({
          description: `What the signature is made with. Made where none is given, and told once. ${kept}`,
        }),
    }),
    z.strictObject({
      kind: z.enum(['slack', 'discord']),
      ...shared,
      secret: webAddress.optional().meta({ description: `The incoming webhook’s whole address. ${kept}` }),
    }),
    z.strictObject({
      kind: z.literal('ntfy'),
      ...shared,
      target: ntfyTarget,
      secret: token.optional().meta({ description: `An access token, where the topic wants one. ${kept}` }),
    }),
  ])
  .meta({ id: 'ChannelBody' });

export type ChannelBody = z.infer<typeof channelBodySchema>;

export const channelSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(channelKinds),
    target: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()), z.null()])).meta({
      description: 'As it was given, without what is secret; of Slack and Discord the host',
    }),
    events: z.array(z.enum(eventKindNames)),
    templates: z.array(z.string()).nullable(),
    boxes: z.array(z.string()).nullable(),
    enabled: z.boolean(),
    created_by: z.string(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Channel', description: 'Where notifications go; what is secret of it is never given back' });

export const newChannelSchema = channelSchema
  .extend({
    secret: z.string().nullable().meta({
      description:
        'The secret that was made for a webhook, for its receiver. It is not shown again; null: none was made',
    }),
  })
  .meta({ id: 'NewChannel' });
