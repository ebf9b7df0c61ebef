// Which keys may log in to a box, in the order in which they are tried.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isIP } from 'node:net';
import ssh2 from 'ssh2';
import type { InstanceAddress } from '../../contract/instance.ts';
import { bringupError } from '../errors.ts';
import { fromPkcs8 } from './pkcs8.ts';
import { practiceBox } from '../settings/practice-box.ts';
import { type LoadedSettings, expandHome } from '../settings/settings.ts';

export interface Identity {
  file: string;
  privateKey: Buffer;
  /** Named for this box (-i, ~/.ssh/config, the setting) rather than one of the usual ones. */
  named: boolean;
}

export interface Identities {
  /** Socket of the agent; its keys come after the named ones and before the usual ones. */
  agent?: string;
  keys: Identity[];
  /** Files that need a passphrase. Only an agent can use them. */
  encrypted: string[];
  /** Named files that cannot be used and why, for the message when nothing else works. */
  problems: string[];
}

type Where = Pick<InstanceAddress, 'host' | 'port' | 'identity_file'>;
type From = Pick<LoadedSettings, 'ssh' | 'home' | 'userHome' | 'sshAuthSock'>;

const USUAL = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/**
 * Finds the keys for a box: the file named for it or by the setting, the agent, else the usual ones in ~/.ssh. The practice box has
 * its own key and no other is ever offered to it.
 */
export async function findIdentities(address: Where, from: From): Promise<Identities> {
  const practice = await practiceKey(address, from.home);
  if (practice !== null) return readIdentities([practice], [], null);

  const named = [address.identity_file, from.ssh.identity_file].filter((file) => typeof file === 'string');
  const files = named.map((file) =>
    path.resolve(from.userHome, expandHome(file.replaceAll('%d', from.userHome), from.userHome)),
  );
  // As with ssh -i: whoever names a key does not want the others tried.
  const usual = named.length > 0 ? [] : USUAL.map((name) => path.join(from.userHome, '.ssh', name));
  return readIdentities([...new Set(files)], usual, from.sshAuthSock);
}

async function readIdentities(named: string[], usual: string[], agentSocket: string | null): Promise<Identities> {
  const found: Identities = { keys: [], encrypted: [], problems: [] };
  if (agentSocket !== null && (await isSocket(agentSocket))) found.agent = agentSocket;
  const wanted = [
    ...named.map((file) => ({ file, isNamed: true })),
    ...usual.map((file) => ({ file, isNamed: false })),
  ];
  for (const { file, isNamed } of wanted) {
    const read = await readKey(file);
    if (read.kind === 'key') found.keys.push({ file, privateKey: read.privateKey, named: isNamed });
    if (read.kind === 'encrypted') found.encrypted.push(file);
    if (read.kind === 'problem' || (read.kind === 'missing' && isNamed)) found.problems.push(`${file} ${read.why}`);
  }
  return found;
}

type KeyFile =
  { kind: 'key'; privateKey: Buffer } | { kind: 'encrypted' } | { kind: 'missing' | 'problem'; why: string };

async function readKey(file: string): Promise<KeyFile> {
  let content: Buffer;
  try {
    content = await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT'
      ? { kind: 'missing', why: 'does not exist' }
      : { kind: 'problem', why: `cannot be read (${message})` };
  }
  content = fromPkcs8(content) ?? content;
  const parsed = ssh2.utils.parseKey(content);
  if (parsed instanceof Error) {
    // ssh2 has no other sign of it than the sentence, and does not know encrypted PKCS #8.
    return /encrypted/i.test(parsed.message) || content.includes('BEGIN ENCRYPTED PRIVATE KEY')
      ? { kind: 'encrypted' }
      : { kind: 'problem', why: `is not a key that can be used (${parsed.message})` };
  }
  return parsed.isPrivateKey()
    ? { kind: 'key', privateKey: content }
    : { kind: 'problem', why: 'is a public key, the private one is needed' };
}

async function isSocket(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isSocket();
  } catch (error) {
    // An agent that has ended leaves its variable behind; that is the same as none.
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/** The practice box's own key when the address is the practice box. It only ever listens on loopback. */
async function practiceKey({ host, port }: Where, home: string): Promise<string | null> {
  if (!isLoopback(host)) return null;
  try {
    const box = await practiceBox(home);
    return box?.host === host && box.port === port ? box.identity_file : null;
  } catch (error) {
    const file = path.join(home, 'practice', 'box.json');
    const message = `${file} cannot be read. Remove it and start Bringup again.`;
    throw bringupError('unexpected', message, { file }, { cause: error });
  }
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
