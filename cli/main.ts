// The `bringup` command once packages and build are there (cli/bringup.mjs sees to that). Words to people only.
import { parseArgs } from 'node:util';
import { isBringupError } from '../adapters/errors.ts';
import { backup, restoreBackup } from './backup.ts';
import { Refusal } from './refusal.ts';
import { rotate } from './rotate-key.ts';
import { token } from './token.ts';
import { up } from './up.ts';

/** npm hands Ctrl-C on to us although the terminal sent it already: only a later one means "at once". */
const SECOND_CTRL_C_MS = 1000;

/** What `bringup <command>` does. Each ends the process. */
export const commands = {
  up: main,
  'rotate-key': () => once(() => rotate({ env: process.env, say })),
  backup: (args: string[]) => once(() => backup({ args, env: process.env, say })),
  restore: (args: string[]) => once(() => restoreBackup({ args, env: process.env, say })),
  token: (args: string[]) => once(() => token({ args, env: process.env, say })),
};

/** A command that does one thing and is over. */
async function once(work: () => Promise<void>): Promise<never> {
  try {
    await work();
    process.exit(0);
  } catch (error) {
    console.error(sentence(error));
    process.exit(1);
  }
}

/** Runs `bringup up` with these arguments and ends the process. */
export async function main(args: string[]): Promise<never> {
  const stop = stopOnSignals();
  try {
    const { demo, env } = readArguments(args);
    await up({ env, demo, say, signal: stop });
    process.exit(0);
  } catch (error) {
    if (stop.aborted) process.exit(0);
    console.error(sentence(error));
    process.exit(1);
  }
}

function readArguments(args: string[]) {
  const { values } = parsed(args);
  if (values.demo && values['no-demo']) throw new Refusal('Give either --demo or --no-demo.');
  const demo = values.demo ? true : values['no-demo'] ? false : null;
  return { demo, env: { ...process.env, ...(values.port ? { PORT: values.port } : {}) } };
}

function parsed(args: string[]) {
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({ args, options: { demo: flag, 'no-demo': flag, port: { type: 'string' } } });
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)} Try: bringup --help`);
  }
}

function stopOnSignals(): AbortSignal {
  const stop = new AbortController();
  let first = 0;
  const onSignal = () => {
    if (!stop.signal.aborted) {
      first = Date.now();
      stop.abort();
    } else if (Date.now() - first > SECOND_CTRL_C_MS) {
      // Children see that we are gone and end by themselves.
      process.exit(130);
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  return stop.signal;
}

/** A line for the terminal. Nobody may be reading any more: that must not end us. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
process.stdout.on('error', () => undefined);

function sentence(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (isBringupError(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
