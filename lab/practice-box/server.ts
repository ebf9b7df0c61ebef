// The practice box's SSH server: one user, one key, exec requests only. No PTY, no shell, no forwarding.
import type { ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import type { Logger } from 'pino';
import ssh2, { type AuthContext, type Connection } from 'ssh2';
import { signal } from '../processes.ts';
import type { KeyPair } from '../ssh-keys.ts';
import { runCommand, type SessionSettings } from './run-command.ts';

export interface ServerOptions {
  host: string;
  /** The port it had before; a free one is taken where this is null or in use. */
  port: number | null;
  user: string;
  hostKey: KeyPair;
  userKey: KeyPair;
  session: SessionSettings;
  log: Logger;
}

export interface PracticeServer {
  port: number;
  /** Shells of open sessions. */
  children: ReadonlySet<ChildProcess>;
  /** Takes no more logins and drops those there are; what runs goes on. */
  close(): Promise<void>;
}

/** Starts to listen. */
export async function startServer(options: ServerOptions): Promise<PracticeServer> {
  const { log } = options;
  const children = new Set<ChildProcess>();
  const sockets = new Set<Socket>();
  const server = new ssh2.Server({ hostKeys: [options.hostKey.privateKey], ident: 'BringupPractice' }, (client) =>
    serveClient(client, options, children),
  );
  // ssh2 leaves Nagle on, which costs 44 ms an answer; its own listener has no switch for it.
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    server.injectSocket(socket);
  });
  const port = await listen(listener, options);
  listener.on('error', (error) => log.error({ err: error }, 'a connection could not be taken'));
  log.info({ host: options.host, port }, 'practice box listens');
  return {
    port,
    children,
    async close() {
      const closed = new Promise((resolve) => listener.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function listen(listener: NetServer, { host, port, log }: ServerOptions): Promise<number> {
  const listenOn = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(wanted, host, () => {
        listener.off('error', reject);
        resolve();
      });
    });
  try {
    await listenOn(port ?? 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    log.warn({ port }, 'port of the practice box is taken by another program, using a new one');
    await listenOn(0);
  }
  return (listener.address() as AddressInfo).port;
}

function serveClient(client: Connection, options: ServerOptions, children: Set<ChildProcess>): void {
  const { log } = options;
  client.on('authentication', (context) => {
    if (isAllowed(context, options)) context.accept();
    else context.reject(['publickey']);
  });
  client.on('error', (error) => log.debug({ error: error.message }, 'connection failed'));
  client.on('session', (accept) => {
    const session = accept();
    let child: ChildProcess | undefined;
    session.on('exec', (acceptExec, _reject, { command }) => {
      child = runCommand(acceptExec(), command, options.session);
      const started = child;
      children.add(started);
      log.debug({ pid: started.pid, bytes: command.length }, 'command started');
      started.once('error', (error) => log.error({ error: error.message }, 'sh could not be started'));
      started.once('close', (code, signalName) => {
        children.delete(started);
        log.debug({ pid: started.pid, code, signal: signalName }, 'command ended');
      });
    });
    session.on('signal', (acceptSignal, rejectSignal, { name }) => {
      if (!child?.pid || !FORWARDED.has(name)) return rejectSignal?.();
      // The whole group, as sshd does since 7.9.
      signal(-child.pid, `SIG${name}` as NodeJS.Signals);
      acceptSignal?.();
    });
  });
}

const FORWARDED = new Set(['HUP', 'INT', 'QUIT', 'KILL', 'TERM', 'USR1', 'USR2']);

function isAllowed(context: AuthContext, { user, userKey }: ServerOptions): boolean {
  if (context.method !== 'publickey' || context.username !== user) return false;
  const allowed = ssh2.utils.parseKey(userKey.privateKey);
  if (allowed instanceof Error) throw allowed;
  if (context.key.algo !== allowed.type || !allowed.getPublicSSH().equals(context.key.data)) return false;
  // Without a signature the client only asks whether this key would do.
  if (!context.signature || !context.blob) return context.signature === undefined;
  return (allowed.verify(context.blob, context.signature, context.hashAlgo) as boolean | Error) === true;
}
