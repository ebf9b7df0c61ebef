// Channels through the API: what is taken, what is refused, what is never shown.
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import { everythingBelow, type Stack, startStack } from '../../tests/support/stack.ts';

const PASSWORD = 'p4ssw0rd-of-smtp/+';
let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
  return stack.stop;
});

async function call(method: string, at: string, body?: object) {
  const response = await fetch(`${stack.url}/api/v1/${at}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, text, body: (text ? JSON.parse(text) : null) as JsonObject };
}
const channels = (method: string, at = '', body?: object) => call(method, `notifications/channels${at}`, body);
const target = {
  host: 'mail.example.com',
  port: 465,
  security: 'tls',
  user: 'me',
  from: 'a@example.com',
  to: ['b@example.com'],
};
const email = (change: JsonObject = {}): JsonObject => ({
  ...{ name: 'mail', kind: 'email', events: ['failed'], target, secret: PASSWORD },
  ...change,
});
const hook = (url: string, change: JsonObject = {}): JsonObject => ({
  ...{ name: 'hook', kind: 'webhook', events: ['failed'], target: { url } },
  ...change,
});

function withoutSecret({ secret: _, ...rest }: JsonObject): JsonObject {
  return rest;
}

describe('/api/v1/notifications', () => {
  it('makes, shows, changes and removes a channel, and never shows its secret', async () => {
    const made = await channels('POST', '', email());
    expect(made).toMatchObject({
      status: 201,
      body: { kind: 'email', target, enabled: true, created_by: 'local', secret: null },
    });
    const id = String(made.body['id']);
    expect((await channels('GET', `/${id}`)).body).toMatchObject({ name: 'mail', templates: null });
    const { secret: _, ...kept } = email({ name: 'post', enabled: false });
    expect(await channels('PUT', `/${id}`, kept)).toMatchObject({
      status: 200,
      body: { name: 'post', enabled: false },
    });
    const all = await channels('GET');
    expect(all.body['items']).toHaveLength(1);
    expect((await channels('DELETE', `/${id}`)).status).toBe(204);
    for (const method of ['GET', 'DELETE']) {
      expect(await channels(method, `/${id}`)).toMatchObject({ status: 404, body: { code: 'channel_not_found' } });
    }
    const audit = await call('GET', 'audit');
    expect(audit.text).toContain('replaceChannel');
    for (const { text } of [made, all, audit]) expect(text).not.toContain(PASSWORD);
    expect(await everythingBelow(stack.home)).not.toContain(PASSWORD);
  });

  it('makes the secret of a webhook and tells it once; an address of Slack is told by its host only', async () => {
    const { body } = await channels('POST', '', hook('https://example.com/a'));
    expect(body['secret']).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const url = 'https://hooks.slack.com/services/T0/B0/s3cr3t';
    const slack = await channels('POST', '', { name: 'slack', kind: 'slack', events: ['done'], secret: url });
    expect(slack).toMatchObject({ status: 201, body: { target: { host: 'hooks.slack.com' } } });
    const all = await channels('GET');
    for (const secret of [String(body['secret']), 's3cr3t']) expect(all.text).not.toContain(secret);
    for (const one of [body, slack.body]) await channels('DELETE', `/${String(one['id'])}`);
  });

  it('does not carry a password to another server', async () => {
    const id = String((await channels('POST', '', email())).body['id']);
    const elsewhere = email({ target: { ...target, host: 'evil.example.com' } });
    const { secret, ...without } = elsewhere;
    const refused = { status: 400, body: { code: 'input_invalid', facts: { field: 'secret' } } };
    expect(await channels('PUT', `/${id}`, without)).toMatchObject(refused);
    expect((await channels('PUT', `/${id}`, { ...without, secret })).status).toBe(200);
    expect(await channels('PUT', `/${id}`, hook('https://example.com'))).toMatchObject({
      status: 400,
      body: { facts: { field: 'kind' } },
    });
    expect(await channels('POST', '', email())).toMatchObject({ status: 409, body: { code: 'channel_name_taken' } });
    await channels('DELETE', `/${id}`);
  });

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]:8080/a',
    'http://169.254.169.254/latest/meta-data',
    'https://10.0.0.1',
  ])('refuses %s as it is written', async (url) => {
    expect(await channels('POST', '', hook(url))).toMatchObject({ status: 400, body: { code: 'target_not_allowed' } });
  });

  it('refuses a name that leads to this computer when it is sent to, and says so', async () => {
    const id = String((await channels('POST', '', hook('http://localhost:9/'))).body['id']);
    const { body } = await channels('POST', `/${id}/test`);
    expect(body).toMatchObject({ sent: false, code: 'target_not_allowed', answer_status: null });
    const log = await call('GET', `notifications/deliveries?channel_id=${id}`);
    expect(log.body['items']).toMatchObject([{ kind: 'test', status: 'gave_up', requested_by: 'local' }]);
    await channels('DELETE', `/${id}`);
  });

  it.each<[string, JsonObject]>([
    ['an event that is none', hook('https://example.com', { events: ['lunch'] })],
    ['no event', hook('https://example.com', { events: [] })],
    ['another scheme', hook('ftp://example.com')],
    ['a user in the address', hook('https://me:pw@example.com/')],
    ['a secret that is none', hook('https://example.com', { secret: 'whsec_short' })],
    ['a line break in a recipient', email({ target: { ...target, to: ['a@example.com\r\nBcc: x@example.com'] } })],
    ['two recipients in one', email({ target: { ...target, from: 'a@example.com, b@example.com' } })],
    ['a line break in its name', email({ name: 'a\r\nb' })],
    ['a user without a password', withoutSecret(email())],
    ['a field that is not known', hook('https://example.com', { colour: 'red' })],
    ['Slack without an address', { name: 's', kind: 'slack', events: ['done'] }],
  ])('refuses %s', async (_, body) => {
    const { status, body: answer, text } = await channels('POST', '', body);
    expect([status, answer['code']]).toEqual([400, 'input_invalid']);
    expect(text).not.toContain(PASSWORD);
  });

  it('says what can be told, and delivers again only what there is', async () => {
    const { body } = await call('GET', 'notifications/event-kinds');
    expect(body['items']).toContainEqual({ kind: 'failed', description: 'A run has failed.' });
    const again = await call('POST', 'notifications/deliveries/999999/redeliver');
    expect(again).toMatchObject({ status: 404, body: { code: 'delivery_not_found' } });
  });
});
