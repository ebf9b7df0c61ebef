// The only places where text becomes shell text. Values are quoted for POSIX sh or never get there.

/** One word for a POSIX shell, whatever it holds. NUL cannot be passed and is refused. */
export function quote(word: string): string {
  if (word.includes('\0')) throw new Error('a shell word cannot hold NUL');
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** `NAME='value'` lines for a POSIX shell. Names are checked, values are data. */
export function assignments(values: Record<string, string>, prefix = ''): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new Error(`not a variable name: ${name}`);
      return `${prefix}${name}=${quote(value)}`;
    })
    .join('\n');
}

/** The whole text of a job: its parameters as quoted data, the file for what its undo needs, then what it does. */
export function jobText(env: Record<string, string>, undoId: string | undefined, body: string): string {
  const undoFile = undoId === undefined ? '' : `export UNDO_FILE="$HOME/.bringup/undo/"${quote(undoId)}\n`;
  return `${assignments(env, 'export ')}\n${undoFile}${body}`;
}

/** An SSH packet holds 32,768 bytes (RFC 4253, 6.1); servers that are not OpenSSH refuse larger ones. */
const MAX_COMMAND = 30_000;

export interface RemoteCommand {
  /** What is given to exec: the same words for every login shell, fish and csh included. */
  command: string;
  /** What has to be written to the channel first; empty when all went with the command. */
  input: string;
}

/**
 * A script for POSIX sh as an exec command. The login shell of the box sees one single-quoted word without anything that any
 * shell reads in it; `printf %b` of sh makes the script of it, without starting a process. With the command it costs one
 * round trip less than over stdin; secrets and long scripts go over stdin, out of every argv. /bin/sh, since login files may have
 * set any PATH.
 */
export function remoteCommand(script: string, { secret = false } = {}): RemoteCommand {
  const encoded = octal(script);
  if (!secret && encoded.length < MAX_COMMAND) {
    return { command: `/bin/sh -c 'eval "$(printf %b "$0")"' '${encoded}'`, input: '' };
  }
  return { command: `/bin/sh -c 'IFS= read -r s; eval "$(printf %b "$s")"'`, input: `${encoded}\n` };
}

// Quotes, backslashes, csh's !, line ends and all that is not ASCII as \0ooo, which every printf %b knows (POSIX, printf).
const octal = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f'!\\\u007f-\u00ff]/g, (byte) => `\\0${byte.charCodeAt(0).toString(8).padStart(3, '0')}`);
