// Checks what stands in the connection field while it is typed, so that a slip shows before the start. The server parses
// the text itself and has the final word; nothing here reaches a shell.

/** Why a connection text is refused; the words are in messages.ts. */
type ConnectionProblem =
  | 'empty'
  | 'password'
  | 'proxy_command'
  | 'shell_characters'
  | 'port_missing'
  | 'bad_port'
  | 'empty_host'
  | 'bad_host'
  | 'bad_user'
  | 'v6_brackets'
  | 'option_without_value'
  | 'command_after_host'
  | 'bad_instance_id';

/** What the text means. */
type Connection =
  | {
      ok: true;
      kind: 'ssh';
      user: string;
      host: string;
      port: number;
      /** User or port are not in the text: ~/.ssh/config may name others. */
      usual?: true;
    }
  | { ok: true; kind: 'vast'; instanceId: string };

export type ConnectionCheck = Connection | { ok: false; problem: ConnectionProblem };

interface Target {
  user: string | null;
  host: string;
  port: number | null;
}

type Part<T> = T | ConnectionProblem;

const DEFAULT_USER = 'root';
const DEFAULT_PORT = 22;
const WITH_VALUE = 'BbcDEeFIiJLlmOopQRSWw';
const RUNS_COMMANDS =
  /^(proxycommand|localcommand|permitlocalcommand|knownhostscommand|proxyusefdpass|match|include)$/i;

/** Says what a connection text means, or what is wrong with it. */
export function checkConnection(input: string): ConnectionCheck {
  const text = input.trim();
  if (text === '') return refuse('empty');
  if (/^sshpass\b/i.test(text)) return refuse('password');
  if (/proxycommand/i.test(text)) return refuse('proxy_command');
  // eslint-disable-next-line no-control-regex
  if (/[`$;|&<>(){}"'\\*?!#\u0000-\u001f\u007f]/.test(text)) return refuse('shell_characters');
  if (/^\d+$/.test(text)) {
    return /^[1-9]\d{0,14}$/.test(text) ? { ok: true, kind: 'vast', instanceId: text } : refuse('bad_instance_id');
  }
  const words = text.split(/\s+/);
  const target = words[0] === 'ssh' ? readCommand(words.slice(1)) : readPlain(words);
  if (typeof target === 'string') return refuse(target);
  return {
    ok: true,
    kind: 'ssh',
    user: target.user ?? DEFAULT_USER,
    host: target.host,
    port: target.port ?? DEFAULT_PORT,
    ...(target.user === null || target.port === null ? { usual: true } : {}),
  };
}

const refuse = (problem: ConnectionProblem): ConnectionCheck => ({ ok: false, problem });

function readPlain(words: string[]): Part<Target> {
  const [text = '', ...rest] = words;
  if (rest.length > 0) return rest.some((word) => word.startsWith('-')) ? 'bad_host' : 'command_after_host';
  if (text.startsWith('ssh://')) return readTarget(text.slice('ssh://'.length).replace(/\/$/, ''));
  const target = readTarget(text);
  if (typeof target === 'string') return target;
  // A lone word is more often a slip than a host.
  return target.user === null && target.port === null ? 'port_missing' : target;
}

// `ssh` with its options in any order. Options that only concern the session (-L, -N, -v, ...) are passed over.
function readCommand(words: string[]): Part<Target> {
  const given: { user: string | null; port: number | null } = { user: null, port: null };
  let target: Target | null = null;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) {
      if (target) return 'command_after_host';
      const read = readCommandTarget(word);
      if (typeof read === 'string') return read;
      target = read;
      continue;
    }
    const option = readOption(word, words[at + 1]);
    if (typeof option === 'string') return option;
    if (option.tookNext) at += 1;
    const problem = apply(given, option);
    if (problem) return problem;
  }
  if (!target) return 'empty_host';
  return { user: target.user ?? given.user, host: target.host, port: target.port ?? given.port };
}

function readCommandTarget(word: string): Part<Target> {
  if (word.startsWith('ssh://')) return readTarget(word.slice('ssh://'.length).replace(/\/$/, ''));
  // On ssh's command line a colon belongs to an IPv6 address, never to a port: `ssh host:22` is a slip we understand.
  if (/^[^@]*@?[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*$/.test(word)) return readBareV6(word);
  return readTarget(word);
}

function readBareV6(word: string): Part<Target> {
  const at = word.lastIndexOf('@');
  const user = at < 0 ? null : word.slice(0, at);
  if (user !== null && !isUser(user)) return user.includes(':') ? 'password' : 'bad_user';
  return { user, host: word.slice(at + 1), port: null };
}

interface Option {
  letter: string;
  value: string;
  tookNext: boolean;
}

function readOption(word: string, next: string | undefined): Part<Option> {
  const letters = word.slice(1);
  const valueAt = [...letters].findIndex((letter) => WITH_VALUE.includes(letter));
  if (valueAt < 0) return { letter: '', value: '', tookNext: false };
  const letter = letters.charAt(valueAt);
  const joined = letters.slice(valueAt + 1);
  if (joined !== '') return { letter, value: joined, tookNext: false };
  if (next === undefined || next.startsWith('-')) return letter === 'p' ? 'bad_port' : 'option_without_value';
  return { letter, value: next, tookNext: true };
}

function apply(
  given: { user: string | null; port: number | null },
  { letter, value }: Option,
): ConnectionProblem | null {
  if (letter === 'p') return applyPort(given, value);
  if (letter === 'l') return applyUser(given, value);
  if (letter === 'J') return jumpProblem(value);
  if (letter !== 'o') return null;
  const [name = '', ...rest] = value.split('=');
  const setting = rest.join('=');
  if (RUNS_COMMANDS.test(name)) return 'proxy_command';
  if (/^port$/i.test(name)) return applyPort(given, setting);
  if (/^user$/i.test(name)) return applyUser(given, setting);
  return /^proxyjump$/i.test(name) ? jumpProblem(setting) : null;
}

function applyPort(given: { port: number | null }, value: string): ConnectionProblem | null {
  const port = readPort(value);
  if (port === null) return 'bad_port';
  // The first one counts, as with ssh.
  given.port ??= port;
  return null;
}

function applyUser(given: { user: string | null }, value: string): ConnectionProblem | null {
  if (!isUser(value)) return value.includes(':') ? 'password' : 'bad_user';
  given.user ??= value;
  return null;
}

function jumpProblem(value: string): ConnectionProblem | null {
  for (const hop of value.split(',')) {
    const target = readTarget(hop.replace(/^ssh:\/\//, ''));
    if (typeof target === 'string') return target;
  }
  return null;
}

// [user@]host[:port], with IPv6 in brackets.
function readTarget(text: string): Part<Target> {
  const at = text.lastIndexOf('@');
  const user = at < 0 ? null : text.slice(0, at);
  if (user !== null && user.includes(':')) return 'password';
  if (user !== null && !isUser(user)) return 'bad_user';
  const place = readHostAndPort(text.slice(at + 1));
  return typeof place === 'string' ? place : { user, ...place };
}

function readHostAndPort(text: string): Part<{ host: string; port: number | null }> {
  const bracketed = /^\[([^\]]*)\](.*)$/.exec(text);
  if (bracketed) {
    const [, host = '', rest = ''] = bracketed;
    if (host === '') return 'empty_host';
    if (!/^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[\w.-]+)?$/.test(host)) return 'bad_host';
    if (rest === '') return { host, port: null };
    const port = rest.startsWith(':') ? readPort(rest.slice(1)) : null;
    return port === null ? 'bad_port' : { host, port };
  }
  const [host = '', portText, ...more] = text.split(':');
  if (more.length > 0) return 'v6_brackets';
  if (host === '') return 'empty_host';
  if (!isHost(host)) return 'bad_host';
  if (portText === undefined) return { host, port: null };
  const port = readPort(portText);
  return port === null ? 'bad_port' : { host, port };
}

function readPort(text: string): number | null {
  if (!/^\d{1,5}$/.test(text)) return null;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : null;
}

const isUser = (text: string): boolean => /^[A-Za-z0-9_][\w.-]{0,63}$/.test(text);

function isHost(text: string): boolean {
  if (text.length > 253) return false;
  if (/^[\d.]+$/.test(text))
    return /^\d+(\.\d+){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
  return text.split('.').every((label, index, labels) => {
    const last = index === labels.length - 1;
    return /^[A-Za-z0-9_]([\w-]{0,61}[A-Za-z0-9_])?$/.test(label) || (last && label === '' && labels.length > 1);
  });
}
