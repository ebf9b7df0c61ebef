// A package index of one's own on loopback (PEP 503), as pip and uv ask it: the same few packages every time, and no network.
import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { normalName, packageFile, type LabPackage } from './python-packages.ts';

/** A package in the index; `fault` is what happens to who downloads it. */
export interface IndexedPackage extends LabPackage {
  /** `hang` never answers · `e503` is busy · `cut` drops the connection in the middle · `spoilt` sends other bytes than promised. */
  fault?: 'hang' | 'e503' | 'cut' | 'spoilt';
}

export interface PackageIndex {
  /** Address for `--index-url`. */
  url: string;
  /** Makes uv and pip ask this index and no other. */
  environment: Record<string, string>;
  /** What was asked for, `GET /simple/humanize/`, in order. */
  requests: string[];
  /** Puts in another package, or another version of one. */
  add(made: IndexedPackage): void;
  stop(): Promise<void>;
}

interface Held {
  bytes: Buffer;
  fault: IndexedPackage['fault'];
  python: string | undefined;
}

/** Starts an index with these packages; several versions of one are several packages. */
export async function startPackageIndex({
  packages = [],
  port = 0,
}: {
  packages?: readonly IndexedPackage[];
  port?: number;
} = {}): Promise<PackageIndex> {
  const projects = new Map<string, Map<string, Held>>();
  const requests: string[] = [];
  function add(made: IndexedPackage): void {
    const { file, bytes } = packageFile(made);
    const name = normalName(made.name);
    const files = projects.get(name) ?? new Map<string, Held>();
    projects.set(name, files.set(file, { bytes, fault: made.fault, python: made.python }));
  }
  packages.forEach(add);

  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    requests.push(`${request.method} ${path}`);
    const [, kind, name = '', file = ''] = path.split('/');
    const files = projects.get(normalName(name));
    if (kind === 'simple' && files && file === '') return void html(response, links(name, files));
    if (kind === 'simple' && name === '') return void html(response, projectLinks([...projects.keys()]));
    const held = kind === 'files' ? files?.get(file) : undefined;
    if (held) send(response, held);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`;

  return {
    url,
    // Empty values: nothing of this computer's own settings comes in between.
    environment: {
      UV_DEFAULT_INDEX: url,
      UV_INDEX: '',
      UV_FIND_LINKS: '',
      PIP_INDEX_URL: url,
      PIP_EXTRA_INDEX_URL: '',
      PIP_FIND_LINKS: '',
      PIP_CONFIG_FILE: '/dev/null',
    },
    requests,
    add,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function html(response: ServerResponse, body: string): void {
  response
    .setHeader('content-type', 'text/html; charset=utf-8')
    .end(`<!DOCTYPE html><html><body>\n${body}</body></html>`);
}

const projectLinks = (names: string[]): string =>
  names.map((name) => `<a href="/simple/${name}/">${name}</a>\n`).join('');

function links(name: string, files: Map<string, Held>): string {
  const link = ([file, { bytes, python }]: [string, Held]) => {
    const sum = createHash('sha256').update(bytes).digest('hex');
    const requires =
      python === undefined ? '' : ` data-requires-python="${python.replaceAll('>', '&gt;').replaceAll('<', '&lt;')}"`;
    return `<a href="/files/${normalName(name)}/${encodeURIComponent(file)}#sha256=${sum}"${requires}>${file}</a>\n`;
  };
  return [...files].map(link).join('');
}

function send(response: ServerResponse, { bytes, fault }: Held): void {
  if (fault === 'hang') return;
  if (fault === 'e503') return void response.writeHead(503).end('busy');
  response.setHeader('content-type', 'application/octet-stream').setHeader('content-length', bytes.length);
  if (fault === 'spoilt') response.end(Buffer.alloc(bytes.length, 'x'));
  else if (fault === 'cut') response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.end());
  else response.end(bytes);
}
