// The embedded Temporal server: how it is started and how we know that it serves. Who restarts and ends it is said
// elsewhere (cli/), so that tests can use the very same start.
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { searchAttributes } from '../../contract/search-attributes.ts';
import { bringupError } from '../errors.ts';

export interface ServerOptions {
  /** The `temporal` program. */
  program: string;
  port: number;
  /** null starts it without its Web UI. */
  uiPort: number | null;
  /** Where everything is kept; null keeps it in memory. */
  databaseFile: string | null;
}

// Without the first value every step costs 50 ms; the pragmas survive kill -9 (SPEED.md, W5b and W5c).
const dynamicConfig = [
  'history.transferProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxPollRPS=2000',
  'history.visibilityProcessorMaxPollRPS=200',
  // By default a timer below a second takes a whole one (measured): the allowance for clocks of several hosts, of which there is one.
  'history.timerProcessorMaxTimeShift="1ms"',
];
const pragmas = ['journal_mode=WAL', 'synchronous=NORMAL'];

/** The command line of the server. */
function serverArguments({ port, uiPort, databaseFile }: Omit<ServerOptions, 'program'>): string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'warn'],
    ...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...(databaseFile === null ? [] : ['--db-filename', databaseFile]),
    ...(databaseFile === null ? [] : pragmas.flatMap((pragma) => ['--sqlite-pragma', pragma])),
    ...dynamicConfig.flatMap((value) => ['--dynamic-config-value', value]),
    ...Object.entries(searchAttributes).flatMap(([name, type]) => [
      '--search-attribute',
      `${name}=${commandWord(type)}`,
    ]),
  ];
}

/** `KEYWORD` as the command line says it: `Keyword`. */
const commandWord = (type: string): string => type.charAt(0) + type.slice(1).toLowerCase();

/** Starts the server as a process in a group of its own, so that Ctrl-C in the terminal does not reach it before us. */
export function spawnServer(options: ServerOptions, env: NodeJS.ProcessEnv, stdio: StdioOptions): ChildProcess {
  return spawn(options.program, serverArguments(options), { env, stdio, detached: true });
}

/** Waits until the server answers for its default namespace. Throws `temporal_unavailable` when the limit is over. */
export async function waitUntilServing(address: string, limitMs = 30_000, signal?: AbortSignal): Promise<void> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const error = await asked(address);
    if (!error) return;
    signal?.throwIfAborted();
    if (Date.now() > deadline) {
      const message = `The Temporal server at ${address} did not answer within ${String(limitMs / 1000)} s.`;
      throw bringupError('temporal_unavailable', message, { address }, { cause: error });
    }
    await pause(25);
  }
}

async function asked(address: string): Promise<Error | null> {
  let connection: Connection | null = null;
  try {
    // gRPC waits a second after a refused connection; the plain socket tells sooner when the server listens.
    await knock(address);
    connection = Connection.lazy({ address });
    await connection.withDeadline(Date.now() + 2000, describeDefault(connection));
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    await connection?.close();
  }
}

const describeDefault = (connection: Connection) => () =>
  connection.workflowService.describeNamespace({ namespace: 'default' });

function knock(address: string): Promise<void> {
  const [host = '', port] = address.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port), timeout: 1000 });
    const refuse = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', refuse);
    socket.once('timeout', () => {
      refuse(new Error(`${address} does not answer`));
    });
  });
}
