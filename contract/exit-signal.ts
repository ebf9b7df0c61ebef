/** What ended a command that ended with 128 + a signal's number, as shells tell it. */
const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};

/** Name of the signal that an exit code stands for; null where it stands for none. */
export const exitSignal = (exitCode: number): string | null => SIGNALS[exitCode - 128] ?? null;
