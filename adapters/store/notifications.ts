import type { Selectable } from 'kysely';
import type { ChannelKind, DeliveryStatus, EventKind } from '../../contract/notification.ts';
import { type Database, insertedId, query, type Statements } from './database.ts';
import type { ChannelRow, DeliveryRow, Store } from './store.ts';
import type { NotificationChannelsTable, NotificationDeliveriesTable } from './tables.ts';

const channels = query.selectFrom('notification_channels').selectAll().orderBy('name');
const deliveries = query.selectFrom('notification_deliveries').selectAll();

/** Where notifications go. */
export function createChannels(db: Database): Store['channels'] {
  return {
    list: async () => (await db.all(channels)).map(toChannel),
    find: async (id) => {
      const row = await db.first(channels.where('id', '=', id));
      return row && toChannel(row);
    },
    add: async (row) =>
      (await db.run(
        query
          .insertInto('notification_channels')
          .values(fromChannel(row))
          .onConflict((conflict) => conflict.doNothing()),
      )) > 0,
    replace: (row) =>
      db.transaction(async (within) => {
        const namesake = await within.first(channels.where('name', '=', row.name).where('id', '<>', row.id));
        if (namesake) return false;
        await within.run(query.updateTable('notification_channels').set(fromChannel(row)).where('id', '=', row.id));
        return true;
      }),
    remove: async (id) => (await db.run(query.deleteFrom('notification_channels').where('id', '=', id))) > 0,
  };
}

/** What was sent where. The table itself keeps an event from being planned twice for a channel. */
export function createDeliveries(db: Database): Store['deliveries'] {
  const byEvent = (id: string) => deliveries.where('event_id', '=', id).orderBy('id');
  const set = (id: number, change: Partial<Selectable<NotificationDeliveriesTable>>) =>
    query.updateTable('notification_deliveries').set(change).where('id', '=', id);
  return {
    plan: async (rows) => {
      for (const row of rows) {
        const insert = query.insertInto('notification_deliveries').values(planned(row, 0));
        await db.run(insert.onConflict((conflict) => conflict.doNothing()));
      }
    },
    planAgain: (row) =>
      db.transaction(async (within) => {
        const redelivery = (await lastDelivery(within, row.event_id, row.channel_id)) + 1;
        const insert = query.insertInto('notification_deliveries').values(planned(row, redelivery)).returning('id');
        return insertedId(await within.first(insert));
      }),
    ofEvent: async (eventId) => (await db.all(byEvent(eventId))).map(toDelivery),
    find: async (id) => {
      const row = await db.first(deliveries.where('id', '=', id));
      return row && toDelivery(row);
    },
    claim: async (id, at) => {
      const claimed = query
        .updateTable('notification_deliveries')
        .set((row) => ({ status: 'sending', updated_at: at, attempts: row('attempts', '+', 1) }))
        .where('id', '=', id)
        .where('status', 'in', ['pending', 'sending']);
      return (await db.run(claimed)) > 0;
    },
    sent: async (id, { at, answer_status }) =>
      void (await db.run(set(id, { status: 'sent', answer_status, error: null, sent_at: at, updated_at: at }))),
    failed: async (id, { at, answer_status, error, final }) => {
      const change = { status: final ? 'gave_up' : 'pending', answer_status, error, updated_at: at };
      await db.run(set(id, change).where('status', '<>', 'sent'));
    },
    list: async (filter, limit, after) => {
      let page = deliveries.orderBy('id', 'desc').limit(limit + 1);
      if (filter.channel_id !== undefined) page = page.where('channel_id', '=', filter.channel_id);
      if (filter.workflow_id !== undefined) page = page.where('workflow_id', '=', filter.workflow_id);
      if (filter.event_id !== undefined) page = page.where('event_id', '=', filter.event_id);
      if (filter.kind !== undefined) page = page.where('kind', '=', filter.kind);
      if (filter.status !== undefined) page = page.where('status', '=', filter.status);
      if (after !== null) page = page.where('id', '<', after);
      const found = await db.all(page);
      const rows = found.slice(0, limit).map(toDelivery);
      return { rows, more: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
    },
  };
}

async function lastDelivery(db: Statements, eventId: string, channelId: string): Promise<number> {
  const rows = await db.all(deliveries.where('event_id', '=', eventId).where('channel_id', '=', channelId));
  return Math.max(-1, ...rows.map(({ redelivery }) => redelivery));
}

type NewDelivery = Parameters<Store['deliveries']['planAgain']>[0];

const planned = ({ message, ...row }: NewDelivery, redelivery: number) => ({
  ...row,
  redelivery,
  status: 'pending',
  message: JSON.stringify(message),
  updated_at: row.created_at,
});

// Only ever written from a ChannelRow and a DeliveryRow.
function toChannel(row: Selectable<NotificationChannelsTable>): ChannelRow {
  return {
    ...row,
    kind: row.kind as ChannelKind,
    target: JSON.parse(row.target) as ChannelRow['target'],
    events: JSON.parse(row.events) as EventKind[],
    templates: names(row.templates),
    boxes: names(row.boxes),
    enabled: row.enabled === 1,
  };
}

const names = (text: string | null): string[] | null => (text === null ? null : (JSON.parse(text) as string[]));

const fromChannel = ({ target, events, templates, boxes, enabled, ...row }: ChannelRow) => ({
  ...row,
  target: JSON.stringify(target),
  events: JSON.stringify(events),
  templates: templates && JSON.stringify(templates),
  boxes: boxes && JSON.stringify(boxes),
  enabled: enabled ? 1 : 0,
});

const toDelivery = (row: Selectable<NotificationDeliveriesTable>): DeliveryRow => ({
  ...row,
  status: row.status as DeliveryStatus,
  message: JSON.parse(row.message) as DeliveryRow['message'],
});
