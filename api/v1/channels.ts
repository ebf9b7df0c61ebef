// /api/v1/notifications: who is told what. A channel's secret is written and never read back.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import { refusePrivateAddress } from '../../adapters/notify/private-targets.ts';
import { channelSecretRef } from '../../adapters/notify/send.ts';
import { newWebhookSecret } from '../../adapters/notify/webhook.ts';
import type { ChannelRow } from '../../adapters/store/store.ts';
import { eventKindNames, eventKinds } from '../../contract/notification.ts';
import { recordChange } from '../audit.ts';
import { callerName, callerOf } from '../caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { type ChannelBody, channelBodySchema, channelSchema, newChannelSchema } from './channel-schemas.ts';
import { word } from './schemas.ts';
import { testChannel, testSchema } from './test-channel.ts';

const tag = 'notifications';
const params = z.object({ id: word(100) });

export function channelRoutes(deps: ApiDependencies): Route[] {
  const { store, secrets } = deps;

  async function channelOf(id: string): Promise<ChannelRow> {
    const found = await store.channels.find(id);
    if (found) return found;
    throw bringupError('channel_not_found', `There is no channel ${id}.`, { id });
  }

  return [
    route({
      method: 'get',
      path: '/api/v1/notifications/event-kinds',
      id: 'listEventKinds',
      tag,
      summary: 'What a channel can be told',
      scope: 'read',
      answers: {
        200: {
          description: 'All kinds of events',
          schema: z.object({ items: z.array(z.object({ kind: z.enum(eventKindNames), description: z.string() })) }),
        },
      },
      handle: () => ({ items: eventKindNames.map((kind) => ({ kind, description: eventKinds[kind] })) }),
    }),
    route({
      method: 'get',
      path: '/api/v1/notifications/channels',
      id: 'listChannels',
      tag,
      summary: 'Where notifications go',
      scope: 'admin',
      answers: { 200: { description: 'All channels, by name', schema: z.object({ items: z.array(channelSchema) }) } },
      handle: async () => ({ items: await store.channels.list() }),
    }),
    route({
      method: 'post',
      path: '/api/v1/notifications/channels',
      id: 'createChannel',
      tag,
      summary: 'Have somebody told of events from now on',
      scope: 'admin',
      body: channelBodySchema,
      answers: { 201: { description: 'The channel', schema: newChannelSchema } },
      failures: ['channel_name_taken', 'target_not_allowed'],
      async handle({ body, response }) {
        const at = new Date().toISOString();
        const made = body.kind === 'webhook' && body.secret === undefined ? newWebhookSecret() : null;
        const secret = body.secret ?? made;
        const channel = toRow(deps, body, {
          id: randomUUID(),
          created_by: callerName(callerOf(response)),
          created_at: at,
          before: null,
        });
        if (secret !== null) await secrets.put(channelSecretRef(channel.id), secret);
        if (!(await store.channels.add(channel))) {
          await secrets.remove(channelSecretRef(channel.id));
          throw nameTaken(channel.name);
        }
        recordChange(response, { after: channel });
        return { ...channel, secret: made };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/notifications/channels/{id}',
      id: 'getChannel',
      tag,
      summary: 'One channel',
      scope: 'admin',
      params,
      answers: { 200: { description: 'The channel', schema: channelSchema } },
      failures: ['channel_not_found'],
      handle: ({ params: { id } }) => channelOf(id),
    }),
    route({
      method: 'put',
      path: '/api/v1/notifications/channels/{id}',
      id: 'replaceChannel',
      tag,
      summary: 'Change a channel; its kind stays, and its secret where none is sent',
      scope: 'admin',
      params,
      body: channelBodySchema,
      answers: { 200: { description: 'The channel', schema: channelSchema } },
      failures: ['channel_not_found', 'channel_name_taken', 'target_not_allowed'],
      async handle({ params: { id }, body, response }) {
        const before = await channelOf(id);
        const channel = toRow(deps, body, { ...before, before });
        const elsewhere = placeOf(before) !== placeOf(channel);
        // A secret that is sent along must not be carried to another server by somebody who does not know it.
        if (elsewhere && body.secret === undefined && body.kind !== 'webhook') {
          if (body.kind === 'email' ? body.target.user !== null : await hasSecret(id)) {
            throw invalid('secret', 'must be given again for another server');
          }
        }
        if (!(await store.channels.replace(channel))) throw nameTaken(channel.name);
        if (body.secret !== undefined) await secrets.put(channelSecretRef(id), body.secret);
        recordChange(response, { before, after: channel });
        return channel;
      },
    }),
    route({
      method: 'delete',
      path: '/api/v1/notifications/channels/{id}',
      id: 'deleteChannel',
      tag,
      summary: 'Tell nothing there any more; its delivery log stays',
      scope: 'admin',
      params,
      answers: { 204: { description: 'It is gone' } },
      failures: ['channel_not_found'],
      async handle({ params: { id }, response }) {
        const before = await channelOf(id);
        await store.channels.remove(id);
        await secrets.remove(channelSecretRef(id));
        recordChange(response, { before });
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/notifications/channels/{id}/test',
      id: 'testChannel',
      tag,
      summary: 'Send a test message now and say what the receiver answered',
      scope: 'admin',
      params,
      answers: { 200: { description: 'What came of it', schema: testSchema } },
      failures: ['channel_not_found'],
      handle: async ({ params: { id }, response }) =>
        testChannel(deps, await channelOf(id), callerName(callerOf(response))),
    }),
  ];

  async function hasSecret(id: string): Promise<boolean> {
    return (await secrets.list(channelSecretRef(id))).length > 0;
  }
}

type Whose = Pick<ChannelRow, 'id' | 'created_by' | 'created_at'> & { before: ChannelRow | null };

/** Throws input_invalid and target_not_allowed. Names are only resolved when something is sent. */
function toRow({ settings }: Pick<ApiDependencies, 'settings'>, body: ChannelBody, whose: Whose): ChannelRow {
  const { id, created_by, created_at, before } = whose;
  const { name, kind, events, templates, boxes, enabled } = body;
  if (before && before.kind !== kind) throw invalid('kind', `is ${before.kind} and cannot be changed`);
  const target = targetOf(body, before);
  refusePrivateAddress(hostOf(target), settings.notify.allow_private_targets);
  if (!before && body.kind === 'email' && body.target.user !== null && body.secret === undefined) {
    throw invalid('secret', 'must be the password of target.user');
  }
  const row = { id, name, kind, target, events: [...new Set(events)], templates, boxes, enabled };
  return { ...row, created_by, created_at, updated_at: new Date().toISOString() };
}

function targetOf(body: ChannelBody, before: ChannelRow | null): ChannelRow['target'] {
  if ('target' in body) return body.target;
  if (body.secret !== undefined) return { host: new URL(body.secret).host };
  if (before) return before.target;
  throw invalid('secret', `must be the address of the incoming webhook of ${body.kind}`);
}

function hostOf(target: ChannelRow['target']): string {
  if ('url' in target) return new URL(target.url).hostname;
  if ('server' in target) return new URL(target.server).hostname;
  return 'port' in target ? target.host : new URL(`http://${target.host}`).hostname;
}

/** Where a secret is sent to. */
function placeOf({ target }: ChannelRow): string {
  if ('server' in target) return target.server;
  if (!('port' in target)) return '';
  const { host, port, security, user } = target;
  return JSON.stringify([host, port, security, user]);
}

const nameTaken = (name: string) => bringupError('channel_name_taken', `There is another channel ${name}.`, { name });

const invalid = (field: string, message: string) => bringupError('input_invalid', `${field}: ${message}`, { field });
