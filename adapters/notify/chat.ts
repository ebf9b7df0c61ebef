// Slack, Discord and ntfy: a message in each one's own form and within its limits.
import type { EventKind } from '../../contract/notification.ts';
import type { NotificationMessage } from '../store/store.ts';
import { cut, plainText, tailThatFits } from './message.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };

/** Nothing closes a block of code early. */
const code = (lines: string[]): string => lines.map((line) => line.replaceAll('`', 'ˋ')).join('\n');

/** In Slack's text &, < and > are control characters; without them there are no mentions and no links. */
const forSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A section of Slack's holds 3000 characters, a header 150. An entity counts as many as it is written with. */
const SLACK_SECTION = 2_900;

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function slackRequest(message: NotificationMessage) {
  const { title, lines, event, link } = message;
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
  const tail = code(tailThatFits(event.log_tail.map(forSlack), SLACK_SECTION));
  const body = {
    // For what shows no blocks, and for screen readers.
    text: cut(forSlack(title), 1_000),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(title, 150), emoji: false } },
      { type: 'section', text: { type: 'plain_text', text: cut(lines.join('\n'), SLACK_SECTION), emoji: false } },
      ...(tail === '' ? [] : [section(`\`\`\`\n${tail}\n\`\`\``)]),
      { type: 'section', text: { type: 'mrkdwn', text: `<${forSlack(link).replaceAll('|', '%7C')}|Open the run>` } },
    ],
  };
  return { headers: JSON_HEADERS, body: JSON.stringify(body) };
}

const COLOURS: Record<EventKind | 'test', number> = {
  done: 0x2e7d32,
  recovered: 0x2e7d32,
  undone: 0x546e7a,
  cancelled: 0x546e7a,
  test: 0x546e7a,
  done_with_warnings: 0xf9a825,
  waiting: 0xf9a825,
  blocked: 0xf9a825,
  over_time: 0xf9a825,
  unreachable: 0xef6c00,
  failed: 0xc62828,
};

/** What Discord reads as formatting; mentions are switched off by `allowed_mentions`. */
const forDiscord = (text: string): string => text.replace(/[\\*_~`|>#[\]()<@:-]/g, '\\$&');

/** https://discord.com/developers/docs/resources/webhook#execute-webhook: 256 characters of title, 4096 of description. */
export function discordRequest({ title, lines, event, link }: NotificationMessage) {
  const text = cut(lines.map(forDiscord).join('\n'), 1_800);
  const tail = code(tailThatFits(event.log_tail, 1_800));
  const body = {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: cut(forDiscord(title), 256),
        url: link,
        description: tail === '' ? text : `${text}\n\`\`\`\n${tail}\n\`\`\``,
        color: COLOURS[event.kind],
        timestamp: event.at,
      },
    ],
  };
  return { headers: JSON_HEADERS, body: JSON.stringify(body) };
}

const URGENT: ReadonlySet<string> = new Set(['failed', 'blocked', 'unreachable']);
const TAGS: Partial<Record<EventKind | 'test', string>> = {
  done: 'white_check_mark',
  recovered: 'white_check_mark',
  failed: 'x',
  done_with_warnings: 'warning',
  over_time: 'hourglass',
  waiting: 'hourglass',
  blocked: 'lock',
  unreachable: 'warning',
};

/** https://docs.ntfy.sh/publish/#publish-as-json: a message of up to 4096 bytes. */
export function ntfyRequest(message: NotificationMessage, topic: string, token: string | null) {
  const { title, event, link } = message;
  const tag = TAGS[event.kind];
  const body = {
    topic,
    title: cut(title, 200),
    message: inBytes(plainText(message, 3_500), 4_000),
    priority: URGENT.has(event.kind) ? 4 : 3,
    ...(tag ? { tags: [tag] } : {}),
    click: link,
  };
  return {
    headers: { ...JSON_HEADERS, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  };
}

function inBytes(text: string, most: number): string {
  let kept = text;
  while (Buffer.byteLength(kept) > most) kept = cut(kept, Math.floor(kept.length * 0.9));
  return kept;
}
