// A web server on loopback for the tests of downloads: one file that it gives in whole and in part, and whatever a test makes of it.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FileServer {
  url: string;
  /** What was asked for, in order. */
  asked: { url: string; range: string | undefined; authorization: string | undefined }[];
  stop(): Promise<void>;
}

/** Answers with `listener`. */
export async function startServer(listener: RequestListener): Promise<FileServer> {
  const asked: FileServer['asked'] = [];
  const server = createServer((request, response) => {
    const { range, authorization } = request.headers;
    asked.push({ url: request.url ?? '', range, authorization });
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Gives `bytes` as a server does that can go on: Range and If-Range are obeyed. `most`: cuts the connection after so many bytes. */
export function giveFile(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  { etag = '"one"', most = Infinity }: { etag?: string | null; most?: number } = {},
): void {
  if (etag !== null) response.setHeader('etag', etag);
  const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
  const condition = request.headers['if-range'];
  let body = bytes;
  if (from !== undefined && (condition === undefined || condition === etag)) {
    const first = Number(from);
    if (first >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
      return;
    }
    body = bytes.subarray(first);
    response.statusCode = 206;
    response.setHeader('content-range', `bytes ${first}-${bytes.length - 1}/${bytes.length}`);
  }
  response.setHeader('content-type', 'application/octet-stream').setHeader('content-length', body.length);
  if (body.length <= most) response.end(body);
  else response.write(body.subarray(0, most), () => response.destroy());
}
