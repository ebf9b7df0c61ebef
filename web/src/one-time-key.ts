/** A key for an Idempotency-Key: one for each thing that a person means to do once. Also where the page came over plain http. */
export const oneTimeKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
