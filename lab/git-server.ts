// Git over smart HTTP (`git http-backend`) on loopback. The first part of the path picks a fault, so one repository can be had
// healthy and broken: /x.git /hang/x.git /slow/x.git /auth/x.git /e503/x.git /flaky/x.git /cut/x.git
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * `hang` never answers · `slow` sends about 10 kB a second · `auth` wants a password · `e503` is always busy · `flaky` is busy for
 * the first two requests of a repository · `cut` drops the connection in the middle of the answer.
 */
export type GitFault = 'hang' | 'slow' | 'auth' | 'e503' | 'flaky' | 'cut';

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
  /** Bytes of an answer after which `cut` drops the connection. */
  cutAfter?: number;
}

const PATH = /^\/(?:(hang|slow|auth|e503|flaky|cut)\/)?(.+)$/;

/** Starts to serve the repositories of a folder. */
export async function startGitServer({ root, port = 0, cutAfter = 100 }: Options): Promise<GitServer> {
  const requests: string[] = [];
  const busy = new Map<string, number>();
  const backends = new Set<ChildProcessWithoutNullStreams>();

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    requests.push(`${request.method} ${url.pathname}`);
    const [, fault, path] = PATH.exec(url.pathname) ?? [];
    if (!path) return void response.writeHead(404).end();
    if (fault === 'hang') return;
    if (fault === 'auth') return void response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end();
    if (fault === 'e503') return void response.writeHead(503).end('busy');
    if (fault === 'flaky') {
      const repository = path.split('/')[0] ?? '';
      const times = busy.get(repository) ?? 0;
      busy.set(repository, times + 1);
      if (times < 2) return void response.writeHead(503).end('busy');
    }
    const backend = spawn('git', ['http-backend'], { env: environment(root, path, url.search.slice(1), request) });
    backends.add(backend);
    backend.once('close', () => backends.delete(backend));
    answer(request, response, backend, fault === 'slow' ? slowly : fault === 'cut' ? cut(cutAfter) : whole);
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

type Sender = (body: AsyncIterable<Buffer>, response: ServerResponse) => Promise<void>;

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

const whole: Sender = async (body, response) => {
  for await (const bytes of body) {
    if (!response.write(bytes)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
  }
  response.end();
};

const slowly: Sender = async (body, response) => {
  for await (const bytes of body) {
    for (let at = 0; at < bytes.length && !response.destroyed; at += 1000) {
      response.write(bytes.subarray(at, at + 1000));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  response.end();
};

const cut =
  (after: number): Sender =>
  async (body, response) => {
    let left = after;
    for await (const bytes of body) {
      response.write(bytes.subarray(0, left));
      left -= bytes.length;
      if (left <= 0) {
        response.socket?.end();
        return;
      }
    }
    response.end();
  };
