// What Temporal stores, encrypted: inputs, results, signals, updates, query answers, heartbeats, summaries and the texts of failures.
// Not what it searches and shows by: workflow ids, types, search attributes.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { DataConverter, Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { bringupError } from '../errors.ts';
import { packageFile } from '../package-root.ts';
import { type KeyPlace, keysInUse, makeKey } from '../secrets/keys.ts';
import { oldKeyRef } from '../secrets/rotate-key.ts';
import { CIPHER, derivedKey, IV_BYTES, keyId, TAG_BYTES } from '../secrets/seal.ts';
import type { Secrets } from '../secrets/secrets.ts';

const PayloadMessage = temporal.api.common.v1.Payload;
const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';

interface Codec extends KeyPlace {
  secrets: Pick<Secrets, 'get'>;
  /** Without it nothing is encrypted; what is encrypted already is still read. */
  encrypt: boolean;
}

/** For every client and worker that we make, so that a setting that was changed in between leaves no run behind. */
export const createDataConverter = (codec: Codec): DataConverter => ({
  payloadCodecs: [createPayloadCodec(codec)],
  ...(codec.encrypt ? { failureConverterPath: packageFile('adapters', 'temporal', 'encoded-failures.cjs') } : {}),
});

/** AES-256-GCM with a key derived from the newest key of the secrets, whose id stands in the payload's metadata. */
export function createPayloadCodec({ encrypt, secrets, ...place }: Codec): PayloadCodec {
  const derived = new Map<string, Buffer>();

  function remember(key: Buffer): Buffer {
    const made = derivedKey(key, 'temporal payloads');
    derived.set(keyId(key), made);
    return made;
  }

  async function keyOf(id: string): Promise<Buffer> {
    const known = derived.get(id);
    if (known) return known;
    const inUse = (await keysInUse(place)).find((key) => keyId(key) === id);
    if (inUse) return remember(inUse);
    // Replaced since: the rotation has kept it.
    const old = await secrets.get(oldKeyRef(id));
    if (old !== null) return remember(Buffer.from(old, 'base64'));
    throw bringupError(
      'secret_missing',
      `What Temporal has stored was encrypted with the key ${id}, which is not here.`,
    );
  }

  return {
    async encode(payloads) {
      if (!encrypt || payloads.length === 0) return payloads;
      await makeKey(place);
      const [key] = await keysInUse(place);
      if (!key) throw bringupError('secret_missing', 'The key of the secrets is gone.');
      const id = keyId(key);
      const own = derived.get(id) ?? remember(key);
      return payloads.map((payload) => sealed(own, id, payload));
    },
    decode: (payloads) =>
      Promise.all(
        payloads.map(async (payload) => {
          if (textOf(payload, 'encoding') !== ENCODING) return payload;
          return opened(await keyOf(textOf(payload, KEY_ID)), payload);
        }),
      ),
  };
}

function sealed(key: Buffer, id: string, payload: Payload): Payload {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv);
  const plain = PayloadMessage.encode(payload).finish();
  return {
    metadata: { encoding: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(id) },
    data: Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]),
  };
}

function opened(key: Buffer, { data }: Payload): Payload {
  const bytes = Buffer.from(data ?? []);
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const plain = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  return PayloadMessage.decode(plain);
}

const textOf = ({ metadata }: Payload, name: string): string => Buffer.from(metadata?.[name] ?? []).toString();
