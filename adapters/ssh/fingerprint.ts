// What a person compares: the fingerprint of a host key, written as ssh-keygen writes it.
import { createHash } from 'node:crypto';

/** `SHA256:…` of a public key blob. */
export const sha256Fingerprint = (blob: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;

/** A line as `ssh-keygen -lf` prints it: `256 SHA256:… [127.0.0.1]:23022 (ED25519)`. */
export function fingerprintLine(host: string, port: number, keyType: string, blob: Uint8Array): string {
  return `${keyBits(keyType, blob)} ${sha256Fingerprint(blob)} ${knownHostsName(host, port)} (${keyLabel(keyType)})`;
}

/** How known_hosts names a host: the bare name on port 22, else `[host]:port`. */
export function knownHostsName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

const LABELS: Record<string, string> = {
  'ssh-ed25519': 'ED25519',
  'ssh-rsa': 'RSA',
  'ssh-dss': 'DSA',
  'sk-ssh-ed25519@openssh.com': 'ED25519-SK',
  'sk-ecdsa-sha2-nistp256@openssh.com': 'ECDSA-SK',
};

const keyLabel = (keyType: string): string =>
  LABELS[keyType] ?? (keyType.startsWith('ecdsa-sha2-') ? 'ECDSA' : keyType.toUpperCase());

function keyBits(keyType: string, blob: Uint8Array): number {
  // ssh-rsa is e, then n; ssh-dss starts with p (RFC 4253, 6.6).
  if (keyType === 'ssh-rsa') return bitLength(blobField(blob, 2));
  if (keyType === 'ssh-dss') return bitLength(blobField(blob, 1));
  const curve = /nistp(\d+)/.exec(keyType);
  return curve ? Number(curve[1]) : 256;
}

/** Type of a public key blob: its first field. Empty when it is not one. */
export const blobKeyType = (blob: Uint8Array): string => Buffer.from(blobField(blob, 0)).toString('latin1');

/** A field of a public key blob, each a length and its bytes; empty when the blob is too short for it. */
function blobField(blob: Uint8Array, index: number): Uint8Array {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  let at = 0;
  for (let field = 0; at + 4 <= blob.length; field += 1) {
    const end = at + 4 + view.getUint32(at);
    if (field === index) return end <= blob.length ? blob.subarray(at + 4, end) : new Uint8Array();
    at = end;
  }
  return new Uint8Array();
}

function bitLength(number: Uint8Array): number {
  const first = number.findIndex((byte) => byte !== 0);
  if (first < 0) return 0;
  return (number.length - first) * 8 - Math.clz32(number[first] ?? 0) + 24;
}
