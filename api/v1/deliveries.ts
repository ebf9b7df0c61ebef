// /api/v1/notifications/deliveries: what was sent where, what became of it, and once more by hand.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import type { DeliveryRow } from '../../adapters/store/store.ts';
import { WorkflowType } from '../../contract/messages.ts';
import { deliveryStatuses, eventKindNames, notificationWorkflowId } from '../../contract/notification.ts';
import { timeSchema } from '../../contract/run-state-schema.ts';
import { recordChange } from '../audit.ts';
import { callerName, callerOf } from '../caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { isTemporalAway, temporalAway } from '../temporal-errors.ts';
import { numeral, PAGE, pageOf, pageQuery, readCursor, toCursor, word } from './schemas.ts';

const tag = 'notifications';
const kinds = z.enum([...eventKindNames, 'test']);

const deliverySchema = z
  .object({
    id: z.int(),
    event_id: z.string().meta({ description: 'The same for every delivery of an event: its webhook-id' }),
    channel_id: z.string(),
    redelivery: z.int().meta({ description: '0, or which time it was sent again by hand' }),
    kind: kinds,
    workflow_id: z.string(),
    status: z.enum(deliveryStatuses).meta({ description: 'pending: not yet, or to be tried again' }),
    attempts: z.int(),
    answer_status: z.int().nullable().meta({ description: 'HTTP or SMTP status of the last answer' }),
    error: z.string().nullable(),
    requested_by: z.string().nullable().meta({ description: 'Who had it sent by hand' }),
    title: z.string(),
    text: z.array(z.string()),
    log_tail: z.array(z.string()),
    link: z.string(),
    created_at: timeSchema,
    updated_at: timeSchema,
    sent_at: timeSchema.nullable(),
  })
  .meta({ id: 'Delivery', description: 'One event to one channel' });

const shown = ({ message, ...row }: DeliveryRow) => ({
  ...row,
  title: message.title,
  text: message.lines,
  log_tail: message.event.log_tail,
  link: message.link,
});

export function deliveryRoutes({ store, client, taskQueue }: ApiDependencies): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/notifications/deliveries',
      id: 'listDeliveries',
      tag,
      summary: 'What was told, newest first',
      scope: 'read',
      query: pageQuery.extend({
        channel_id: word(100).optional(),
        workflow_id: word().optional(),
        event_id: word(500).optional(),
        kind: kinds.optional(),
        status: z.enum(deliveryStatuses).optional(),
      }),
      answers: { 200: { description: 'A page of deliveries', schema: pageOf(deliverySchema) } },
      async handle({ query: { limit = PAGE, cursor, ...filter } }) {
        const { rows, more } = await store.deliveries.list(filter, limit, readCursor(z.int(), cursor));
        return { items: rows.map(shown), next_cursor: more && toCursor(more) };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/notifications/deliveries/{id}/redeliver',
      id: 'redeliver',
      tag,
      summary: 'Send an event to its channel once more, with the same event id',
      scope: 'admin',
      params: z.object({ id: numeral(1, Number.MAX_SAFE_INTEGER) }),
      answers: { 202: { description: 'A delivery of its own, which is now being sent', schema: deliverySchema } },
      failures: ['delivery_not_found', 'channel_not_found', 'temporal_unavailable'],
      async handle({ params: { id }, response }) {
        const before = await store.deliveries.find(id);
        if (!before) throw bringupError('delivery_not_found', `There is no delivery ${id}.`, { id });
        const { event_id, channel_id, kind, workflow_id, message } = before;
        if (!(await store.channels.find(channel_id))) {
          throw bringupError('channel_not_found', 'The channel of this delivery was removed.', { id: channel_id });
        }
        const requested_by = callerName(callerOf(response));
        const created_at = new Date().toISOString();
        const again = await store.deliveries.planAgain({
          event_id,
          channel_id,
          kind,
          workflow_id,
          message,
          requested_by,
          created_at,
        });
        try {
          await client.withDeadline(Date.now() + START_LIMIT_MS, () =>
            client.workflow.start(WorkflowType.delivery, {
              workflowId: `${notificationWorkflowId(event_id)}/again-${again}`,
              taskQueue,
              args: [again],
              staticSummary: `Deliver again: ${kind}`,
            }),
          );
        } catch (error) {
          const end = {
            at: new Date().toISOString(),
            answer_status: null,
            error: 'Temporal did not answer.',
            final: true,
          };
          await store.deliveries.failed(again, end);
          throw isTemporalAway(error) ? temporalAway(error, 'It could not be sent again') : error;
        }
        recordChange(response, { after: { delivery: again, event_id, channel_id } });
        const row = await store.deliveries.find(again);
        return row && shown(row);
      },
    }),
  ];
}

const START_LIMIT_MS = 5_000;
