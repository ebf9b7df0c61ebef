// Throw-away ed25519 keys for boxes: host keys and user keys, in OpenSSH's own file format.
import { readFile, writeFile } from 'node:fs/promises';
import ssh2 from 'ssh2';
import { knownHostsName, sha256Fingerprint } from '../adapters/ssh/fingerprint.ts';

/** A public key as OpenSSH writes it, in its parts. */
export interface PublicKey {
  type: string;
  base64: string;
  /** `SHA256:…` without padding, as ssh-keygen -l shows it. */
  fingerprint: string;
}

/** A host key and the line that pins it. */
export interface HostKey extends PublicKey {
  /** For known_hosts: `[127.0.0.1]:2222 ssh-ed25519 AAAA…`. */
  knownHostsLine: string;
}

export interface KeyPair extends PublicKey {
  privateKey: string;
}

/** Makes a new ed25519 key. */
export function createKeyPair(comment: string): KeyPair {
  for (;;) {
    const { private: privateKey, public: publicKey } = ssh2.utils.generateKeyPairSync('ed25519', { comment });
    // About one in 200 of the keys that ssh2 1.17 makes cannot be read or does not fit its public half (measured: 9 of 2000).
    if (isSound(privateKey, publicKey)) return { privateKey, ...publicKeyOf(privateKey) };
  }
}

function isSound(privateKey: string, publicKey: string): boolean {
  const [secret, open] = [ssh2.utils.parseKey(privateKey), ssh2.utils.parseKey(publicKey)];
  if (secret instanceof Error || open instanceof Error) return false;
  const probe = Buffer.from('probe');
  const signature = secret.sign(probe) as Buffer | Error;
  if (signature instanceof Error || !secret.getPublicSSH().equals(open.getPublicSSH())) return false;
  return (open.verify(probe, signature) as boolean | Error) === true;
}

function publicKeyOf(privateKey: string): PublicKey {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  const blob = key.getPublicSSH();
  return { type: key.type, base64: blob.toString('base64'), fingerprint: sha256Fingerprint(blob) };
}

/** Reads a private key file and its public half. */
export async function readKeyPair(file: string): Promise<KeyPair> {
  const privateKey = await readFile(file, 'utf8');
  return { privateKey, ...publicKeyOf(privateKey) };
}

/** Makes a key and writes it as `file` (0600) and `file`.pub. */
export async function writeNewKey(file: string, comment: string): Promise<KeyPair> {
  const pair = createKeyPair(comment);
  await writeFile(`${file}.pub`, `${pair.type} ${pair.base64} ${comment}\n`);
  await writeFile(file, pair.privateKey, { mode: 0o600 });
  return pair;
}

/** The public half of a box's key with the line that pins it. */
export function hostKeyAt(host: string, port: number, { type, base64, fingerprint }: PublicKey): HostKey {
  return { type, base64, fingerprint, knownHostsLine: `${knownHostsName(host, port)} ${type} ${base64}` };
}
