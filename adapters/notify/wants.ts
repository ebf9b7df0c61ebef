import type { NotificationEvent } from '../../contract/notification.ts';
import type { ChannelRow, Store } from '../store/store.ts';

/** The channels that an event goes to. */
export async function channelsFor(
  { channels }: Pick<Store, 'channels'>,
  event: NotificationEvent,
): Promise<ChannelRow[]> {
  return (await channels.list()).filter((channel) => wants(channel, event));
}

function wants({ enabled, events, templates, boxes }: ChannelRow, { kind, template, box }: NotificationEvent): boolean {
  if (!enabled || kind === 'test' || !events.includes(kind)) return false;
  if (templates && (template === null || !templates.includes(template.id))) return false;
  return boxes === null || boxes.includes(box);
}
