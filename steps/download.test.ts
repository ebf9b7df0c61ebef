// download against a web server on loopback: what comes, what is there already, and what is not the file.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  beside,
  box,
  BYTES,
  fetchFile,
  NAME,
  serve,
  serveFile,
  SHA,
  sha256,
  target,
  there,
  useDownloads,
} from './testing/downloads.ts';
import { giveFile } from './testing/file-server.ts';

useDownloads();

describe('a file that comes', () => {
  it('is fetched, checked, moved into place, and reported with its hash and rate', async () => {
    const server = await serveFile();
    const end = await fetchFile(`${server.url}/m?x=1`, { sha256: SHA.toUpperCase(), size: BYTES.length });
    expect(end).toMatchObject({
      code: 0,
      warnings: [],
      tasks: [{ name: NAME, status: 'success', note: '3.0 MB', percent: 100 }],
      progress: { done: BYTES.length, total: BYTES.length, unit: 'bytes' },
      result: {
        files: [
          { path: target, status: 'downloaded', bytes: BYTES.length, sha256: SHA, reason: null, resumed_from: 0 },
        ],
        bytes_received: BYTES.length,
      },
    });
    expect(end.note).toMatch(/^1 fetched \(3\.0 MB, .*\/s\)$/);
    expect(there().equals(BYTES)).toBe(true);
    expect(beside()).toEqual([NAME]);
    expect(statSync(target).mode & 0o777).toBe(0o644);
    expect(end.stdout).not.toContain('?x=1');
  });

  it('is not asked for again when it is there: by its hash, and by what is kept of the first time', async () => {
    const server = await serveFile();
    await fetchFile(server.url, { sha256: SHA });
    await fetchFile(`${server.url}/other`, { path: `${target}-2` });
    const asked = server.asked.length;
    const end = await box.run('download', {
      files: [
        { url: server.url, path: target, sha256: SHA },
        { url: `${server.url}/other`, path: `${target}-2` },
      ],
    });
    expect(end).toMatchObject({
      code: 0,
      note: '2 files, unchanged',
      result: { files: [{ status: 'skipped', sha256: SHA }, { status: 'skipped' }], bytes_received: 0 },
    });
    expect(end.tasks.map(({ status }) => status)).toEqual(['skipped', 'skipped']);
    expect(server.asked).toHaveLength(asked);
  });

  it('is looked at again when somebody has touched it, even where size and time are the same', async () => {
    const server = await serveFile();
    await fetchFile(server.url, { sha256: SHA });
    const { atime, mtime } = statSync(target);
    writeFileSync(target, randomBytes(BYTES.length));
    utimesSync(target, atime, mtime);
    const end = await fetchFile(server.url, { sha256: SHA });
    expect(end).toMatchObject({ code: 0, result: { files: [{ status: 'downloaded' }] } });
    expect(end.warnings).toEqual([`${target} was another file: that one is kept as ${target}.old.`]);
    expect(there().equals(BYTES)).toBe(true);
  });

  it('that somebody else put there is never written over', async () => {
    mkdirSync(path.dirname(target));
    writeFileSync(target, 'mine');
    writeFileSync(`${target}.old`, 'older');
    const server = await serveFile();
    const end = await fetchFile(server.url);
    expect(end.warnings).toEqual([`${target} was another file: that one is kept as ${target}.old.2.`]);
    expect(readFileSync(`${target}.old.2`, 'utf8')).toBe('mine');
    expect(readFileSync(`${target}.old`, 'utf8')).toBe('older');
    expect(there().equals(BYTES)).toBe(true);
  });

  it('replaces what came from here before, when the template names another', async () => {
    const newer = randomBytes(1000);
    const server = await serve((request, response) =>
      giveFile(request, response, request.url === '/2' ? newer : BYTES),
    );
    await fetchFile(`${server.url}/1`, { sha256: SHA });
    const end = await fetchFile(`${server.url}/2`, { sha256: sha256(newer) });
    expect(end).toMatchObject({ code: 0, warnings: [] });
    expect(there().equals(newer)).toBe(true);
    expect(beside()).toEqual([NAME]);
  });

  it('of unknown origin and without a hash is compared by size with the server’s, and said to be so', async () => {
    mkdirSync(path.dirname(target));
    writeFileSync(target, BYTES);
    const server = await serveFile();
    const end = await fetchFile(server.url);
    expect(end).toMatchObject({ code: 0, result: { files: [{ status: 'skipped', sha256: null }] } });
    expect(end.tasks[0]?.note).toBe('is there, same size as over there; no sha256 to compare');
    expect(beside()).toEqual([NAME]);
  });

  it('goes inside ui_home, below ~/, and through links, which stay', async () => {
    mkdirSync(path.join(box.folder, 'app'));
    mkdirSync(path.join(box.folder, 'volume'));
    symlinkSync(path.join(box.folder, 'volume'), path.join(box.folder, 'app', 'models'));
    const server = await serveFile();
    const end = await box.run('download', {
      ui_home: path.join(box.folder, 'app'),
      files: [
        { url: server.url, path: 'models/vae/ü.bin' },
        { url: server.url, path: '~/b.bin' },
      ],
    });
    expect(end.code).toBe(0);
    expect(readFileSync(path.join(box.folder, 'volume/vae/ü.bin')).equals(BYTES)).toBe(true);
    expect(readFileSync(path.join(box.home, 'b.bin')).equals(BYTES)).toBe(true);
  });

  it('without a length is told to be unproven, and proven by a hash', async () => {
    const server = await serve((_request, response) => {
      response.shouldKeepAlive = false;
      response.useChunkedEncodingByDefault = false;
      response.removeHeader('transfer-encoding');
      response.writeHead(200, { connection: 'close' }).end(BYTES);
    });
    expect((await fetchFile(server.url)).warnings).toEqual([
      `${target}: the server did not say how long it is, so that a cut cannot be told.`,
    ]);
    expect(await fetchFile(server.url, { sha256: SHA, path: `${target}-2` })).toMatchObject({ code: 0, warnings: [] });
  });
});

describe('what is not the file', () => {
  it.each([
    [401, {}, 'download_refused', 'unauthorized', 'it wants a login, and no secret was named for it'],
    [403, {}, 'download_refused', 'forbidden', 'it does not give out this file'],
    [403, { 'content-type': 'text/html' }, 'download_refused', 'forbidden', 'with a page: it wants a person'],
    [404, {}, 'download_not_found', 'not_found', 'there is no such file'],
    [410, {}, 'download_not_found', 'gone', 'taken away for good'],
    [400, {}, 'download_refused', 'refused', 'answered 400'],
    [416, {}, 'download_failed', 'range', 'answered 416 to a request for the whole file'],
  ])('is told: %s %j', async (status, headers, failureCode, reason, words) => {
    const server = await serve((_request, response) => response.writeHead(status, headers).end('no'));
    const end = await fetchFile(`${server.url}/x`);
    expect(end).toMatchObject({ failureCode, result: { files: [{ status: 'failed', reason }] } });
    expect(end.failure).toContain(words);
    expect(end.tasks[0]).toMatchObject({ name: NAME, status: 'failed' });
    expect(server.asked).toHaveLength(1);
    expect(beside()).toEqual([]);
  });

  it('may be a page, whatever its type says', async () => {
    for (const type of ['text/html; charset=utf-8', 'application/octet-stream']) {
      const server = await serve((_request, response) => {
        response.setHeader('content-type', type).end('\n<!DOCTYPE html><html><title>Sign  in</title>');
      });
      const end = await fetchFile(`${server.url}/m`);
      expect(end).toMatchObject({ failureCode: 'download_wrong', result: { files: [{ reason: 'html' }] } });
      expect(end.failure).toContain('sent a page ("Sign in") instead of the file');
      expect(beside()).toEqual([]);
    }
    const server = await serve((_request, response) => response.setHeader('content-type', 'text/html').end('<p>'));
    expect(await fetchFile(server.url, { path: `${target}.html` })).toMatchObject({ code: 0 });
  });

  it('by its hash is kept aside and never used', async () => {
    const server = await serveFile();
    const end = await fetchFile(server.url, { sha256: '0'.repeat(64) });
    expect(end).toMatchObject({ failureCode: 'download_wrong', result: { files: [{ reason: 'hash_mismatch' }] } });
    expect(end.failure).toContain(`its sha256 is ${SHA}, expected 000`);
    expect(end.failure).toContain(`kept as ${target}.bad`);
    expect(beside()).toEqual([`${NAME}.bad`]);
    expect(server.asked).toHaveLength(1);
  });

  it('by its size is refused before it comes', async () => {
    const server = await serveFile();
    const end = await fetchFile(server.url, { size: 5 });
    expect(end).toMatchObject({ failureCode: 'download_wrong', result: { files: [{ reason: 'size_mismatch' }] } });
    expect(end.failure).toContain('3000000 bytes over there, 5 were expected');
    expect(beside()).toEqual([]);
  });

  it('does not touch the file that is there', async () => {
    mkdirSync(path.dirname(target));
    writeFileSync(target, 'mine');
    const server = await serveFile();
    await fetchFile(server.url, { sha256: '0'.repeat(64) });
    expect(readFileSync(target, 'utf8')).toBe('mine');
  });
});

describe('trouble on the way', () => {
  it('of 429 waits as long as the server says, and is given up when that is too long', async () => {
    let busy = 1;
    const server = await serve((request, response) => {
      if (busy-- > 0) response.writeHead(429, { 'retry-after': '1' }).end();
      else giveFile(request, response, BYTES);
    });
    const end = await fetchFile(server.url);
    expect(end.code).toBe(0);
    expect(end.lines.join('\n')).toContain('too many requests; again in 1 s');
    const closed = await serve((_request, response) => response.writeHead(429, { 'retry-after': '4000' }).end());
    const given = await fetchFile(closed.url, { path: `${target}-2` });
    expect(given).toMatchObject({ failureCode: 'download_failed', result: { files: [{ reason: 'rate_limited' }] } });
    expect(given.failure).toContain('it asks to wait 4000 s');
    expect(closed.asked).toHaveLength(1);
  });

  it('of 5xx is tried again, so often and no more', async () => {
    let left = 2;
    const server = await serve((request, response) => {
      if (left-- > 0) response.writeHead(503).end();
      else giveFile(request, response, BYTES);
    });
    expect((await fetchFile(server.url)).code).toBe(0);
    const broken = await serve((_request, response) => response.writeHead(500).end());
    const end = await fetchFile(broken.url, { path: `${target}-2` }, { tries: 3 });
    expect(end).toMatchObject({ failureCode: 'download_failed', result: { files: [{ reason: 'server_error' }] } });
    expect(broken.asked).toHaveLength(3);
  });

  it('is told apart: no server, no such name, silence', async () => {
    const silent = await serve(() => {});
    const words = async (url: string) => (await fetchFile(url, {}, { tries: 1, stall_s: 0.3 })).failure;
    expect(await words('http://127.0.0.1:1/x')).toContain('127.0.0.1:1 cannot be reached: Connection refused');
    expect(await words('http://no-such-name.invalid/x')).toContain('the name no-such-name.invalid is not known');
    expect(await words(silent.url)).toContain('sent nothing for 0.3 s');
  });

  it('of one file does not keep the others back', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/bad') response.writeHead(404).end();
      else giveFile(request, response, BYTES);
    });
    const end = await box.run('download', {
      files: ['one', 'bad', 'two'].map((name) => ({ url: `${server.url}/${name}`, path: path.join(box.folder, name) })),
    });
    expect(end).toMatchObject({
      failureCode: 'download_not_found',
      tasks: [
        { name: 'one', status: 'success' },
        { name: 'bad', status: 'failed' },
        { name: 'two', status: 'success' },
      ],
    });
    expect(end.note).toMatch(/^2 fetched \(6\.0 MB, .*\), 1 failed$/);
  });
});

describe('a secret', () => {
  const env = { TOKEN: 'secret-word' };
  const secret = { bearer: 'TOKEN' };
  const withSecret = { secrets: { TOKEN: 'huggingface' } };

  it('is sent as a header to the host of the URL and to no other, and stands nowhere', async () => {
    const elsewhere = await serveFile();
    const server = await serve((request, response) => {
      if (request.url === '/m') response.writeHead(302, { location: '/same' }).end();
      else response.writeHead(302, { location: `${elsewhere.url}/cdn?sig=1` }).end();
    });
    const end = await fetchFile(`${server.url}/m`, secret, withSecret, env);
    expect(end.code).toBe(0);
    expect(server.asked.map(({ authorization }) => authorization)).toEqual([
      'Bearer secret-word',
      'Bearer secret-word',
    ]);
    expect(elsewhere.asked.map(({ authorization }) => authorization)).toEqual([undefined]);
    expect(end.stdout + end.stderr + end.lines.join()).not.toContain('secret-word');
  });

  it('that is not taken, or cannot be one, is told', async () => {
    const server = await serve((_request, response) => response.writeHead(401).end());
    expect((await fetchFile(server.url, secret, withSecret, env)).failure).toContain('it did not take the secret');
    const end = await fetchFile(server.url, secret, withSecret, { TOKEN: 'two words' });
    expect(end).toMatchObject({ failureCode: 'download_refused' });
    expect(end.failure).toContain('the secret TOKEN is empty or more than one word');
    expect(server.asked).toHaveLength(1);
  });
});

describe('redirects', () => {
  it.each(['file:///etc/passwd', 'ftp://127.0.0.1/x'])('do not lead to %s', async (location) => {
    const server = await serve((_request, response) => response.writeHead(302, { location }).end());
    const end = await fetchFile(server.url);
    expect(end).toMatchObject({ failureCode: 'download_failed', result: { files: [{ reason: 'redirect' }] } });
  });

  it('do not go on for ever', async () => {
    const server = await serve((_request, response) => response.writeHead(307, { location: '/again' }).end());
    expect((await fetchFile(server.url)).failure).toContain('leads on and on');
    expect(server.asked).toHaveLength(11);
  });
});
