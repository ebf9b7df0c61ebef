// `bringup backup FILE` and `bringup restore FILE`: everything that Bringup knows, in one file.
import { parseArgs } from 'node:util';
import { loadSettings } from '../adapters/settings/settings.ts';
import { makeFolder } from '../adapters/make-folder.ts';
import { backUp, isEmptyHome, restore } from '../adapters/store/backup.ts';
import { lockHome } from './home-lock.ts';
import { Refusal } from './refusal.ts';

interface Command {
  args: string[];
  env: Record<string, string | undefined>;
  say: (line: string) => void;
}

/** Writes a back-up; Bringup may be at work. Throws a Refusal that says how it is used. */
export async function backup({ args, env, say }: Command): Promise<void> {
  const { file } = readArguments(args, 'bringup backup FILE');
  await backUp(await loadSettings(env), file);
  say(
    `Everything is in ${file}. The key of the secrets is in it, too, unless it comes from the environment: keep it safe.`,
  );
}

/** Puts a back-up in place. Throws a Refusal while Bringup runs, and where there is something that nobody said to replace. */
export async function restoreBackup({ args, env, say }: Command): Promise<void> {
  const { file, replace } = readArguments(args, 'bringup restore FILE [--replace]');
  const settings = await loadSettings(env);
  const { home } = settings;
  if (!(await isEmptyHome(home)) && !replace) {
    throw new Refusal(
      `${home} is not empty. Give --replace to set it aside under another name and put ${file} in its place.`,
    );
  }
  await makeFolder(home);
  const lock = lockHome(home);
  try {
    const { aside, made_at } = await restore(settings, file);
    say(`Restored what was backed up at ${made_at} to ${home}.`);
    if (aside) say(`What was there before lies in ${aside}.`);
    say(
      'Runs that were at work then are unknown to a new Temporal server and will be shown as failed. Next: npm start',
    );
  } finally {
    lock.release();
  }
}

function readArguments(args: string[], usage: string): { file: string; replace: boolean } {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { replace: { type: 'boolean', default: false } },
    });
    const [file, ...others] = positionals;
    if (file !== undefined && others.length === 0) return { file, replace: values.replace };
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)} Try: ${usage}`);
  }
  throw new Refusal(`Name one file. Try: ${usage}`);
}
