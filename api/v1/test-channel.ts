// The test button: a real message to the real receiver, now, and what it answered.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isBringupError } from '../../adapters/errors.ts';
import { messageOf } from '../../adapters/notify/message.ts';
import { answerStatus, tryDelivery } from '../../adapters/notify/try-delivery.ts';
import { publicUrl } from '../../adapters/settings/public-url.ts';
import type { ChannelRow } from '../../adapters/store/store.ts';
import { failureCodeSchema } from '../../contract/failure-schema.ts';
import { NOTHING_TOLD, type NotificationEvent } from '../../contract/notification.ts';
import type { ApiDependencies } from '../dependencies.ts';

export const testSchema = z
  .object({
    sent: z.boolean(),
    delivery_id: z.int(),
    answer_status: z.int().nullable().meta({ description: 'HTTP or SMTP status; null: no answer' }),
    answer: z.string().nullable().meta({ description: 'Beginning of what the receiver said' }),
    code: failureCodeSchema.nullable(),
    message: z.string().nullable().meta({ description: 'Why it was not sent' }),
    hint: z.string().nullable(),
  })
  .meta({ id: 'ChannelTest' });

/** Sends a test message once; it stands in the delivery log, too. */
export async function testChannel(
  { store, secrets, settings }: Pick<ApiDependencies, 'store' | 'secrets' | 'settings'>,
  channel: ChannelRow,
  by: string,
): Promise<z.infer<typeof testSchema>> {
  const event = testEvent(by);
  const message = messageOf(event, { publicUrl: publicUrl(settings), dollarsPerHour: null });
  const { id: event_id, kind, workflow_id, at: created_at } = event;
  const row = { event_id, channel_id: channel.id, kind, workflow_id, requested_by: by, message, created_at };
  const delivery_id = await store.deliveries.planAgain(row);
  await store.deliveries.claim(delivery_id, created_at);
  const none = { code: null, message: null, hint: null };
  try {
    const { status, answer } = await tryDelivery({ store, secrets, settings }, delivery_id, channel, message, {
      isLast: true,
    });
    return { sent: true, delivery_id, answer_status: status, answer, ...none };
  } catch (error) {
    if (!isBringupError(error)) throw error;
    const { code, message: why, hint } = error.failure;
    const answer_status = answerStatus(error.failure);
    return { sent: false, delivery_id, answer_status, answer: null, code, message: why, hint };
  }
}

function testEvent(by: string): NotificationEvent {
  const at = new Date().toISOString();
  return {
    id: `test/${randomUUID()}`,
    kind: 'test',
    at,
    workflow_id: 'test',
    execution_id: '',
    box: 'no box',
    instance_id: null,
    template: null,
    started_at: at,
    step: null,
    ...NOTHING_TOLD,
    reason: `This is a test that ${by} asked for. Nothing has happened to a run.`,
  };
}
