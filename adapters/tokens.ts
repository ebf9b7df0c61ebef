// What opens the door: long and random, so that its plain hash is enough to keep (no guessing, no salt).
import { createHash, randomBytes } from 'node:crypto';

/** Programs that look for secrets in code and logs know them by it. */
const PREFIX = 'bringup_';

/** A token as its owner sees it, once. */
export const newToken = (): string => PREFIX + randomBytes(32).toString('base64url');

export const isOurToken = (text: string): boolean => text.startsWith(PREFIX);

/** Value of a signed-in browser's cookie. */
export const newSessionId = (): string => randomBytes(32).toString('base64url');

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
