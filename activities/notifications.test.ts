// A delivery is planned once, sent once, and after a crash in the worst moment sent again under the same id.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelSecretRef } from '../adapters/notify/send.ts';
import { newWebhookSecret } from '../adapters/notify/webhook.ts';
import { createSecrets } from '../adapters/secrets/secrets.ts';
import { ensureHome, type LoadedSettings, loadSettings } from '../adapters/settings/settings.ts';
import { openStore } from '../adapters/store/open.ts';
import type { ChannelRow, Store } from '../adapters/store/store.ts';
import { definition, state } from '../adapters/store/testing/stored-runs.ts';
import { endEvent, runEvent } from '../contract/notification.ts';
import { DATABASES, databaseUrl } from '../tests/support/databases.ts';
import { startWebReceiver, verified, type WebReceiver } from '../tests/support/receivers.ts';
import { deliver, giveUp, planDeliveries } from './notifications.ts';

const SECRET = newWebhookSecret();
let web: WebReceiver;
beforeAll(async () => {
  web = await startWebReceiver();
  return web.stop;
});

describe.each(DATABASES)('deliveries in %s', (kind) => {
  let home: string;
  let store: Store;
  let settings: LoadedSettings;
  let deps: Parameters<typeof deliver>[0] & Parameters<typeof planDeliveries>[0];

  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'bringup-notify-'));
    settings = await loadSettings({ HOME: home, BRINGUP_HOME: home });
    await ensureHome(settings);
    store = await openStore(home, { databaseUrl: await databaseUrl(kind) });
    const secrets = createSecrets(home);
    const notify = { ...settings.notify, allow_private_targets: true };
    deps = { store, secrets, settings: { ...settings, notify }, vast: null };
    web.received.length = 0;
    await secrets.put(channelSecretRef('c1'), SECRET);
    expect(await store.channels.add(channel({}))).toBe(true);
  });
  afterEach(async () => {
    await store.close();
    await rm(home, { recursive: true, force: true });
  });

  const channel = (change: Partial<ChannelRow>): ChannelRow => ({
    ...{ id: 'c1', name: 'One', kind: 'webhook', target: { url: web.url }, events: ['done'], enabled: true },
    ...{ templates: null, boxes: null, created_by: 'me', created_at: 'a', updated_at: 'a' },
    ...change,
  });
  const done = () => endEvent({ ...state('wf', 'e1', 1), template: { id: 't', name: 'T' } });
  const planOne = async (): Promise<number> => (await planDeliveries(deps, done()))[0] ?? NaN;

  it('plans an event once for each channel that wants it', async () => {
    await store.channels.add(channel({ id: 'c2', name: 'Other event', events: ['failed'] }));
    await store.channels.add(channel({ id: 'c3', name: 'Off', enabled: false }));
    await store.channels.add(channel({ id: 'c4', name: 'Template', templates: ['t'] }));
    await store.channels.add(channel({ id: 'c5', name: 'Other template', templates: ['u'] }));
    await store.channels.add(channel({ id: 'c6', name: 'Box', boxes: ['root@box:22'] }));
    await store.channels.add(channel({ id: 'c7', name: 'Other box', boxes: ['root@elsewhere:22'] }));
    const planned = await planDeliveries(deps, done());
    expect(planned).toHaveLength(3);
    expect(await planDeliveries(deps, done())).toEqual(planned);
    const { rows } = await store.deliveries.list({ event_id: 'e1/done/end' }, 50, null);
    expect(rows.map(({ channel_id }) => channel_id).sort()).toEqual(['c1', 'c4', 'c6']);
    expect(rows[0]).toMatchObject({ status: 'pending', attempts: 0, kind: 'done', workflow_id: 'wf', redelivery: 0 });
  });

  it('does not tell again what it told of a run that is not kept any more', async () => {
    const hour = 3_600_000;
    const endedAt = (ms: number) => ({ ...state('wf', 'e1', 1), end_time: new Date(Date.now() - ms).toISOString() });
    const keeping = { ...deps, settings: { ...deps.settings, history: { keep_days: 1, keep_runs: 0 } } };
    const told = endEvent(endedAt(25 * hour));
    const run = await store.runs.begin(definition('wf'), told.at);
    const [id = NaN] = await planDeliveries(keeping, told);
    await deliver(keeping, id);
    expect(await planDeliveries(keeping, told)).toEqual([id]);
    await store.retention.removeRun({ id: run, execution_id: null });
    expect(await store.retention.removeDeliveries('9', 500)).toBe(1);
    expect(await planDeliveries(keeping, told)).toEqual([]);
    // What is young enough cannot have been removed, nor anything where rows are kept for ever.
    expect(await planDeliveries(keeping, { ...endEvent(endedAt(23 * hour)), id: 'young' })).toHaveLength(1);
    expect(await planDeliveries(deps, { ...told, id: 'kept for ever' })).toHaveLength(1);
  });

  it('sends once, however often it is asked to', async () => {
    const id = await planOne();
    await deliver(deps, id);
    await deliver(deps, id);
    await giveUp(deps, id);
    expect(web.received).toHaveLength(1);
    expect(await store.deliveries.find(id)).toMatchObject({
      status: 'sent',
      attempts: 1,
      answer_status: 204,
      error: null,
    });
  });

  it('sends again under the same id where it died between sending and writing that down', async () => {
    const id = await planOne();
    const dies = { ...store, deliveries: { ...store.deliveries, sent: () => Promise.reject(new Error('killed')) } };
    await expect(deliver({ ...deps, store: dies }, id)).rejects.toThrow('killed');
    await deliver(deps, id);
    expect(web.received.map(({ headers }) => headers['webhook-id'])).toEqual(['e1/done/end', 'e1/done/end']);
    expect(verified(SECRET, web.received[1]).type).toBe('run.done');
    expect(await store.deliveries.find(id)).toMatchObject({ status: 'sent', attempts: 2 });
  });

  it('keeps why it was not sent, and whether that is final', async () => {
    const id = await planOne();
    web.answerNext({ status: 503, body: 'later' }, { status: 400, body: 'no' });
    await expect(deliver(deps, id)).rejects.toMatchObject({ type: 'notification_failed', nonRetryable: false });
    expect(await store.deliveries.find(id)).toMatchObject({ status: 'pending', answer_status: 503 });
    await expect(deliver(deps, id)).rejects.toMatchObject({ type: 'notification_refused', nonRetryable: true });
    const { status, error } = (await store.deliveries.find(id)) ?? {};
    expect([status, error]).toEqual(['gave_up', expect.stringMatching(/answered 400: no$/)]);
    await deliver(deps, id);
    expect(web.received).toHaveLength(2);
  });

  it('gives up where the channel is gone', async () => {
    const id = await planOne();
    await store.channels.remove('c1');
    await deliver(deps, id);
    expect(await store.deliveries.find(id)).toMatchObject({ status: 'gave_up', error: 'The channel was removed.' });
  });

  it('goes nowhere private that the settings do not allow', async () => {
    const id = await planOne();
    await expect(deliver({ ...deps, settings }, id)).rejects.toMatchObject({ type: 'target_not_allowed' });
    expect(web.received).toEqual([]);
  });

  it('says what the box costs where Vast says it, and nothing where it does not', async () => {
    const price = (answer: () => Promise<{ dollars_per_hour: number | null } | null>) =>
      ({ instance: answer }) as unknown as NonNullable<typeof deps.vast>;
    const at = '2026-11-23T13:00:00.000Z';
    const wait = (about: string) =>
      runEvent(
        { ...state('wf', 'e1', 0), instance_id: '7' },
        { kind: 'waiting', about, step: 0, at },
        { since: '2026-11-23T12:00:00.000Z' },
      );
    await store.channels.replace(channel({ events: ['waiting'] }));
    await planDeliveries({ ...deps, vast: price(() => Promise.resolve({ dollars_per_hour: 0.4 })) }, wait('known'));
    await planDeliveries({ ...deps, vast: price(() => Promise.reject(new Error('away'))) }, wait('away'));
    await planDeliveries({ ...deps, vast: price(() => Promise.resolve({ dollars_per_hour: null })) }, wait('unknown'));
    const { rows } = await store.deliveries.list({}, 50, null);
    expect(rows.map(({ message }) => message.cost)).toEqual([null, null, { per_hour: 0.4, so_far: 0.4 }]);
    expect(rows[2]?.message.lines).toContain('Cost of the wait so far: $0.40 ($0.400 an hour)');
  });

  it('says what a failure probably comes from, and nothing where that is not known', async () => {
    await store.channels.add(channel({ id: 'c2', name: 'Failures', events: ['failed'] }));
    const failed = (id: string, line: string) => ({
      ...endEvent({ ...state('wf', id, 1), outcome: 'failed' }),
      ...{ code: 'step_failed' as const, reason: 'Exit code 1', log_tail: [line] },
    });
    await planDeliveries(deps, failed('known', 'fork: Resource temporarily unavailable'));
    await planDeliveries(deps, failed('unknown', 'hm'));
    const { rows } = await store.deliveries.list({ channel_id: 'c2' }, 10, null);
    const told = rows.map(({ message }) => message.lines.filter((line) => line.startsWith('Probably: ')));
    expect(told).toEqual([[], [expect.stringContaining('no more processes') as string]]);
  });

  it('keeps names of channels apart, and pages through its log', async () => {
    expect(await store.channels.add(channel({ id: 'c2' }))).toBe(false);
    expect(await store.channels.add(channel({ id: 'c2', name: 'Two', events: ['failed'] }))).toBe(true);
    expect(await store.channels.replace(channel({ id: 'c2', name: 'One' }))).toBe(false);
    const first = await planOne();
    const again = { event_id: 'e1/done/end', channel_id: 'c1', kind: 'done', workflow_id: 'wf', created_at: 'b' };
    const row = await store.deliveries.find(first);
    const message = row?.message ?? expect.fail('it was planned');
    const second = await store.deliveries.planAgain({ ...again, message, requested_by: 'me' });
    expect(await store.deliveries.find(second)).toMatchObject({ redelivery: 1, requested_by: 'me', status: 'pending' });
    const page = await store.deliveries.list({ workflow_id: 'wf' }, 1, null);
    expect([page.rows[0]?.id, page.more]).toEqual([second, second]);
    expect((await store.deliveries.list({ workflow_id: 'wf' }, 1, page.more)).rows[0]?.id).toBe(first);
    expect(await planOne()).toBe(first);
  });
});
