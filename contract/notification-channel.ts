// Where notifications go, by kind of channel: what may be seen of it. What is secret is kept apart (adapters/notify/send.ts).

export interface EmailTarget {
  host: string;
  port: number;
  /** TLS from the first byte, STARTTLS required, or none. */
  security: 'tls' | 'starttls' | 'none';
  user: string | null;
  from: string;
  to: string[];
}

export interface WebhookTarget {
  url: string;
}

export interface NtfyTarget {
  /** Base address of the server. */
  server: string;
  topic: string;
}

/** Of Slack and Discord: their whole address is a secret, so only its host is told. */
interface HookTarget {
  host: string;
}

export type ChannelTarget = EmailTarget | WebhookTarget | NtfyTarget | HookTarget;
