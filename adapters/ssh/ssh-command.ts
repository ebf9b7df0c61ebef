// Reads an OpenSSH command line as data: which box, which user, which port. Words are split as a shell would split them, but
// nothing is expanded and nothing is run; whatever would run something is refused.
import {
  type GivenConnection,
  type GivenHop,
  checkHost,
  connectionText,
  parseHop,
  parsePort,
  parseUser,
  refuseConnection,
} from './given-hop.ts';

/** Options of ssh(1) that take a value, and those that take none (OpenSSH 10). */
const WITH_VALUE = 'BbcDEeFIiJLlmOoPpQRSWw';
const WITHOUT_VALUE = '46AaCfGgKkMNnqsTtVvXxYy';

/** Keywords of -o that run a program, load a library or read more configuration, on either side. */
const RUNS_SOMETHING = new Set([
  'proxycommand',
  'localcommand',
  'permitlocalcommand',
  'knownhostscommand',
  'remotecommand',
  'pkcs11provider',
  'securitykeyprovider',
  'smartcarddevice',
  'xauthlocation',
  'include',
  'match',
]);

interface Draft {
  /** The destination as a name; `-o HostName` is where it really is. */
  host: string | null;
  hostName: string | null;
  user: string | null;
  port: number | null;
  jump: GivenHop[] | null;
  identity_file: string | null;
}

/** Reads `ssh …`. As in OpenSSH the first value of a setting wins, and options may follow the destination. */
export function readSshCommand(text: string): GivenConnection {
  const words = splitWords(text).slice(1);
  const draft: Draft = { host: null, hostName: null, user: null, port: null, jump: null, identity_file: null };
  let optionsEnded = false;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (!optionsEnded && word === '--') optionsEnded = true;
    else if (!optionsEnded && word.startsWith('-') && word !== '-') readOptions(draft, word.slice(1), words);
    else if (draft.host === null) takeDestination(draft, word);
    else throw refuseConnection(`${connectionText.command}: a command for the box does not belong here`);
  }
  const { host, hostName, ...rest } = draft;
  if (host === null) throw refuseConnection(connectionText.command);
  return { ...rest, host: hostName ?? host };
}

function takeDestination(draft: Draft, word: string): void {
  const { host, user, port } = parseHop(word);
  draft.host = host;
  draft.user ??= user;
  draft.port ??= port;
}

/** One word of options: `-p2838`, `-NTp` with the value in the next word. */
function readOptions(draft: Draft, letters: string, words: string[]): void {
  for (let index = 0; index < letters.length; index += 1) {
    const letter = letters.charAt(index);
    if (WITHOUT_VALUE.includes(letter)) continue;
    if (!WITH_VALUE.includes(letter)) throw refuseConnection(connectionText.command);
    const value = letters.slice(index + 1) || words.shift();
    if (!value) throw refuseConnection(connectionText.command);
    takeOption(draft, letter, value);
    return;
  }
}

function takeOption(draft: Draft, letter: string, value: string): void {
  switch (letter) {
    case 'p':
      draft.port ??= parsePort(value);
      return;
    case 'l':
      draft.user ??= parseUser(value);
      return;
    case 'i':
      draft.identity_file ??= value;
      return;
    case 'J':
      takeJump(draft, value);
      return;
    case 'F':
      throw refuseConnection(`${connectionText.command}: -F is not taken, name the host as ~/.ssh/config does`);
    case 'o':
      takeKeyword(draft, value);
      return;
    default: // forwards, ciphers, log files: nothing that says where the box is
  }
}

function takeJump(draft: Draft, value: string): void {
  if (draft.jump !== null) throw refuseConnection(`${connectionText.command}: jump hosts are given twice`);
  draft.jump = parseJump(value);
}

/** The value of -J or ProxyJump: hosts in order, or `none`. */
export const parseJump = (value: string): GivenHop[] =>
  value.toLowerCase() === 'none' ? [] : value.split(',').map((hop) => parseHop(hop.trim()));

function takeKeyword(draft: Draft, text: string): void {
  const match = /^\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(text);
  const keyword = match?.[1]?.toLowerCase();
  const value = match?.[2]?.replace(/^"(.*)"$/, '$1');
  if (!keyword || !value) throw refuseConnection(`${connectionText.command}: -o needs a keyword and a value`);
  if (RUNS_SOMETHING.has(keyword)) {
    throw refuseConnection(
      `${connectionText.command}: -o ${match?.[1]} is refused, because it runs or loads something`,
    );
  }
  if (keyword === 'password') throw refuseConnection(connectionText.password);
  if (keyword === 'port') draft.port ??= parsePort(value);
  if (keyword === 'user') draft.user ??= parseUser(value);
  if (keyword === 'hostname') draft.hostName ??= checkHost(value);
  if (keyword === 'identityfile') draft.identity_file ??= value;
  if (keyword === 'proxyjump') takeJump(draft, value);
}

/** Words in the way of a POSIX shell: quotes and backslashes. What a shell would expand or run is refused. */
function splitWords(text: string): string[] {
  const words: string[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    let word = '';
    while (rest !== '' && !/^\s/.test(rest)) {
      const [piece, length] = nextPiece(rest);
      word += piece;
      rest = rest.slice(length);
    }
    words.push(word);
    rest = rest.trimStart();
  }
  return words;
}

/** One quoted, escaped or plain piece at the start of the text: what it means and how long it is. */
function nextPiece(text: string): [piece: string, length: number] {
  const single = /^'([^']*)'/.exec(text);
  if (single) return [single[1] ?? '', single[0].length];
  const double = /^"((?:[^"\\$`]|\\.)*)"/.exec(text);
  if (double) return [(double[1] ?? '').replace(/\\(["\\$`])/g, '$1'), double[0].length];
  const escaped = /^\\(.)/u.exec(text);
  if (escaped) return [escaped[1] ?? '', escaped[0].length];
  const plain = /^[^\s'"\\$`;|&<>()]+/.exec(text);
  if (plain) return [plain[0], plain[0].length];
  throw refuseConnection(
    `${connectionText.command}: a quote is open, or it holds characters that only a shell understands`,
  );
}
