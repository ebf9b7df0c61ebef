// Each kind of channel with a real receiver: what arrives, what is escaped, and what a bad receiver can do.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventKindNames, type NotificationEvent } from '../../contract/notification.ts';
import type { ChannelTarget } from '../../contract/notification-channel.ts';
import {
  type MailServer,
  startMailServer,
  startWebReceiver,
  verified,
  type WebReceiver,
} from '../../tests/support/receivers.ts';
import type { ChannelRow } from '../store/store.ts';
import { messageOf } from './message.ts';
import { post } from './request.ts';
import { sendMessage } from './send.ts';
import { newWebhookSecret } from './webhook.ts';

const ALLOWED = { allowed: true, limitMs: 5_000 };
const EVIL =
  'x\r\nBcc: evil@example.com\r\n\r\n<script>alert(1)</script> @everyone <!channel> <@U1> ```\u2028\u202eabc';
let web: WebReceiver;
let mail: MailServer;

beforeAll(async () => {
  [web, mail] = await Promise.all([startWebReceiver(), startMailServer()]);
});
afterAll(() => Promise.all([web?.stop(), mail?.stop()]));
beforeEach(() => {
  web.received.length = 0;
  mail.letters.length = 0;
});

const anEvent = (change: Partial<NotificationEvent> = {}): NotificationEvent => ({
  id: '0198-abc/failed/end',
  kind: 'failed',
  at: '2026-01-02T03:04:05.000Z',
  workflow_id: 'run/1 a',
  execution_id: '0198-abc',
  box: 'root@box:22',
  instance_id: '123',
  template: { id: 'comfyui', name: 'ComfyUI', version: 7 },
  started_at: '2026-01-02T03:00:00.000Z',
  step: { number: 2, total: 9, action: 'run_command', label: 'Install', attempt: 1 },
  reason: 'It broke.',
  hint: 'Mend it.',
  code: 'step_failed',
  log_tail: ['one', 'two'],
  warnings: [],
  since: null,
  reminder: 0,
  ...change,
});
const aMessage = (change: Partial<NotificationEvent> = {}, dollarsPerHour: number | null = null) =>
  messageOf(anEvent(change), { publicUrl: 'https://bringup.example/', dollarsPerHour });
const hostile = () =>
  aMessage({
    ...{
      reason: EVIL,
      hint: EVIL,
      log_tail: [EVIL, 'x'.repeat(9_000)],
      warnings: Array<string>(20).fill(EVIL.repeat(20)),
    },
    template: { id: 't', name: EVIL },
    step: { number: 1, total: 1, action: 'run_command', label: EVIL, attempt: 1 },
  });

function send(
  kind: ChannelRow['kind'],
  target: ChannelTarget,
  secret: string | null,
  message = aMessage(),
  limits = ALLOWED,
) {
  const times = { created_by: 'me', created_at: '', updated_at: '' };
  const channel = { id: 'c', name: 'C', kind, target, events: [...eventKindNames], templates: null, boxes: null };
  return sendMessage({ get: () => Promise.resolve(secret) }, { ...channel, enabled: true, ...times }, message, limits);
}
const json = () => JSON.parse(web.received[0]?.body ?? '') as Record<string, unknown>;
const letterTo = (to: string[]) => ({
  ...{ host: '127.0.0.1', port: mail.port, security: 'none' as const },
  ...{ user: null, from: 'bringup@example.com', to },
});

describe('a message', () => {
  it('has step, reason, advice, time, a link and, where the price is known, the cost', () => {
    const { title, lines, link, cost } = aMessage({}, 0.5);
    expect(title).toBe('Failed: ComfyUI on root@box:22');
    expect(lines).toEqual([
      'Step 2 of 9: Install',
      'It broke. (step_failed)',
      'What to do: Mend it.',
      'Run time: 4 min',
      'Cost of the run so far: $0.03 ($0.500 an hour)',
      'Box: root@box:22',
      'Template: ComfyUI v7',
      'Run: run/1 a',
    ]);
    expect(link).toBe('https://bringup.example/?run=run%2F1%20a');
    expect(cost).toEqual({ per_hour: 0.5, so_far: 0.034 });
    expect(aMessage().lines.join()).not.toContain('Cost');
  });

  it('says what a wait has cost, not the run', () => {
    const wait = { kind: 'blocked', since: '2026-01-02T02:04:05.000Z', reminder: 3 } as const;
    const { title, lines } = aMessage(wait, 0.25);
    expect(title).toBe('Blocked (reminder 3): ComfyUI on root@box:22');
    expect(lines).toContain('Waits since 2026-01-02T02:04:05.000Z (60 min)');
    expect(lines).toContain('Cost of the wait so far: $0.25 ($0.250 an hour)');
  });

  it('has no line break and nothing that turns text around in any line', () => {
    const { title, lines, event } = hostile();
    for (const line of [title, ...lines, ...event.log_tail]) expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
  });
});

describe('a webhook', () => {
  it('is signed as the reference library wants it, with the event as id', async () => {
    const secret = newWebhookSecret();
    expect(await send('webhook', { url: `${web.url}/a?b=c` }, secret)).toEqual({ status: 204, answer: '' });
    const [received] = web.received;
    const { type, timestamp, data } = verified(secret, received);
    expect([type, timestamp]).toEqual(['run.failed', '2026-01-02T03:04:05.000Z']);
    expect(data).toMatchObject({ workflow_id: 'run/1 a', code: 'step_failed', log_tail: ['one', 'two'], cost: null });
    expect(received?.headers['webhook-id']).toBe('0198-abc/failed/end');
    expect(() => verified(newWebhookSecret(), received)).toThrow(/signature/);
    expect(() => verified(secret, received && { ...received, body: '{}' })).toThrow(/signature/);
  });
});

describe('an e-mail', () => {
  it('comes with text and HTML, from and to whom the channel says', async () => {
    expect(await send('email', letterTo(['a@example.com']), null)).toMatchObject({ status: 250 });
    const [{ source, from, to } = { source: '', from: '', to: [] }] = mail.letters;
    expect([from, to]).toEqual(['bringup@example.com', ['a@example.com']]);
    expect(source).toContain('Subject: Failed: ComfyUI on root@box:22');
    expect(source).toContain('Content-Type: text/plain');
    expect(source).toContain('Content-Type: text/html');
    expect(source).toContain('Auto-Submitted: auto-generated');
    const id = /^Message-ID: (.*)$/m.exec(source)?.[1];
    await send('email', letterTo(['a@example.com']), null);
    expect(mail.letters[1]?.source).toContain(`Message-ID: ${id}`);
  });

  it('lets no text into its headers or its HTML', async () => {
    await send('email', letterTo(['a@example.com']), null, hostile());
    const [{ source, to } = { source: '', to: [] }] = mail.letters;
    expect(to).toEqual(['a@example.com']);
    const head = source.split('\r\n\r\n')[0] ?? '';
    expect(head).not.toMatch(/^Bcc:/im);
    expect(source.split('text/html')[1]?.replaceAll('=\r\n', '')).not.toContain('<script>');
  });

  it('is tried again after a passing trouble and not after a refusal', async () => {
    const sent = async (code: number) => {
      const server = await startMailServer({ refuse: { code, text: 'no' } });
      try {
        return await send('email', { ...letterTo(['a@example.com']), port: server.port }, null);
      } finally {
        await server.stop();
      }
    };
    const failure = (code: string, status: number) => ({ failure: { code, facts: { status } } });
    await expect(sent(451)).rejects.toMatchObject(failure('notification_failed', 451));
    await expect(sent(550)).rejects.toMatchObject(failure('notification_refused', 550));
    const away = send('email', { ...letterTo(['a@example.com']), port: 1 }, null);
    await expect(away).rejects.toMatchObject({ failure: { code: 'notification_failed' } });
  });

  it('goes to no private server that is not allowed, and over no unencrypted line where TLS is asked for', async () => {
    const refused = send('email', letterTo(['a@example.com']), null, aMessage(), { ...ALLOWED, allowed: false });
    await expect(refused).rejects.toMatchObject({ failure: { code: 'target_not_allowed' } });
    const plain = send('email', { ...letterTo(['a@example.com']), security: 'starttls' }, null);
    await expect(plain).rejects.toMatchObject({ failure: { code: 'notification_refused' } });
    expect(mail.letters).toEqual([]);
  });
});

describe('Slack', () => {
  it('gets blocks within its limits, and no mention', async () => {
    await send('slack', { host: '' }, `${web.url}/services/T/B/x`, hostile());
    const { text, blocks } = json() as {
      text: string;
      blocks: { type: string; text: { type: string; text: string } }[];
    };
    expect(text).not.toMatch(/<|>/);
    expect(blocks[0]?.type).toBe('header');
    expect(blocks[0]?.text.text.length).toBeLessThanOrEqual(150);
    for (const { text } of blocks) {
      expect(text.text.length).toBeLessThanOrEqual(3_000);
      // Plain text is shown as it is; in the other only our own link may be one.
      if (text.type === 'mrkdwn') expect(text.text.replace('|Open the run>', '').slice(1)).not.toMatch(/[<>]/);
    }
    expect(blocks.at(-1)?.text.text).toBe('<https://bringup.example/?run=run%2F1%20a|Open the run>');
  });
});

describe('Discord', () => {
  it('gets an embed within its limits, and mentions nobody', async () => {
    await send('discord', { host: '' }, `${web.url}/api/webhooks/1/x`, hostile());
    const { allowed_mentions, embeds } = json() as { allowed_mentions: object; embeds: Record<string, string>[] };
    expect(allowed_mentions).toEqual({ parse: [] });
    expect(embeds).toHaveLength(1);
    const [{ title = '', description = '', url } = {} as Record<string, string>] = embeds;
    expect(title.length).toBeLessThanOrEqual(256);
    expect(description.length).toBeLessThanOrEqual(4_096);
    expect(description.match(/```/g)).toHaveLength(2);
    expect(url).toBe('https://bringup.example/?run=run%2F1%20a');
    web.received.length = 0;
    await send('discord', { host: '' }, web.url);
    expect((json() as { embeds: { description: string }[] }).embeds[0]?.description).toContain('```\none\ntwo\n```');
  });
});

describe('ntfy', () => {
  it('gets the topic, a priority, the link and its token', async () => {
    await send('ntfy', { server: web.url, topic: 'boxes' }, 'tk_1', hostile());
    expect(json()).toMatchObject({
      topic: 'boxes',
      priority: 4,
      tags: ['x'],
      click: 'https://bringup.example/?run=run%2F1%20a',
    });
    expect(Buffer.byteLength(String(json()['message']))).toBeLessThanOrEqual(4_096);
    expect(web.received[0]?.headers.authorization).toBe('Bearer tk_1');
    await send('ntfy', { server: web.url, topic: 'boxes' }, null);
    expect(web.received[1]?.headers.authorization).toBeUndefined();
  });
});

describe('a receiver', () => {
  const answer = (limits = ALLOWED, url = web.url) => post(url, {}, '{}', limits);
  const failure = (code: string, facts: object = {}) => ({ failure: { code, facts } });

  it('is asked again where it has trouble, when it says so', async () => {
    web.answerNext({ status: 429, headers: { 'retry-after': '7' } }, { status: 500 });
    await expect(answer()).rejects.toMatchObject(failure('notification_failed', { status: 429, retry_after_s: 7 }));
    await expect(answer()).rejects.toMatchObject(failure('notification_failed', { status: 500 }));
  });

  it('is not followed elsewhere', async () => {
    web.answerNext({ status: 307, headers: { location: `${web.url}/elsewhere` } });
    await expect(answer()).rejects.toMatchObject(failure('notification_refused', { status: 307 }));
    expect(web.received).toHaveLength(1);
  });

  it('says little, however much it sends', async () => {
    web.answerNext({ status: 200, body: 'y\n'.repeat(1_000_000) }, { status: 404, body: 'z'.repeat(200_000) });
    expect((await answer()).answer).toHaveLength(300);
    await expect(answer()).rejects.toMatchObject(failure('notification_refused', { status: 404 }));
  });

  it('is not waited for for ever', async () => {
    const slow: Server = createServer((_request, response) => response.writeHead(200).write('a'));
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
    await expect(answer({ allowed: true, limitMs: 200 }, url)).rejects.toMatchObject(failure('notification_failed'));
    slow.closeAllConnections();
    slow.close();
    await expect(answer(ALLOWED, url)).rejects.toMatchObject(failure('notification_failed'));
  });

  it('is nobody of a private network, whatever its name', async () => {
    const port = new URL(web.url).port;
    for (const host of ['127.0.0.1', 'localhost', '2130706433', '[::ffff:127.0.0.1]', '0x7f000001']) {
      const refused = post(`http://${host}:${port}/`, {}, '{}', { allowed: false, limitMs: 5_000 });
      await expect(refused, host).rejects.toMatchObject(failure('target_not_allowed'));
    }
    expect(web.received).toEqual([]);
  });
});
