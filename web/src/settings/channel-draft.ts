// A notification channel as it stands in the form: text, as people type it. Made of a channel, and made into what the API takes.
import { channelKinds, type ChannelKind, type EventKind } from '../../../contract/notification.ts';
import type { Schemas } from '../api.ts';

export type Channel = Schemas['Channel'];
export type ChannelBody = Schemas['ChannelBody'];
type Security = 'tls' | 'starttls' | 'none';

export interface ChannelDraft {
  kind: ChannelKind;
  name: string;
  events: EventKind[];
  templates: string;
  boxes: string;
  enabled: boolean;
  /** Empty: none, or the one that is kept. */
  secret: string;
  target: Record<TargetField, string>;
}
export type TargetField = 'host' | 'port' | 'security' | 'user' | 'from' | 'to' | 'url' | 'server' | 'topic';

/** What a kind's target is made of. Slack's and Discord's is their secret. */
export const targetFields: Record<ChannelKind, readonly TargetField[]> = {
  email: ['host', 'port', 'security', 'user', 'from', 'to'],
  webhook: ['url'],
  slack: [],
  discord: [],
  ntfy: ['server', 'topic'],
};

export { channelKinds };

/** What somebody wants to hear of at night. */
const USUAL: EventKind[] = ['failed', 'blocked', 'waiting', 'unreachable', 'over_time'];
const EMPTY = {
  host: '',
  port: '465',
  security: 'tls',
  user: '',
  from: '',
  to: '',
  url: '',
  server: 'https://ntfy.sh',
  topic: '',
} as const;

/** The form of a channel; of a new one without. */
export function draftOf(channel: Channel | null): ChannelDraft {
  const target: ChannelDraft['target'] = { ...EMPTY };
  if (!channel)
    return { kind: 'ntfy', name: '', events: [...USUAL], templates: '', boxes: '', enabled: true, secret: '', target };
  for (const field of targetFields[channel.kind]) {
    const value = channel.target[field];
    target[field] = Array.isArray(value) ? value.join('\n') : String(value ?? '');
  }
  const { kind, name, events, templates, boxes, enabled } = channel;
  const lines = (list: string[] | null): string => (list ?? []).join('\n');
  return {
    kind,
    name,
    events: [...events],
    templates: lines(templates),
    boxes: lines(boxes),
    enabled,
    secret: '',
    target,
  };
}

/** What is sent to make or replace the channel. */
export function bodyOf({ kind, name, events, templates, boxes, enabled, secret, target }: ChannelDraft): ChannelBody {
  const shared = {
    name: name.trim(),
    events,
    templates: linesOrAll(templates),
    boxes: linesOrAll(boxes),
    enabled,
    ...(secret === '' ? {} : { secret }),
  };
  const { host, port, security, user, from, to, url, server, topic } = target;
  switch (kind) {
    case 'email':
      return {
        kind,
        ...shared,
        target: {
          host: host.trim(),
          // What is no number is for the server to refuse, at its field.
          port: Number(port),
          security: security as Security,
          user: user.trim() === '' ? null : user.trim(),
          from: from.trim(),
          to: linesOf(to),
        },
      };
    case 'webhook':
      return { kind, ...shared, target: { url: url.trim() } };
    case 'ntfy':
      return { kind, ...shared, target: { server: server.trim(), topic: topic.trim() } };
    case 'slack':
    case 'discord':
      return { kind, ...shared };
  }
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function linesOrAll(text: string): string[] | null {
  const lines = linesOf(text);
  return lines.length > 0 ? lines : null;
}

/** Where a channel leads, in a word; never its secret. */
export function placeOf({ kind, target }: Channel): string {
  if (kind === 'email') return [target['to'] ?? ''].flat().join(', ');
  if (kind === 'webhook') return String(target['url']);
  if (kind === 'ntfy') return `${String(target['server'])}/${String(target['topic'])}`;
  return String(target['host']);
}
