// One exec request of a practice session: a real shell, with the manners of sshd. What the command leaves behind in a session of
// its own lives on when the client goes away.
import { spawn, type ChildProcess } from 'node:child_process';
import type { ServerChannel } from 'ssh2';

export interface SessionSettings {
  /** Working directory and HOME. */
  home: string;
  environment: Record<string, string>;
}

/** Runs `sh -c command` on a channel and closes the channel when the command and its output have ended. */
export function runCommand(
  channel: ServerChannel,
  command: string,
  { home, environment }: SessionSettings,
): ChildProcess {
  // A session of its own, as sshd makes it: a Ctrl-C in Bringup's terminal does not reach it.
  const child = spawn('/bin/sh', ['-c', command], { cwd: home, env: environment, detached: true, stdio: 'pipe' });
  const { stdin, stdout, stderr } = child;

  channel.pipe(stdin);
  // The command does not read its input any more; what still comes is let through to nowhere.
  stdin.on('error', () => channel.resume());
  stdin.on('close', () => channel.resume());
  stdout.pipe(channel, { end: false });
  stderr.pipe(channel.stderr, { end: false });

  child.on('error', (error) => {
    channel.stderr.write(`practice box: sh could not be started: ${error.message}\n`);
    channel.exit(126);
    channel.end();
  });
  child.on('exit', (code, signal) => {
    if (code !== null) channel.exit(code);
    else channel.exit((signal ?? 'SIGKILL').replace('SIG', ''), false, '');
  });
  // `close` comes when nobody holds the output open any more. stderr goes first: the end of the channel would cut it off.
  child.on('close', () => channel.stderr.end(() => channel.end()));
  // ssh2 never calls back for writes to a closed channel, so the pipes are closed as sshd closes them: no signal is sent.
  channel.on('close', () => {
    stdin.destroy();
    stdout.destroy();
    stderr.destroy();
  });
  return child;
}
