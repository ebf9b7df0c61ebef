// Where notifications can go, by kind of channel: what everybody with the right may see of it. What is secret is kept apart.
import { z } from 'zod';

const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]+$/u, { error: 'must be one line' });

const mailbox = z
  .string()
  .max(320)
  .regex(/^[^\s@<>,;:"()[\]\\]{1,64}@[A-Za-z0-9.-]{1,255}$/, {
    error: 'must be one address, like ops@example.com',
  });

const hostName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[A-Za-z0-9.:_-]+$/, { error: 'must be a host name or an address' });

const webAddress = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\/[^\s/?#@\\]+([/?][^\s#\\]*)?$/, { error: 'must be an http or https address without a user or #' })
  .refine((text) => URL.canParse(text), { error: 'must be an http or https address' });

const emailTarget = z.strictObject({
  host: hostName,
  port: z.int().min(1).max(65_535),
  security: z
    .enum(['tls', 'starttls', 'none'])
    .meta({ description: 'tls from the first byte, starttls required, or none' }),
  user: line(300).nullable().default(null),
  from: mailbox,
  to: z.array(mailbox).min(1).max(20),
});
const webhookTarget = z.strictObject({ url: webAddress });
const hookedTarget = z.strictObject({});
const ntfyTarget = z.strictObject({
  server: webAddress.default('https://ntfy.sh'),
  topic: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be a topic: letters, digits, _ and -' }),
});

export type EmailTarget = z.infer<typeof emailTarget>;
export type WebhookTarget = z.infer<typeof webhookTarget>;
export type NtfyTarget = z.infer<typeof ntfyTarget>;

/** By kind. */
export const targetSchemas = {
  email: emailTarget,
  webhook: webhookTarget,
  slack: hookedTarget,
  discord: hookedTarget,
  ntfy: ntfyTarget,
} as const;

export const oneLineSchema = line;
export const webAddressSchema = webAddress;
