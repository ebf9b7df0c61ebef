/** What OpenSSH says when a host key has changed, as fields. */
export interface HostKeyError {
  host: string;
  port: number;
  known_hosts_file: string | null;
  line_number: number | null;
  new_fingerprint: string | null;
  /** UTC, when it was read here. */
  detected_at: string;
}

/** Reads OpenSSH's warning (sshconnect.c, warn_changed_key and check_host_key); null when the text holds none. */
export function readHostKeyError(output: string): HostKeyError | null {
  if (!output.includes('REMOTE HOST IDENTIFICATION HAS CHANGED')) return null;
  const [, named, port, plain] = /Host key for (?:\[([^\]]+)\]:(\d+)|(\S+)) has changed/.exec(output) ?? [];
  const [, file = null, line] = /Offending \S+ key in (.+):(\d+)\r?$/m.exec(output) ?? [];
  return {
    host: named ?? plain ?? '',
    port: Number(port ?? 22),
    known_hosts_file: file,
    line_number: line ? Number(line) : null,
    new_fingerprint: /key sent by the remote host is\s+(SHA256:[A-Za-z0-9+/]{43})/.exec(output)?.[1] ?? null,
    detected_at: new Date().toISOString(),
  };
}
