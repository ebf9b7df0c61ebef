// Private keys as OpenSSL writes them (PKCS #8), which OpenSSH reads and ssh2 does not.
import { createPrivateKey, type KeyObject } from 'node:crypto';

/** The same key in a form that ssh2 reads; null for what is not such a key or is of a kind that SSH does not have. */
export function fromPkcs8(file: Buffer): Buffer | null {
  if (!file.includes('-----BEGIN PRIVATE KEY-----')) return null;
  const key = readKey(file);
  if (!key) return null;
  const type = key.asymmetricKeyType;
  if (type === 'rsa') return Buffer.from(key.export({ type: 'pkcs1', format: 'pem' }));
  if (type === 'ec') return Buffer.from(key.export({ type: 'sec1', format: 'pem' }));
  return type === 'ed25519' ? openSshEd25519(key) : null;
}

function readKey(file: Buffer): KeyObject | null {
  try {
    return createPrivateKey(file);
  } catch {
    return null; // damaged: ssh2's sentence about it is as good
  }
}

/** OpenSSH's own format, since there is no older one for ed25519 (PROTOCOL.key in OpenSSH's source). */
function openSshEd25519(key: KeyObject): Buffer {
  const { x = '', d = '' } = key.export({ format: 'jwk' });
  const [open, secret] = [Buffer.from(x, 'base64url'), Buffer.from(d, 'base64url')];
  const type = field('ssh-ed25519');
  const pair = Buffer.concat([Buffer.alloc(8), type, field(open), field(Buffer.concat([secret, open])), field('')]);
  const padding = Buffer.from(Array.from({ length: (8 - (pair.length % 8)) % 8 }, (_, index) => index + 1));
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[field('none'), field('none'), field(''), Buffer.from([0, 0, 0, 1])],
    field(Buffer.concat([type, field(open)])),
    field(Buffer.concat([pair, padding])),
  ]);
  const lines = body.toString('base64').match(/.{1,70}/g) ?? [];
  return Buffer.from(
    ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n'),
  );
}

function field(content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
