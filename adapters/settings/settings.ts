// Everything that is set from outside: config.yaml, then the environment, which wins. process.env is read here (and in cli/)
// and nowhere else.
import { access, constants, readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { type Settings, settingsSchema } from '../../contract/settings.ts';
import { createFileAtomic } from '../atomic-file.ts';
import { parseCheckedYaml } from '../checked-yaml.ts';
import { bringupError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { settingsFromEnvironment } from './environment.ts';
import { secretKeyFrom } from './secret-key.ts';

type Environment = Record<string, string | undefined>;

export interface LoadedSettings extends Settings {
  /** The data folder, absolute. */
  home: string;
  /** A file of the data folder. */
  path: (...parts: string[]) => string;
  /** The person's home, where ~/.ssh is. */
  userHome: string;
  userKnownHosts: string;
  /** Socket of the SSH agent, null without one. */
  sshAuthSock: string | null;
  /** From VAST_API_KEY, or the file vast_api_key in the data folder (mode 0600). */
  vastKey: string | null;
  /** Key of the secrets, from BRINGUP_SECRET_KEY or BRINGUP_SECRET_KEY_FILE; null where it lies in the data folder. */
  secretKey: Buffer | null;
  /** Of the store in Postgres, with its password where one is given; null where the store is a file of the data folder. */
  databaseUrl: string | null;
  /** Address of the Temporal Web UI; null where none is known. */
  temporalUi: string | null;
  /** A secret of a step, from the environment variable of that name. */
  secret: (name: string) => string | null;
}

/** Folders of the data folder that exist while Bringup runs. */
const FOLDERS = ['state', 'logs', 'logs/processes', 'sync', 'secrets', 'practice', 'templates'];

/** Reads the settings. Makes nothing. Throws `input_invalid` with a sentence that names the file and line or the variable. */
export async function loadSettings(env: Environment = process.env): Promise<LoadedSettings> {
  const userHome = env.HOME || homedir();
  const home = dataFolder(env, userHome);
  const inHome = (...parts: string[]) => path.join(home, ...parts);
  const file = inHome('config.yaml');
  const text = await readIfThere(file);
  const settings = parseCheckedYaml(settingsSchema, text ?? '', file);
  return {
    ...settings,
    ...settingsFromEnvironment(env),
    ...(settings.sync_folder ? { sync_folder: path.resolve(home, expandHome(settings.sync_folder, userHome)) } : {}),
    home,
    path: inHome,
    userHome,
    userKnownHosts: path.join(userHome, '.ssh', 'known_hosts'),
    sshAuthSock: env.SSH_AUTH_SOCK || null,
    vastKey: env.VAST_API_KEY || (await readKeyFile(inHome('vast_api_key'))),
    secretKey: await secretKeyFrom(env),
    databaseUrl: env.BRINGUP_DATABASE_URL || settings.database_url || null,
    temporalUi: env.BRINGUP_TEMPORAL_UI || settings.temporal.ui_url || null,
    secret: (name) => env[name] || null,
  };
}

function dataFolder(env: Environment, userHome: string): string {
  if (env.BRINGUP_HOME) return path.resolve(env.BRINGUP_HOME);
  // The XDG specification wants relative values ignored.
  const xdg = env.XDG_DATA_HOME;
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(userHome, '.local', 'share'), 'bringup');
}

/** `~` and `~/…` as the person's home. */
export const expandHome = (file: string, userHome: string): string => file.replace(/^~(?=\/|$)/, userHome);

/** A file's text; null where there is none. Throws `input_invalid` when it cannot be read. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw bringupError('input_invalid', `${file} cannot be read: ${reason(error)}.`, { file }, { cause: error });
  }
}

async function readKeyFile(file: string): Promise<string | null> {
  const text = await readIfThere(file);
  if (text === null) return null;
  if (((await stat(file)).mode & 0o077) !== 0) {
    throw bringupError('input_invalid', `${file} can be read by others. Run: chmod 600 ${file}`, { file });
  }
  return text.trim() || null;
}

/** Makes the data folder and its folders, 0700. Throws `input_invalid` in one sentence when that cannot be. */
export async function ensureHome({ home }: Pick<LoadedSettings, 'home'>): Promise<void> {
  try {
    for (const folder of [home, ...FOLDERS.map((name) => path.join(home, name))]) {
      await makeFolder(folder);
      await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    }
    // Permissions say nothing of a full or read-only disk.
    const probe = path.join(home, `.writable-${process.pid}`);
    await createFileAtomic(probe, 'x');
    await rm(probe, { force: true });
  } catch (error) {
    throw bringupError(
      'input_invalid',
      `The data folder ${home} cannot be written: ${reason(error)}. Set BRINGUP_HOME to another folder.`,
      { home },
      { cause: error },
    );
  }
}

const REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a file of that name is in the way',
  EISDIR: 'it is a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? error.message;
}
