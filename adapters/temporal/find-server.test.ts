import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findTemporalServer } from './find-server.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bringup-find-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A program that only tells its version. */
function program(version: string, ...place: string[]): string {
  const file = path.join(folder, ...place);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "temporal version ${version} (Server 1.32.0, UI 2.54.1)"\n`, { mode: 0o755 });
  return file;
}

const env = () => ({
  PATH: `${path.join(folder, 'bin')}:/usr/bin:/bin`,
  XDG_CACHE_HOME: path.join(folder, 'cache'),
  HOME: folder,
});

it('takes the temporal command on PATH first', async () => {
  program('1.9.1', 'bin', 'temporal');
  program('1.9.1', 'cache', 'bringup', 'temporal-1.9.1', 'temporal');
  expect(await findTemporalServer({ env: env() })).toEqual({ path: 'temporal', version: '1.9.1', source: 'path' });
});

it('takes the one in the cache when there is none on PATH', async () => {
  const file = program('1.9.1', 'cache', 'bringup', 'temporal-1.9.1', 'temporal');
  expect(await findTemporalServer({ env: env() })).toMatchObject({ path: file, source: 'cache' });
});

it('takes what the SDK downloaded before, and no half of it', async () => {
  program('1.9.1', 'cache', 'bringup', 'temporal-sdk', 'temporal-sdk-typescript-1.24.0.downloading');
  const file = program('1.9.1', 'cache', 'bringup', 'temporal-sdk', 'temporal-sdk-typescript-1.24.0');
  expect(await findTemporalServer({ env: env() })).toMatchObject({ path: file, source: 'cache' });
});

it('passes by a command that is too old and says so', async () => {
  program('1.1.2', 'bin', 'temporal');
  const cached = program('1.9.1', 'cache', 'bringup', 'temporal-1.9.1', 'temporal');
  const said: string[] = [];
  const found = await findTemporalServer({ env: env(), say: (line) => said.push(line) });
  expect(found.path).toBe(cached);
  expect(said).toEqual([expect.stringContaining('version 1.1.2, too old')]);
});
