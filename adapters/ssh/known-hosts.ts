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

/** A key that is trusted, and where that stands. */
export interface KnownKey {
  keyType: string;
  fingerprint: string;
  /** As `ssh-keygen -lf` prints it. */
  line: string;
  file: string;
  lineNumber: number;
}

type HostKeyVerdict = 'known' | 'unknown' | 'revoked' | { changed: KnownKey[] };

export interface KnownHosts {
  /** `changed` lists what is known where another key is shown, whatever its type. */
  check(host: string, port: number, keyType: string, blob: Buffer): Promise<HostKeyVerdict>;
  /** What is trusted for a host by any of the files. */
  keysFor(host: string, port: number): Promise<KnownKey[]>;
  /** Key types known for a host, so that a client asks for these first. */
  typesFor(host: string, port: number): Promise<string[]>;
  /**
   * Trusts a key from now on. Where our file has another key of this type for the host, throws `host_key_changed`, unless told to
   * replace: then it is the only one that is trusted for the host. What others' files still know is marked as revoked in ours, for
   * this host alone: OpenSSH obeys such a mark wherever it stands, so rsync and ssh see the same truth.
   */
  pin(host: string, port: number, keyType: string, keyBase64: string, options?: { replace?: boolean }): Promise<void>;
  /** Takes a host out of our own file; tells how many lines named it. */
  remove(host: string, port: number): Promise<number>;
}

/** Files are read again whenever they have changed; a missing one is empty. */
export function createKnownHosts({ own, others }: { own: string; others: string[] }): KnownHosts {
  const readers = [own, ...others].map(createReader);
  let writing: Promise<unknown> = Promise.resolve();

  const linesFor = async (host: string, port: number) => {
    const files = await Promise.all(readers.map((read) => read()));
    const lines = files.flat().filter((line) => line.marker !== '@cert-authority' && matchesHost(line, host, port));
    const revoked = lines.filter(({ marker }) => marker === '@revoked');
    const isRevoked = ({ blob }: KnownHostsLine) => revoked.some((one) => one.blob.equals(blob));
    return { revoked, trusted: lines.filter((line) => line.marker === '' && !isRevoked(line)) };
  };

  const keysFor: KnownHosts['keysFor'] = async (host, port) =>
    (await linesFor(host, port)).trusted.map(({ keyType, blob, file, number }) => ({
      keyType,
      fingerprint: sha256Fingerprint(blob),
      line: fingerprintLine(host, port, keyType, blob),
      file,
      lineNumber: number,
    }));

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
      const { revoked, trusted } = await linesFor(host, port);
      const marks = revoked.filter((line) => line.blob.equals(blob));
      // Our own mark says that the key was replaced, which can be done the other way round, too.
      if (marks.some((line) => line.file !== own || !isMarkFor(line, host, port))) return 'revoked';
      if (trusted.some((line) => line.keyType === keyType && line.blob.equals(blob))) return 'known';
      return trusted.length === 0 ? 'unknown' : { changed: await keysFor(host, port) };
    },
    keysFor,
    typesFor: async (host, port) => {
      const { trusted } = await linesFor(host, port);
      return [...new Set(trusted.map((line) => line.keyType))];
    },
    pin: async (host, port, keyType, keyBase64, { replace = false } = {}) => {
      const blob = checkedKey(host, port, keyType, keyBase64);
      const elsewhere = (await linesFor(host, port)).trusted.filter(({ file }) => file !== own);
      await rewrite((before) => {
        const known = before
          .split('\n')
          .map(parseLine)
          .filter((line) => line?.marker === '' && line.keyType === keyType && matchesHost(line, host, port));
        if (!replace && known.some((line) => line?.blob.equals(blob))) return { text: before, result: undefined };
        if (known.length > 0 && !replace) throw alreadyAnother(host, port, keyType, blob);
        const kept = withoutMark(withoutHost(before, host, port, replace ? undefined : keyType).text, host, port, blob);
        const gap = kept === '' || kept.endsWith('\n') ? '' : '\n';
        const line = `${knownHostsName(host, port)} ${keyType} ${blob.toString('base64')}\n`;
        const marks = replace ? marksFor([...elsewhere, ...linesOf(kept)], host, port, blob) : '';
        return { text: kept + gap + marks + line, result: undefined };
      });
    },
    remove: (host, port) =>
      rewrite((before) => {
        const { text, removed } = withoutHost(before, host, port);
        return { text, result: removed };
      }),
  };
}

const linesOf = (text: string): KnownHostsLine[] => text.split('\n').flatMap((line) => parseLine(line) ?? []);

/** Lines that revoke, for this host, every key that these lines still trust for it, except the new one. */
function marksFor(lines: KnownHostsLine[], host: string, port: number, blob: Buffer): string {
  const old = lines.filter((line) => line.marker === '' && matchesHost(line, host, port) && !line.blob.equals(blob));
  const marks = old.map(
    (line) => `@revoked ${knownHostsName(host, port)} ${line.keyType} ${line.blob.toString('base64')}\n`,
  );
  return [...new Set(marks)].join('');
}

/** A line of `marksFor`: it names this host and nothing else. */
const isMarkFor = (line: KnownHostsLine, host: string, port: number): boolean =>
  line.marker === '@revoked' && line.hosts.toLowerCase() === knownHostsName(host, port);

function withoutMark(text: string, host: string, port: number, blob: Buffer): string {
  const isMark = (line: KnownHostsLine | null) =>
    line !== null && isMarkFor(line, host, port) && line.blob.equals(blob);
  return text
    .split('\n')
    .filter((line) => !isMark(parseLine(line)))
    .join('\n');
}

type PlacedLine = KnownHostsLine & { file: string; number: number };

/** Reads a file's lines, again only when time, size or inode say that it is another one. */
function createReader(file: string): () => Promise<PlacedLine[]> {
  let seen = '';
  let lines: PlacedLine[] = [];
  return async () => {
    const mark = await fileMark(file);
    if (mark !== seen) {
      const text = await readText(file);
      lines = text.split('\n').flatMap((line, index) => {
        const parsed = parseLine(line);
        return parsed ? { ...parsed, file, number: index + 1 } : [];
      });
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
