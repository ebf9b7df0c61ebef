// One SSH connection to a box: host key checked, keys tried, Nagle off. Everything above it speaks of `Connection`.
import { Client, type AnyAuthMethod, type ClientChannel, type ConnectConfig, type ServerHostKeyAlgorithm } from 'ssh2';
import { createConnection, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { InstanceAddress } from '../../contract/instance.ts';
import type { FailureFacts } from '../../contract/failure.ts';
import { bringupError, isBringupError } from '../errors.ts';
import type { OfferedHostKey } from '../store/store.ts';
import { blobKeyType, fingerprintLine, sha256Fingerprint } from './fingerprint.ts';
import type { Identities, Identity } from './identities.ts';
import type { KnownHosts } from './known-hosts.ts';
import { createLimit } from './limit.ts';

/** OpenSSH allows 10 sessions on a connection (MaxSessions); the rest is left to others. */
const MAX_CHANNELS = 8;
/** A box may allow fewer, or still count one that has been closed: it is asked again until then. */
const NO_ROOM_MS = 10_000;
const NO_ROOM_EVERY_MS = 50;
const READY_TIMEOUT_MS = 15_000;
/** A dead path is found when three of these have passed without an answer: within 15 s. */
const KEEPALIVE_MS = 4_500;

export interface Connection {
  /** Opens an exec channel; waits while too many are open. `use` ends when the channel may be given back. */
  exec<Result>(command: string, use: (channel: ClientChannel) => Promise<Result>): Promise<Result>;
  /** A stream to host and port as seen from the box, for a jump. */
  forward(host: string, port: number): Promise<Duplex>;
  /** Resolves when the connection is gone, for whatever reason. */
  readonly closed: Promise<void>;
  readonly isOpen: () => boolean;
  end(): void;
}

export interface ConnectDependencies {
  /** Does a handshake when it is its turn: many at once would hold up everything else (pool.ts). */
  inTurn: <Result>(handshake: () => Promise<Result>) => Promise<Result>;
  knownHosts: KnownHosts;
  identities: (address: InstanceAddress) => Promise<Identities>;
}

type Hop = { user: string; host: string; port: number };

/** Where a box is now; where it was before it moved, its host key is known. */
export type PlacedInstance = InstanceAddress & { moved_from?: { host: string; port: number } };

/** Where it happened, for sentences. */
export const place = ({ user, host, port }: Hop): string => `${user}@${host}:${port}`;

/**
 * Logs in to a box, through its jump hosts if it has some.
 * Throws ssh_unreachable, ssh_auth_refused, ssh_no_key, ssh_key_encrypted, host_key_unknown, host_key_changed.
 */
export async function connect(address: PlacedInstance, deps: ConnectDependencies): Promise<Connection> {
  let through: Connection | undefined;
  for (const hop of [...address.jump, address]) {
    const previous = through;
    try {
      const sock = await previous?.forward(hop.host, hop.port);
      through = await connectHop(hop, address, deps, sock);
    } catch (error) {
      previous?.end();
      throw error;
    }
    // The last hop takes its jump hosts down with it.
    if (previous) void through.closed.then(() => previous.end());
  }
  if (!through) throw new Error('unreachable: an address has at least one hop');
  return through;
}

async function connectHop(
  hop: Hop,
  address: PlacedInstance,
  deps: ConnectDependencies,
  sock: Duplex | undefined,
): Promise<Connection> {
  const identities = await deps.identities(address);
  const methods = authMethods(hop, identities);
  const movedFrom = hop === address ? address.moved_from : undefined;
  const knownTypes = [
    ...(await deps.knownHosts.typesFor(hop.host, hop.port)),
    ...(movedFrom ? await deps.knownHosts.typesFor(movedFrom.host, movedFrom.port) : []),
  ];
  const socket = sock ?? (await openSocket(hop));
  let refusal: Error | undefined;
  let encrypted = true;
  const client = new Client();
  // ssh2 throws when it is told about the key of a connection that has ended meanwhile.
  let gone = false;
  const isGone = () => void (gone = true);
  client.once('error', isGone).once('end', isGone).once('close', isGone);
  const config: ConnectConfig = {
    host: hop.host,
    port: hop.port,
    username: hop.user,
    readyTimeout: READY_TIMEOUT_MS,
    keepaliveInterval: KEEPALIVE_MS,
    keepaliveCountMax: 2,
    sock: socket,
    ...(identities.agent ? { agent: identities.agent } : {}),
    ...(knownTypes.length > 0 ? { algorithms: { serverHostKey: knownFirst(knownTypes) } } : {}),
    authHandler: (_left, _partial, next) => {
      encrypted = false;
      // ssh2 takes `false` for "nothing left"; its type leaves that out.
      next((methods.shift() ?? false) as AnyAuthMethod);
    },
    hostVerifier: (blob: Buffer, verify: (ok: boolean) => void) => {
      checkHostKey(hop, movedFrom, blob, deps).then(
        () => {
          if (!gone) verify(true);
        },
        (error: unknown) => {
          refusal = error instanceof Error ? error : new Error(String(error));
          if (!gone) verify(false);
        },
      );
    },
  };

  const handshake = async () => {
    if (socket.destroyed) throw unreachable(hop, 'the connection was closed');
    await new Promise<void>((resolve, reject) => {
      client.once('ready', resolve);
      client.once('error', (error) => reject(refusal ?? connectFailure(hop, identities, error, encrypted)));
      client.once('close', () => reject(refusal ?? unreachable(hop, 'the connection was closed')));
      client.connect(config);
    });
  };
  await deps.inTurn(handshake).catch((error: unknown) => {
    client.on('error', () => undefined); // a late error of a connection that was given up has nobody to tell
    client.destroy();
    socket.destroy();
    throw error;
  });
  return wrap(client, hop);
}

/** A connection to the port, before any handshake: a box that does not answer keeps nobody else waiting. */
function openSocket(hop: Hop): Promise<Socket> {
  // ssh2 leaves Nagle on: with delayed ACK every exec costs 44 ms (SPEED.md, trap 1).
  const socket = createConnection({ host: hop.host, port: hop.port, noDelay: true });
  return new Promise<Socket>((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(codedError('ETIMEDOUT')), READY_TIMEOUT_MS);
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(unreachable(hop, SOCKET_WORDS[error.code ?? ''] ?? error.message));
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      // It may be lost while its turn is waited for; the handshake looks.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

const codedError = (code: string): Error => Object.assign(new Error(code), { code });

function wrap(client: Client, hop: Hop): Connection {
  const limit = createLimit(MAX_CHANNELS);
  let open = true;
  const closed = new Promise<void>((resolve) => {
    client.once('close', () => {
      open = false;
      resolve();
    });
  });
  // After `ready` an error is always followed by `close`, which everybody waits for.
  client.on('error', () => undefined);
  const lost = closed.then(() => {
    throw unreachable(hop, 'the connection was lost');
  });
  lost.catch(() => undefined); // only of interest to those who race against it

  const requestChannel = (command: string) =>
    new Promise<ClientChannel>((resolve, reject) => {
      client.exec(command, (error, channel) => (error ? reject(error) : resolve(channel)));
    });
  const openChannel = async (command: string): Promise<ClientChannel> => {
    for (const until = Date.now() + NO_ROOM_MS; ; await pause(NO_ROOM_EVERY_MS)) {
      try {
        return await requestChannel(command);
      } catch (error) {
        // ssh2 has the same words for a box that says no and for a connection that was lost before the answer.
        if (!open || !(error instanceof Error)) throw unreachable(hop, 'the connection was lost');
        if (!hasNoRoom(error) || Date.now() >= until) throw execFailure(hop, error);
      }
    }
  };

  return {
    exec: (command, use) =>
      new Promise((resolve, reject) => {
        void limit(async () => {
          if (!open) return reject(unreachable(hop, 'the connection was lost'));
          const opened = await Promise.race([openChannel(command), lost]).catch(reject);
          if (!opened) return;
          opened.on('error', () => undefined); // a write to a channel that just closed; `lost` or the missing end tells it
          const released = new Promise((release) => opened.once('close', release));
          await Promise.race([use(opened), lost]).then(resolve, reject);
          opened.close();
          // sshd counts a session until its processes have ended; its place is free only then, and nobody waits for that but the next.
          await Promise.race([released, closed]);
        });
      }),
    forward: (host, port) =>
      Promise.race([
        new Promise<Duplex>((resolve, reject) => {
          client.forwardOut('127.0.0.1', 0, host, port, (error, channel) =>
            error
              ? reject(unreachable({ user: hop.user, host, port }, `jump host ${place(hop)} refused: ${error.message}`))
              : resolve(channel),
          );
        }),
        lost,
      ]),
    closed,
    isOpen: () => open,
    end: () => client.end(),
  };
}

/** The algorithms that a server can use with a host key of this type. */
export const algorithmsOf = (keyType: string): ServerHostKeyAlgorithm[] =>
  // What a server may offer is its own word; ssh2 leaves out what it does not know.
  (keyType === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [keyType]) as ServerHostKeyAlgorithm[];

/** Known key types first, so that a box with several keys shows the one that can be checked, as OpenSSH does. */
export function knownFirst(types: string[]): ServerHostKeyAlgorithm[] {
  const algorithms = types.flatMap(algorithmsOf);
  const rest = [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ];
  return [...new Set([...algorithms, ...rest])] as ServerHostKeyAlgorithm[];
}

/** A key named for this box first: an agent with many keys may use up the tries that sshd allows (MaxAuthTries 6). */
function authMethods(hop: Hop, { agent, keys }: Identities): AnyAuthMethod[] {
  const methodOf = ({ privateKey }: Identity): AnyAuthMethod => ({
    type: 'publickey',
    username: hop.user,
    key: privateKey,
  });
  const fromAgent: AnyAuthMethod[] = agent ? [{ type: 'agent', username: hop.user, agent }] : [];
  return [
    ...keys.filter(({ named }) => named).map(methodOf),
    ...fromAgent,
    ...keys.filter(({ named }) => !named).map(methodOf),
  ];
}

async function checkHostKey(
  hop: Hop,
  movedFrom: PlacedInstance['moved_from'],
  blob: Buffer,
  deps: ConnectDependencies,
): Promise<void> {
  const type = blobKeyType(blob);
  let verdict = await deps.knownHosts.check(hop.host, hop.port, type, blob);
  if (verdict === 'unknown' && movedFrom) {
    // A box that moved is the same box only if it has the key of before; then nobody needs to be asked.
    verdict = await deps.knownHosts.check(movedFrom.host, movedFrom.port, type, blob);
    if (verdict === 'known') await deps.knownHosts.pin(hop.host, hop.port, type, blob.toString('base64'));
  }
  if (verdict === 'known') return;
  const shown = fingerprintLine(hop.host, hop.port, type, blob);
  const facts = { host: hop.host, port: hop.port, fingerprint: sha256Fingerprint(blob), fingerprint_line: shown };
  const offered = offeredKey(hop, blob);
  const refused = (code: 'host_key_unknown' | 'host_key_changed', what: string, more: FailureFacts = {}) =>
    Object.assign(bringupError(code, `The host key of ${hop.host}:${hop.port} ${what}`, { ...facts, ...more }), {
      offered,
    });
  if (verdict === 'unknown') throw refused('host_key_unknown', `is not known: ${shown}`);
  if (verdict === 'revoked') throw refused('host_key_changed', `is marked as revoked: ${shown}`);
  const known = verdict.changed.map((key) => `${key.fingerprint} (${key.keyType})`).join(', ');
  throw refused('host_key_changed', `has changed: known is ${known}, the box shows ${shown}`, {
    known,
    // The two sides, as a person compares them, and where the old one stands.
    known_lines: verdict.changed.map((key) => key.line).join('\n'),
    known_in: verdict.changed.map((key) => `${key.file}:${key.lineNumber}`).join(', '),
  });
}

/** A key as a box shows it. */
export const offeredKey = ({ host, port }: Pick<Hop, 'host' | 'port'>, blob: Buffer): OfferedHostKey => ({
  host,
  port,
  key_type: blobKeyType(blob),
  key: blob.toString('base64'),
  fingerprint: sha256Fingerprint(blob),
  offered_at: new Date().toISOString(),
});

/**
 * The key that a connection was refused for, if it was. Only whoever tells a person of it may keep it as shown: what was shown may
 * be accepted, or put in the place of another key.
 */
export const refusedKey = (error: unknown): OfferedHostKey | null =>
  error instanceof Error && 'offered' in error ? (error.offered as OfferedHostKey) : null;

const unreachable = (hop: Hop, why: string) =>
  bringupError('ssh_unreachable', `${place(hop)} cannot be reached: ${why}.`, { host: hop.host, port: hop.port, why });

/** ssh2's words for a server that opens no further channel. */
const hasNoRoom = (error: Error): boolean => error.message.startsWith('(SSH) Channel open failure');

/** ssh2's words for a server that answered the request with no; everything else is a connection that went away. */
const execFailure = (hop: Hop, error: Error) =>
  error.message === 'Unable to exec'
    ? bringupError('box_not_usable', `${place(hop)} refuses to run commands over SSH.`, {}, { cause: error })
    : unreachable(hop, error.message);

const SOCKET_WORDS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens on that port (connection refused)',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no network route',
  ETIMEDOUT: 'no answer in time',
  ECONNRESET: 'the connection was reset',
};

function connectFailure(
  hop: Hop,
  identities: Identities,
  error: Error & { level?: string; code?: string },
  early: boolean,
): Error {
  if (isBringupError(error)) return error;
  if (error.level === 'client-authentication' && !early) {
    const tried = [...identities.keys.map(({ file }) => file), identities.agent ? 'the agent' : ''].filter(Boolean);
    if (tried.length === 0) return noKey(hop, identities);
    const left = [...identities.encrypted.map((file) => `${file} needs a passphrase`), ...identities.problems];
    return bringupError(
      'ssh_auth_refused',
      `${place(hop)} refused the login with ${tried.join(', ')}${left.length > 0 ? ` (${left.join('; ')})` : ''}.`,
      { host: hop.host, port: hop.port, user: hop.user },
      { cause: error },
    );
  }
  return unreachable(hop, SOCKET_WORDS[error.code ?? ''] ?? error.message);
}

function noKey(hop: Hop, { encrypted, problems }: Identities): Error {
  if (encrypted.length > 0) {
    return bringupError(
      'ssh_key_encrypted',
      `The key ${encrypted.join(', ')} for ${place(hop)} needs a passphrase and no agent has it.`,
    );
  }
  const why = problems.length > 0 ? `: ${problems.join('; ')}` : '';
  return bringupError('ssh_no_key', `There is no SSH key to log in to ${place(hop)} with${why}.`);
}
