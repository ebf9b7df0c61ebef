// Git over smart HTTP (`git http-backend`) on loopback. The first part of the path picks a fault, so one repository can be had
// healthy and broken: /x.git /hang/x.git /slow/x.git /auth/x.git /flaky/x.git /cut/x.git and so on.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cut, slowly, stall, whole, type Sender } from './git-senders.ts';

/**
 * `hang` never answers · `stall` stops in the middle of the pack and keeps the connection · `cut` drops it there · `slow` sends at
 * `slowRate` · `auth` wants a password and takes none · `private` wants that of `credentials` · `e403` refuses · `e503` is always
 * busy · `flaky` is busy for the first two requests of a repository · `moved` sends to the healthy address.
 */
export const gitFaults = ['hang', 'stall', 'cut', 'slow', 'auth', 'private', 'e403', 'e503', 'flaky', 'moved'] as const;
export type GitFault = (typeof gitFaults)[number];

export interface GitServer {
  port: number;
  /** URL of `<root>/<name>.git`. */
  url(name: string, fault?: GitFault): string;
  /** What was asked for, `GET /x.git/info/refs`, in order. */
  requests: string[];
  stop(): Promise<void>;
}

interface Options {
  /** Folder of the bare repositories. */
  root: string;
  port?: number;
  /** Bytes of the answer with the pack after which `cut` and `stall` act; in a smaller one they act before its end. */
  cutAfter?: number;
  /** Bytes per second of `slow`. */
  slowRate?: number;
  /** What `private` lets in. */
  credentials?: { user: string; password: string };
}

const PATH = new RegExp(`^/(?:(${gitFaults.join('|')})/)?(.+)$`);

/** Starts to serve the repositories of a folder. */
export async function startGitServer(options: Options): Promise<GitServer> {
  const { root, port = 0, cutAfter = 200_000, slowRate = 10_000 } = options;
  const requests: string[] = [];
  const busy = new Map<string, number>();
  const backends = new Set<ChildProcessWithoutNullStreams>();

  /** An answer in place of git's own; true where one was given. */
  function refuse(
    fault: string | undefined,
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): boolean {
    if (fault === 'hang') return true;
    if (fault === 'auth' || (fault === 'private' && !isKnown(request, options.credentials))) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end();
    } else if (fault === 'e403') response.writeHead(403).end('no');
    else if (fault === 'e503' || (fault === 'flaky' && isBusy(path))) response.writeHead(503).end('busy');
    else if (fault === 'moved') response.writeHead(301, { Location: request.url?.replace('/moved/', '/') }).end();
    return response.writableEnded;
  }

  function isBusy(path: string): boolean {
    const repository = path.split('/')[0] ?? '';
    const times = busy.get(repository) ?? 0;
    busy.set(repository, times + 1);
    return times < 2;
  }

  function senderOf(fault: string | undefined): Sender {
    if (fault === 'slow') return slowly(slowRate);
    if (fault === 'cut') return cut(cutAfter);
    if (fault === 'stall') return stall(cutAfter);
    return whole;
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    requests.push(`${request.method} ${url.pathname}`);
    const [, fault, path] = PATH.exec(url.pathname) ?? [];
    if (!path) return void response.writeHead(404).end();
    if (refuse(fault, path, request, response)) return;
    const backend = spawn('git', ['http-backend'], { env: environment(root, path, url.search.slice(1), request) });
    backends.add(backend);
    backend.once('close', () => backends.delete(backend));
    answer(request, response, backend, senderOf(fault));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;

  return {
    port: address.port,
    url: (name, fault) => `http://127.0.0.1:${address.port}/${fault ? `${fault}/` : ''}${name}.git`,
    requests,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await Promise.all(
        [...backends].map((backend) => new Promise((resolve) => backend.once('close', resolve).kill('SIGKILL'))),
      );
    },
  };
}

function isKnown({ headers }: IncomingMessage, credentials: Options['credentials']): boolean {
  if (!credentials) return false;
  const { user, password } = credentials;
  return headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function environment(
  root: string,
  path: string,
  query: string,
  { method, headers }: IncomingMessage,
): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: `/${path}`,
    QUERY_STRING: query,
    REQUEST_METHOD: method,
    CONTENT_TYPE: headers['content-type'] ?? '',
    CONTENT_LENGTH: headers['content-length'] ?? '',
    GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
    HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
    REMOTE_ADDR: '127.0.0.1',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  backend: ChildProcessWithoutNullStreams,
  send: Sender,
): void {
  request.pipe(backend.stdin);
  backend.stdin.on('error', () => undefined); // git had enough of the request
  response.once('close', () => backend.kill());
  readHead(backend.stdout, response)
    .then((body) => send(body, response))
    .catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
}

/** Takes the CGI head off and gives what follows. */
async function readHead(stdout: AsyncIterable<Buffer>, response: ServerResponse): Promise<AsyncIterable<Buffer>> {
  const chunks = stdout[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  for (let end = -1; end < 0;) {
    const { value, done } = (await chunks.next()) as IteratorResult<Buffer, undefined>;
    if (done) throw new Error(`git http-backend said no more than: ${head.toString()}`);
    head = Buffer.concat([head, value]);
    end = head.indexOf('\r\n\r\n');
    if (end < 0) continue;
    let status = 200;
    for (const line of head.subarray(0, end).toString().split('\r\n')) {
      const [, name = '', content = ''] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
      if (name === 'Status') status = Number.parseInt(content, 10);
      else response.setHeader(name, content);
    }
    response.writeHead(status);
    head = head.subarray(end + 4);
  }
  return (async function* () {
    yield head;
    yield* { [Symbol.asyncIterator]: () => chunks };
  })();
}
