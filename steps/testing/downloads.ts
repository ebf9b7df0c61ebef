// What the tests of download share: a box, a place for the file, servers that end with the test.
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type FileServer, giveFile, startServer } from './file-server.ts';
import { createSandbox, type Sandbox } from './run-step-script.ts';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** The file, its hash, and its name on the box. */
export const BYTES = randomBytes(3_000_000);
export const SHA = sha256(BYTES);
export const NAME = 'a model.safetensors';

/** Another one for each test. */
export let box: Sandbox;
/** Where `fetchFile` puts the file. */
export let target: string;
const servers: FileServer[] = [];

/** Makes and removes them around each test of a file. */
export function useDownloads(): void {
  beforeEach(() => {
    box = createSandbox();
    target = path.join(box.folder, 'models', NAME);
  });
  afterEach(async () => {
    box.remove();
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });
}

/** A server that ends with the test. */
export async function serve(listener: RequestListener): Promise<FileServer> {
  const server = await startServer(listener);
  servers.push(server);
  return server;
}
/** One that gives the file, see `giveFile`. */
export const serveFile = (options = {}): Promise<FileServer> =>
  serve((request, response) => giveFile(request, response, BYTES, options));

/** Fetches to `target`, with short pauses. */
export const fetchFile = (url: string, more: object = {}, options: object = {}, env = {}) =>
  box.run('download', { files: { url, path: target, ...more }, pause_s: 0.01, ...options }, { env });
export const there = (): Buffer => readFileSync(target);
/** What lies in the file's folder. */
export const beside = (): string[] => readdirSync(path.dirname(target)).sort();
