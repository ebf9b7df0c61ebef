/** The `SHA256:…` part of a line as `ssh-keygen -lf` prints it; null where there is none. */
export const fingerprintOf = (line: string): string | null => /\bSHA256:[A-Za-z0-9+/]{43}=?/.exec(line)?.[0] ?? null;
