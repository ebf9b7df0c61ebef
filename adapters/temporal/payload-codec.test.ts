import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultPayloadConverter } from '@temporalio/common';
import { rotateKey } from '../secrets/rotate-key.ts';
import { createSecrets } from '../secrets/secrets.ts';
import { createPayloadCodec } from './payload-codec.ts';

let home: string;
const codec = (encrypt = true, secretKey: Buffer | null = null) =>
  createPayloadCodec({ home, secretKey, secrets: createSecrets(home, secretKey), encrypt });
const payloads = ['a text to hide', { of: ['some', 'depth'] }].map((value) => defaultPayloadConverter.toPayload(value));
const values = (found: typeof payloads) => found.map((one) => defaultPayloadConverter.fromPayload(one));

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'bringup-codec-'));
});
afterEach(() => rm(home, { recursive: true }));

it('gives back what it was given, which cannot be read meanwhile', async () => {
  const sealed = await codec().encode(payloads);
  for (const { metadata, data } of sealed) {
    expect(Buffer.from(data ?? []).includes('hide')).toBe(false);
    expect(Object.keys(metadata ?? {})).toEqual(['encoding', 'encryption-key-id']);
  }
  expect(values(await codec().decode(sealed))).toEqual(values(payloads));
  expect(await codec().encode([])).toEqual([]);
});

it('without the setting encrypts nothing, and still reads what is encrypted', async () => {
  expect(await codec(false).encode(payloads)).toEqual(payloads);
  expect(values(await codec(false).decode(await codec().encode(payloads)))).toEqual(values(payloads));
  expect(await codec().decode(payloads)).toEqual(payloads);
});

it('reads what was encrypted before two rotations, in a process that never had those keys', async () => {
  const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  const sealed = await codec(true, first).encode(payloads);
  await rotateKey({ home, secretKey: first }, second);
  await rm(path.join(home, 'secrets', 'next-key.json'));
  await rotateKey({ home, secretKey: second }, third);
  expect(values(await codec(true, third).decode(sealed))).toEqual(values(payloads));
});

it('takes nothing that was changed, and says which key is missing', async () => {
  const sealed = await codec().encode(payloads);
  const [one] = sealed;
  const data = Buffer.from(one?.data ?? []);
  data[20] = (data[20] ?? 0) ^ 1;
  await expect(codec().decode([{ ...one, data }])).rejects.toThrow();
  await expect(codec(true, randomBytes(32)).decode(sealed)).rejects.toThrow(/encrypted with the key [0-9a-f]{16}/);
});
