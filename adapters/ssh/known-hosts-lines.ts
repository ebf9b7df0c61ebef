// The text of known_hosts, line by line, as sshd(8) describes it. Pure: no files.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { knownHostsName } from './fingerprint.ts';

export interface KnownHostsLine {
  marker: '' | '@revoked' | '@cert-authority';
  /** Comma separated patterns, or one hashed name. */
  hosts: string;
  keyType: string;
  blob: Buffer;
}

/** One line; null for comments, blank lines and what is not understood, which OpenSSH skips, too. */
export function parseLine(text: string): KnownHostsLine | null {
  const match = /^\s*(?:(@\S+)\s+)?([^\s#@]\S*)\s+([a-z]\S*)\s+([A-Za-z0-9+/]+={0,2})(?:\s|$)/.exec(text);
  if (!match) return null;
  const [, marker = '', hosts = '', keyType = '', base64 = ''] = match;
  if (marker !== '' && marker !== '@revoked' && marker !== '@cert-authority') return null;
  return { marker, hosts, keyType, blob: Buffer.from(base64, 'base64') };
}

/** Whether a line is about host and port. */
export function matchesHost(line: KnownHostsLine, host: string, port: number): boolean {
  const name = knownHostsName(host, port);
  if (line.hosts.startsWith('|')) return matchesHash(line.hosts, name);
  const patterns = line.hosts.split(',');
  // One negated pattern that fits rules the whole line out.
  const fits = (pattern: string) => matchesPattern(pattern.toLowerCase(), name);
  if (patterns.some((pattern) => pattern.startsWith('!') && fits(pattern.slice(1)))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && fits(pattern));
}

function matchesHash(hosts: string, name: string): boolean {
  const [, version, salt = '', hash = ''] = hosts.split('|');
  if (version !== '1') return false;
  const expected = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** `*` and `?` as in OpenSSH. Walks the text once with one place to come back to, so no pattern is slow. */
function matchesPattern(pattern: string, text: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let index = 0; index < text.length;) {
    const wanted = pattern[at];
    if (wanted === '*') {
      [star, resume, at] = [at, index, at + 1];
    } else if (wanted === '?' || wanted === text[index]) {
      [at, index] = [at + 1, index + 1];
    } else if (star >= 0) {
      resume += 1;
      [at, index] = [star + 1, resume];
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

/**
 * The text without host and port. A line that names other hosts, too, keeps those; patterns with wildcards and marked lines stay.
 * With a key type, only lines of that type.
 */
export function withoutHost(
  text: string,
  host: string,
  port: number,
  keyType?: string,
): { text: string; removed: number } {
  const name = knownHostsName(host, port);
  let removed = 0;
  const lines = text.split('\n').flatMap((line) => {
    const parsed = parseLine(line);
    if (!parsed || parsed.marker !== '' || (keyType !== undefined && parsed.keyType !== keyType)) return [line];
    if (parsed.hosts.startsWith('|')) {
      if (!matchesHash(parsed.hosts, name)) return [line];
      removed += 1;
      return [];
    }
    const hosts = parsed.hosts.split(',');
    const left = hosts.filter((pattern) => pattern.toLowerCase() !== name);
    if (left.length === hosts.length) return [line];
    removed += 1;
    return left.length === 0 ? [] : [line.replace(parsed.hosts, () => left.join(','))];
  });
  return { text: lines.join('\n'), removed };
}
