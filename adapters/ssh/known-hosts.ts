// Which host keys are trusted: our own known_hosts, which we write, and the person's, which we only read. The format is
// OpenSSH's, so that ssh, rsync and ssh-keygen work with the same file.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../atomic-file.ts';
import { bringupError } from '../errors.ts';
import { withFileLock } from '../file-lock.ts';
import { makeFolder } from '../make-folder.ts';
import { blobKeyType, fingerprintLine, knownHostsName, sha256Fingerprint } from './fingerprint.ts';
import { type KnownHostsLine, matchesHost, parseLine, withoutHost } from './known-hosts-lines.ts';

export interface KnownKey {
  keyType: string;
  fingerprint: string;
}

export type HostKeyVerdict = 'known' | 'unknown' | 'revoked' | { changed: KnownKey[] };

export interface KnownHosts {
  /** `changed` lists what is known where another key is shown, whatever its type. */
  check(host: string, port: number, keyType: string, blob: Buffer): Promise<HostKeyVerdict>;
  /** What is known for a host in all files. */
  keysFor(host: string, port: number): Promise<{ keyType: string; blob: Buffer }[]>;
  /** Key types known for a host, so that a client asks for these first. */
  typesFor(host: string, port: number): Promise<string[]>;
  /**
   * Trusts a key from now on. Where our file has another key of this type for the host, throws `host_key_changed`, unless told to
   * replace: then it is the only one that our file has for the host.
   */
  pin(host: string, port: number, keyType: string, keyBase64: string, options?: { replace?: boolean }): Promise<void>;
  /** Takes a host out of our own file; tells how many lines named it. */
  remove(host: string, port: number): Promise<number>;
}

/** Files are read again whenever they have changed; a missing one is empty. */
export function createKnownHosts({ own, others }: { own: string; others: string[] }): KnownHosts {
  const readers = [own, ...others].map(createReader);
  let writing: Promise<unknown> = Promise.resolve();

  const linesFor = async (host: string, port: number): Promise<KnownHostsLine[]> => {
    const files = await Promise.all(readers.map((read) => read()));
    return files.flat().filter((line) => line.marker !== '@cert-authority' && matchesHost(line, host, port));
  };

  /** One writer at a time in this process by the queue, among processes by the lock. */
  const rewrite = <Result>(change: (text: string) => { text: string; result: Result }): Promise<Result> => {
    const work = async () => {
      await makeFolder(path.dirname(own));
      return withFileLock(own, async () => {
        const before = await readText(own);
        const { text, result } = change(before);
        if (text !== before) await writeFileAtomic(own, text);
        return result;
      });
    };
    const turn = writing.then(work, work);
    writing = turn.catch(() => undefined); // told to its own caller
    return turn;
  };

  return {
    check: async (host, port, keyType, blob) => {
      const lines = await linesFor(host, port);
      const same = lines.filter((line) => line.keyType === keyType && line.blob.equals(blob));
      if (same.some((line) => line.marker === '@revoked')) return 'revoked';
      if (same.length > 0) return 'known';
      const others = lines.filter((line) => line.marker === '');
      if (others.length === 0) return 'unknown';
      return { changed: others.map((line) => ({ keyType: line.keyType, fingerprint: sha256Fingerprint(line.blob) })) };
    },
    keysFor: async (host, port) => (await linesFor(host, port)).filter((line) => line.marker === ''),
    typesFor: async (host, port) => {
      const lines = await linesFor(host, port);
      return [...new Set(lines.filter((line) => line.marker === '').map((line) => line.keyType))];
    },
    pin: async (host, port, keyType, keyBase64, { replace = false } = {}) => {
      const blob = checkedKey(host, port, keyType, keyBase64);
      await rewrite((before) => {
        const known = before
          .split('\n')
          .map(parseLine)
          .filter((line) => line?.marker === '' && line.keyType === keyType && matchesHost(line, host, port));
        if (!replace && known.some((line) => line?.blob.equals(blob))) return { text: before, result: undefined };
        if (known.length > 0 && !replace) throw alreadyAnother(host, port, keyType, blob);
        const kept = withoutHost(before, host, port, replace ? undefined : keyType).text;
        const gap = kept === '' || kept.endsWith('\n') ? '' : '\n';
        const line = `${knownHostsName(host, port)} ${keyType} ${blob.toString('base64')}\n`;
        return { text: kept + gap + line, result: undefined };
      });
    },
    remove: (host, port) =>
      rewrite((before) => {
        const { text, removed } = withoutHost(before, host, port);
        return { text, result: removed };
      }),
  };
}

/** Reads a file's lines, again only when time, size or inode say that it is another one. */
function createReader(file: string): () => Promise<KnownHostsLine[]> {
  let seen = '';
  let lines: KnownHostsLine[] = [];
  return async () => {
    const mark = await fileMark(file);
    if (mark !== seen) {
      const text = await readText(file);
      lines = text.split('\n').flatMap((line) => parseLine(line) ?? []);
      seen = mark;
    }
    return lines;
  };
}

async function fileMark(file: string): Promise<string> {
  try {
    const { mtimeNs, size, ino } = await stat(file, { bigint: true });
    return `${mtimeNs} ${size} ${ino}`;
  } catch (error) {
    if (isMissing(error)) return 'missing';
    throw error;
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** A line is made of these: nothing may end it early or make it match more. */
function checkedKey(host: string, port: number, keyType: string, keyBase64: string): Buffer {
  const blob = Buffer.from(keyBase64, 'base64');
  const rightHost = /^[A-Za-z0-9_.:%-]+$/.test(host) && Number.isInteger(port) && port > 0 && port < 65_536;
  const rightKey = /^[a-z0-9@.-]+$/.test(keyType) && blobKeyType(blob) === keyType;
  if (rightHost && rightKey) return blob;
  throw bringupError(
    'input_invalid',
    rightHost ? `This is not a host key of type ${keyType}` : 'Host or port is not valid',
  );
}

function alreadyAnother(host: string, port: number, keyType: string, blob: Buffer): Error {
  const shown = fingerprintLine(host, port, keyType, blob);
  const message = `known_hosts already has another ${keyType} key for ${host}:${port} than ${shown}`;
  return bringupError('host_key_changed', message, { host, port, fingerprint: sha256Fingerprint(blob) });
}
