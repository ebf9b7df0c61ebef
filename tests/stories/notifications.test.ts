// Whoever wants to hear of a run does, once for each event, with real receivers.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import type { SshdBox } from '../../lab/sshd-box.ts';
import { command } from '../support/facade-client.ts';
import {
  type MailServer,
  startMailServer,
  startWebReceiver,
  until,
  verified,
  type WebReceiver,
} from '../support/receivers.ts';
import { type Stack, startStackWithBox } from '../support/stack.ts';

const PASSWORD = 'sm7p-pass/word';
let box: SshdBox;
let stack: Stack;
let mail: MailServer;
let web: WebReceiver;

beforeAll(async () => {
  [mail, web] = await Promise.all([startMailServer({ password: PASSWORD }), startWebReceiver()]);
  const started = await startStackWithBox({
    trusted: false,
    notify: { allow_private_targets: ['127.0.0.0/8'], reminders_min: [0.01, 0.02, 600], unreachable_after_s: 0 },
  });
  ({ stack, box } = started);
  return started.stop;
});
afterAll(() => Promise.all([mail?.stop(), web?.stop()]));

async function call(method: string, at: string, body?: object) {
  const response = await fetch(`${stack.url}/api/v1/notifications/${at}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, text, body: (text ? JSON.parse(text) : null) as JsonObject };
}

async function webhookFor(
  name: string,
  events: string[],
  more: JsonObject = {},
): Promise<{ id: string; secret: string }> {
  const { status, body, text } = await call('POST', 'channels', {
    ...{ name, kind: 'webhook', events, target: { url: `${web.url}/hook` } },
    ...more,
  });
  expect(status, text).toBe(201);
  return { id: String(body['id']), secret: String(body['secret']) };
}
const run = (...steps: JsonObject[]): JsonObject => ({ ssh_connection: box.connection, step_delay: 0, steps });
const deliveries = async (query: string) => (await call('GET', `deliveries?${query}`)).body['items'] as JsonObject[];

describe('notifications', () => {
  it('tells a block at once, reminds, and tells that it is over', async () => {
    const { id, secret } = await webhookFor('waits', ['blocked', 'recovered', 'done']);
    const workflowId = await stack.start(run(command('echo hello')));
    await until(web.received, 3);
    await stack.trust(box);
    await stack.post('/workflow/resume', { workflow_id: workflowId });
    await stack.ended(workflowId);
    await until(web.received, 5);
    const told = web.received.map((one) => verified(secret, one));
    const kinds = told.map(({ type, data }) => [type, data['reminder']]);
    expect(kinds.slice(0, 3)).toEqual([0, 1, 2].map((reminder) => ['run.blocked', reminder]));
    expect(
      kinds
        .slice(3)
        .map(([type]) => type)
        .sort(),
    ).toEqual(['run.done', 'run.recovered']);
    expect(told[0]?.data.text).toContain('What to do: Compare the fingerprint');
    expect(new Set(web.received.map(({ headers }) => headers['webhook-id'])).size).toBe(5);
    await call('DELETE', `channels/${id}`);
    web.received.length = 0;
  });

  it('tells a failure by mail and by webhook, once, with reason, last lines and a link', async () => {
    const { id, secret } = await webhookFor('ends', ['failed', 'done']);
    const target = { host: '127.0.0.1', port: mail.port, security: 'none', user: 'bringup' };
    const email = await call('POST', 'channels', {
      ...{ name: 'mail', kind: 'email', events: ['failed'], secret: PASSWORD },
      target: { ...target, from: 'bringup@example.com', to: ['a@example.com', 'b@example.com'] },
    });
    expect(email.text).not.toContain(PASSWORD);
    const label = 'Break it <b>';
    const workflowId = await stack.start(run(command('echo the last words; exit 3', { label })));
    const { execution_id } = await stack.ended(workflowId);
    await until(mail.letters, 1);
    await until(web.received, 1);

    const { type, data } = verified(secret, web.received[0]);
    expect(type).toBe('run.failed');
    expect(data).toMatchObject({ workflow_id: workflowId, code: 'step_failed', cost: null });
    expect(data.log_tail).toEqual(['the last words']);
    expect(data.text).toContain('Step 1 of 1: Break');
    expect(data.link).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:\\d+/\\?run=${encodeURIComponent(workflowId)}$`));
    expect(web.received[0]?.headers['webhook-id']).toBe(`${execution_id}/failed/end`);
    const [letter] = mail.letters;
    expect(letter).toMatchObject({ to: ['a@example.com', 'b@example.com'], user: 'bringup' });
    expect(letter?.source).toMatch(/^Subject: Failed: /m);
    expect(letter?.source).toContain('the last words');
    expect(letter?.source).toContain('&lt;b&gt;');

    const log = await deliveries(`workflow_id=${encodeURIComponent(workflowId)}`);
    expect(log.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['sent', 1],
      ['sent', 1],
    ]);
    for (const one of ['channels', 'deliveries']) expect((await call('GET', one)).text).not.toContain(secret);

    const again = await call(
      'POST',
      `deliveries/${String(log.find((one) => one['channel_id'] === id)?.['id'])}/redeliver`,
    );
    expect(again).toMatchObject({ status: 202, body: { redelivery: 1, requested_by: 'local' } });
    await until(web.received, 2);
    expect(web.received[1]?.headers['webhook-id']).toBe(`${execution_id}/failed/end`);
    expect(mail.letters).toHaveLength(1);
    await Promise.all([call('DELETE', `channels/${id}`), call('DELETE', `channels/${String(email.body['id'])}`)]);
    web.received.length = 0;
  });

  it('tries again where the receiver has trouble, and gives up where it refuses', async () => {
    const { id, secret } = await webhookFor('trouble', ['done']);
    web.answerNext({ status: 503, headers: { 'retry-after': '0' } }, { status: 204 });
    await stack.ended(await stack.start(run(command('true'))));
    await until(web.received, 2);
    expect(verified(secret, web.received[1]).type).toBe('run.done');
    expect(web.received[0]?.headers['webhook-id']).toBe(web.received[1]?.headers['webhook-id']);

    web.answerNext({ status: 410, body: 'gone' });
    const workflowId = await stack.start(run(command('true')));
    await stack.ended(workflowId);
    await until(web.received, 3);
    await expect
      .poll(() => deliveries(`workflow_id=${encodeURIComponent(workflowId)}`), { timeout: 10_000 })
      .toMatchObject([{ status: 'gave_up', answer_status: 410, attempts: 1 }]);

    web.answerNext({ status: 302, headers: { location: web.url } });
    const test = await call('POST', `channels/${id}/test`);
    expect(test.body).toMatchObject({ sent: false, answer_status: 302, code: 'notification_refused' });
    expect((await call('POST', `channels/${id}/test`)).body).toMatchObject({ sent: true, answer_status: 204 });
    await call('DELETE', `channels/${id}`);
    web.received.length = 0;
  });

  it('starts nothing for a run that nobody wants to hear of', async () => {
    const { id } = await webhookFor('elsewhere', ['done'], { boxes: ['root@elsewhere:22'] });
    const { execution_id } = await stack.ended(await stack.start(run(command('true'))));
    const told = stack.client.workflow.getHandle(`notify/${execution_id}/done/end`).describe();
    await expect(told).rejects.toMatchObject({ name: 'WorkflowNotFoundError' });
    await call('DELETE', `channels/${id}`);
  });
});
