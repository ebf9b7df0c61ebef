// download when it is cut, held up, limited, or done twice at the same time.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
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

describe('a download that is cut', () => {
  it('goes on where it was, as often as it gets further', async () => {
    const server = await serveFile({ most: 700_000 });
    const end = await fetchFile(server.url, { sha256: SHA }, { tries: 2 });
    expect(end).toMatchObject({ code: 0, result: { bytes_received: BYTES.length } });
    expect(there().equals(BYTES)).toBe(true);
    expect(server.asked.map(({ range }) => range)).toEqual([
      undefined,
      'bytes=700000-',
      'bytes=1400000-',
      'bytes=2100000-',
      'bytes=2800000-',
    ]);
  });

  it('goes on in the next run, and sends nothing twice', async () => {
    let most = 1_000_000;
    const server = await serve((request, response) => giveFile(request, response, BYTES, { most }));
    const first = await fetchFile(server.url, {}, { tries: 1 });
    expect(first).toMatchObject({ failureCode: 'download_failed', result: { files: [{ reason: 'cut' }] } });
    expect(first.failure).toBe(`${NAME}: cut after 1000000 of 3000000 bytes`);
    expect(existsSync(target)).toBe(false);
    most = Infinity;
    const second = await fetchFile(server.url);
    expect(second).toMatchObject({
      code: 0,
      result: { files: [{ resumed_from: 1_000_000, sha256: SHA }], bytes_received: 2_000_000 },
    });
    expect(beside()).toEqual([NAME]);
  });

  it('starts again when the file over there is another one by now', async () => {
    let part = { most: 1_000_000, etag: '"old"' };
    const server = await serve((request, response) => giveFile(request, response, BYTES, part));
    await fetchFile(server.url, {}, { tries: 1 });
    writeFileSync(`${target}.part`, randomBytes(1_000_000));
    part = { most: Infinity, etag: '"new"' };
    expect(await fetchFile(server.url)).toMatchObject({ code: 0, result: { files: [{ resumed_from: 0 }] } });
    expect(there().equals(BYTES)).toBe(true);
  });

  it('starts again where nothing proves that the rest belongs to it', async () => {
    let most = 1_000_000;
    const server = await serve((request, response) => giveFile(request, response, BYTES, { most, etag: null }));
    await fetchFile(server.url, {}, { tries: 1 });
    most = Infinity;
    expect(await fetchFile(server.url)).toMatchObject({ code: 0, result: { files: [{ resumed_from: 0 }] } });
    // A hash proves it afterwards.
    rmSync(target);
    most = 1_000_000;
    await fetchFile(server.url, { sha256: SHA }, { tries: 1 });
    most = Infinity;
    expect(await fetchFile(server.url, { sha256: SHA })).toMatchObject({
      code: 0,
      result: { files: [{ resumed_from: 1_000_000 }] },
    });
  });

  it('starts again when the parts do not fit together', async () => {
    let most = 1_000_000;
    const server = await serve((request, response) => giveFile(request, response, BYTES, { most }));
    await fetchFile(server.url, { sha256: SHA }, { tries: 1 });
    writeFileSync(`${target}.part`, randomBytes(1_000_000));
    most = Infinity;
    const end = await fetchFile(server.url, { sha256: SHA });
    expect(end).toMatchObject({ code: 0, result: { files: [{ status: 'downloaded', resumed_from: 0 }] } });
    expect(end.stdout).toContain('the parts do not fit together: from the start again');
    expect(there().equals(BYTES)).toBe(true);
  });

  it('is done when only the move was missing', async () => {
    const server = await serveFile();
    await fetchFile(server.url, {}, { tries: 1 });
    const about = { url: sha256(Buffer.from(server.url)), validator: '"one"' };
    rmSync(target);
    writeFileSync(`${target}.part`, BYTES);
    writeFileSync(`${target}.part.json`, JSON.stringify(about));
    expect(await fetchFile(server.url)).toMatchObject({ code: 0, result: { bytes_received: 0 } });
    expect(there().equals(BYTES)).toBe(true);
  });

  it('comes whole from a server that knows no parts', async () => {
    let cuts = 2;
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': BYTES.length, etag: '"one"' });
      if (cuts === 0) response.end(BYTES);
      else response.write(BYTES.subarray(0, 500_000 * cuts), () => response.destroy());
      cuts -= 1;
    });
    const end = await fetchFile(server.url, { sha256: SHA });
    expect(end).toMatchObject({ code: 0, result: { files: [{ resumed_from: 0 }], bytes_received: 4_500_000 } });
    expect(there().equals(BYTES)).toBe(true);
  });

  it('is cut in the middle of a chunked answer, too', async () => {
    let cuts = 1;
    const server = await serve((_request, response) => {
      if (cuts === 0) response.end(BYTES);
      else response.write(BYTES.subarray(0, 500_000), () => response.destroy());
      cuts -= 1;
    });
    expect(await fetchFile(server.url)).toMatchObject({ code: 0, result: { files: [{ sha256: SHA }] } });
  });

  it('is given up after as many tries as the template says, the part kept', async () => {
    const server = await serve((request, response) => {
      if (request.headers.range) response.destroy();
      else giveFile(request, response, BYTES, { most: 1_000_000 });
    });
    const end = await fetchFile(server.url, {}, { tries: 3 });
    expect(end).toMatchObject({ failureCode: 'download_failed', result: { files: [{ reason: 'unreachable' }] } });
    expect(server.asked).toHaveLength(3);
    expect(statSync(`${target}.part`).size).toBe(1_000_000);
  });

  it('that goes too slowly is one', async () => {
    let slow = true;
    const server = await serve((request, response) => {
      if (!slow) {
        giveFile(request, response, BYTES);
        return;
      }
      slow = false;
      response.writeHead(200, { 'content-length': BYTES.length, etag: '"one"' });
      let at = 0;
      const trickle = () => {
        response.write(BYTES.subarray(at, ++at));
        if (!response.destroyed) setTimeout(trickle, 20);
      };
      trickle();
    });
    const end = await fetchFile(server.url, {}, { stall_s: 0.3 });
    expect(end.stdout).toMatch(/only \d+ B came in/);
    expect(end).toMatchObject({ code: 0, result: { files: [{ status: 'downloaded', sha256: SHA }] } });
  });
});

describe('two downloads of one file', () => {
  it('never mix: the second waits, says so, and finds it there', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let begun: () => void = () => {};
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': BYTES.length });
      response.write(BYTES.subarray(0, 1_000_000), begun);
      void held.then(() => response.end(BYTES.subarray(1_000_000)));
    });
    const first = fetchFile(server.url, { sha256: SHA });
    await hasBegun;
    const second = fetchFile(server.url, { sha256: SHA });
    await waitsFor(`${target}.part`);
    release();
    const ends = await Promise.all([first, second]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect(ends[1].result).toMatchObject({ files: [{ status: 'skipped' }] });
    expect(ends[1].lines.join('\n')).toContain('another download of this file is at work');
    expect(server.asked).toHaveLength(1);
    expect(there().equals(BYTES)).toBe(true);
    expect(beside()).toEqual([NAME]);
  });

  it('in one step are refused, through links, too', async () => {
    const { steps } = await import('./index.ts');
    const both = (one: string, two: string) => [
      { url: 'http://127.0.0.1:1/', path: one },
      { url: 'http://127.0.0.1:1/', path: two },
    ];
    expect(steps.download.parameters.safeParse({ files: both('/a', '/a/') }).error?.issues[0]?.path).toEqual([
      'files',
      1,
      'path',
    ]);
    symlinkSync(box.folder, path.join(box.folder, 'link'));
    const files = both(path.join(box.folder, 'x'), path.join(box.folder, 'link/x'));
    expect((await box.run('download', { files })).failure).toContain('are one on the box');
  });
});

/** Waits until somebody waits for the lock of that file, as the kernel lists it. */
async function waitsFor(file: string): Promise<void> {
  const { ino } = statSync(file);
  await expect
    .poll(
      () =>
        readFileSync('/proc/locks', 'utf8')
          .split('\n')
          .some((line) => line.includes('->') && line.includes(`:${ino} `)),
      {
        timeout: 10_000,
        interval: 20,
      },
    )
    .toBe(true);
}

describe('the box', () => {
  it('lacks room: nothing is begun', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 2 ** 50 });
      response.write('x');
    });
    const end = await fetchFile(server.url);
    expect(end).toMatchObject({ failureCode: 'disk_full', result: { files: [{ reason: 'disk_full' }] } });
    expect(end.failure).toMatch(/GB are to come, and .* of room lack/);
    expect(beside()).toEqual([]);
  });

  it('has a file or folder in the way', async () => {
    mkdirSync(target, { recursive: true });
    const server = await serveFile();
    expect(await fetchFile(server.url)).toMatchObject({ failureCode: 'path_not_found' });
    writeFileSync(path.join(box.folder, 'file'), '');
    const end = await fetchFile(server.url, { path: path.join(box.folder, 'file/inside') });
    expect(end).toMatchObject({ failureCode: 'box_not_usable' });
    expect(end.failure).toContain('Not a directory');
  });

  it('that ends the job keeps the part for the next time', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': BYTES.length, etag: '"one"' });
      response.write(BYTES.subarray(0, 2_000_000));
    });
    const part = `${target}.part`;
    const marker = path.join(box.folder, 'pid');
    const bin = path.join(box.folder, 'bin');
    mkdirSync(bin);
    // Named as the application's Python, so that the test knows which process is the step's.
    writeFileSync(path.join(bin, 'python3'), `#!/bin/sh\necho $$ >'${marker}'\nexec /usr/bin/python3 "$@"\n`);
    chmodSync(path.join(bin, 'python3'), 0o755);
    const work = fetchFile(server.url, {}, {}, { PATH: `${bin}:${process.env['PATH']}` });
    await expect
      .poll(() => (existsSync(part) ? statSync(part).size : 0), { timeout: 10_000, interval: 20 })
      .toBeGreaterThan(900_000);
    const kill = spawn('kill', ['-9', readFileSync(marker, 'utf8').trim()]);
    await once(kill, 'close');
    expect((await work).code).not.toBe(0);
    const size = statSync(part).size;
    const whole = await serveFile();
    // Another address than before, so from the start; the same one goes on.
    expect((await fetchFile(whole.url, { sha256: SHA })).result).toMatchObject({ files: [{ resumed_from: 0 }] });
    expect(size).toBeGreaterThan(900_000);
  });
});

describe('limits', () => {
  it('of the rate hold for all files together', async () => {
    const server = await serveFile();
    const end = await box.run('download', {
      max_rate_per_s: 3_000_000,
      files: [1, 2].map((number) => ({ url: `${server.url}/${number}`, path: path.join(box.folder, `${number}`) })),
    });
    const { seconds } = end.result as { seconds: number };
    // 6 MB at 3 MB/s: a machine that is slow only takes longer.
    expect(seconds).toBeGreaterThanOrEqual(1.8);
    const rows = end.lines.filter((line) => line.includes('"running"') && line.includes('rate_per_s'));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.join('\n')).toMatch(/"note": ?"[\d.]+ MB of 3\.0 MB, \d+ s left"/);
  });

  it('of files at the same time', async () => {
    let open = 0;
    let most = 0;
    const held: (() => void)[] = [];
    const server = await serve((request, response) => {
      open += 1;
      most = Math.max(most, open);
      response.once('close', () => (open -= 1));
      held.push(() => giveFile(request, response, BYTES));
      // The first three are only answered together.
      if (server.asked.length >= 3) for (const give of held.splice(0)) give();
    });
    const files = [1, 2, 3, 4, 5].map((number) => ({ url: server.url, path: path.join(box.folder, `${number}`) }));
    expect(await box.run('download', { files, parallel: 3 })).toMatchObject({ code: 0 });
    expect(most).toBe(3);
  });
});
