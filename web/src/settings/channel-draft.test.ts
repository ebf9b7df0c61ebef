import { describe, expect, it } from 'vitest';
import { bodyOf, type Channel, draftOf, placeOf } from './channel-draft.ts';

const shared = {
  id: 'c-1',
  name: 'Night',
  events: ['failed'] as Channel['events'],
  templates: null,
  boxes: ['root@10.0.0.7:2838'],
  enabled: true,
  created_by: 'local',
  created_at: '2026-11-23T10:00:00.000Z',
  updated_at: '2026-11-23T10:00:00.000Z',
};
const email = { host: 'smtp.example.com', port: 587, security: 'starttls', user: null, from: 'a@example.com' };
const channels: Channel[] = [
  { ...shared, kind: 'email', target: { ...email, to: ['b@example.com', 'c@example.com'] } },
  { ...shared, kind: 'webhook', target: { url: 'https://example.com/hook' } },
  { ...shared, kind: 'ntfy', target: { server: 'https://ntfy.sh', topic: 'boxes' } },
];

describe.each(channels)('a channel of $kind', (channel) => {
  it('is sent back as it was, without a secret, where nothing was typed', () => {
    const { kind, name, events, templates, boxes, enabled, target } = channel;
    expect(bodyOf(draftOf(channel))).toEqual({ kind, name, events, templates, boxes, enabled, target });
  });
});

it('has no target but its secret at Slack and Discord', () => {
  const channel: Channel = { ...shared, kind: 'slack', target: { host: 'hooks.slack.com' } };
  const draft = { ...draftOf(channel), secret: 'https://hooks.slack.com/services/x' };
  expect(bodyOf(draft)).toEqual({
    kind: 'slack',
    name: 'Night',
    events: ['failed'],
    templates: null,
    boxes: ['root@10.0.0.7:2838'],
    enabled: true,
    secret: 'https://hooks.slack.com/services/x',
  });
  expect(placeOf(channel)).toBe('hooks.slack.com');
});

it('takes lists as lines, and nothing for all', () => {
  const draft = { ...draftOf(null), name: ' phone ', templates: ' comfyui \n\npractice', boxes: ' \n' };
  expect(bodyOf(draft)).toMatchObject({ name: 'phone', templates: ['comfyui', 'practice'], boxes: null });
});
