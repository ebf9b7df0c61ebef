// E-mail by SMTP. The connection goes to the address that was checked, under the name that its certificate has to have.
import { createTransport } from 'nodemailer';
import { isIP } from 'node:net';
import type { EmailTarget } from '../../contract/notification-channel.ts';
import { bringupError } from '../errors.ts';
import type { NotificationMessage } from '../store/store.ts';
import { oneLine, plainText } from './message.ts';
import { checkedHost } from './private-targets.ts';
import type { Limits, Sent } from './request.ts';

/** Sends one e-mail. The event's id is the message's: a server or a reader that has it can tell a second one. Throws like `post`. */
export async function sendEmail(
  target: EmailTarget,
  password: string | null,
  message: NotificationMessage,
  { allowed, limitMs }: Limits,
): Promise<Sent> {
  const { host, port, security, user } = target;
  const { address } = await checkedHost(host, allowed);
  const transport = createTransport({
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    // A name, not an address: what the certificate is checked against.
    tls: isIP(host) ? {} : { servername: host },
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: limitMs,
    greetingTimeout: limitMs,
    socketTimeout: limitMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      transport.close();
      reject(failed(host, `took longer than ${limitMs / 1000} s`));
    }, limitMs);
  });
  try {
    const { response } = await Promise.race([transport.sendMail(emailOf(target, message)), late]);
    return { status: codeOf(response), answer: oneLine(response, 300) };
  } catch (error) {
    throw error instanceof Error && 'failure' in error ? error : asFailure(host, error);
  } finally {
    clearTimeout(timer);
    transport.close();
  }
}

/** The letter as nodemailer takes it: it folds and encodes headers; no text here holds a line break that could make one. */
function emailOf({ from, to, host }: EmailTarget, message: NotificationMessage) {
  const { event, title } = message;
  return {
    from,
    to,
    subject: title,
    text: plainText(message),
    html: htmlOf(message),
    messageId: `<${Buffer.from(event.id).toString('base64url')}@${isIP(host) ? 'bringup.invalid' : host}>`,
    date: new Date(event.at),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Bringup-Event': event.id },
  };
}

function htmlOf({ title, lines, event, link }: NotificationMessage): string {
  const tail = event.log_tail.length === 0 ? '' : `<pre>${event.log_tail.map(escaped).join('\n')}</pre>`;
  return [
    '<!doctype html><html><body>',
    `<h2>${escaped(title)}</h2>`,
    `<p>${lines.map(escaped).join('<br>')}</p>`,
    tail,
    `<p><a href="${escaped(link)}">Open the run</a></p>`,
    '</body></html>',
  ].join('\n');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const codeOf = (response: string): number | null => Number(/^\d{3}/.exec(response)?.[0] ?? NaN) || null;

/** 5xx, also a refused password, is the server's last word; anything else may be better in a moment. */
function asFailure(host: string, error: unknown) {
  const { message = String(error), responseCode = null } = error as { message?: string; responseCode?: number | null };
  if (responseCode === null || responseCode < 500)
    return failed(host, `did not take it: ${message}`, error, responseCode);
  const facts = { host, status: responseCode };
  return bringupError('notification_refused', oneLine(`${host} refused it: ${message}`, 500), facts, { cause: error });
}

const failed = (host: string, what: string, cause?: unknown, status: number | null = null) =>
  bringupError('notification_failed', oneLine(`The mail server ${host} ${what}.`, 500), { host, status }, { cause });
