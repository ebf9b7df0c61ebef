// Looks a host up in ~/.ssh/config, so that a name that works for `ssh` works here. Only where the box is and with which key;
// `Match exec` is not run.
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import SshConfig from 'ssh-config';
import { bringupError } from '../errors.ts';
import { type GivenHop, checkHost, parsePort, parseUser } from './given-hop.ts';
import { type AddressConnection, completeAddress } from './parse-connection.ts';
import { parseJump } from './ssh-command.ts';
import { withIncludes } from './ssh-config-includes.ts';

const userConfig = (): string => path.join(homedir(), '.ssh', 'config');

/**
 * Adds what the text did not give itself: HostName, User, Port, IdentityFile, ProxyJump; jump hosts are looked up, too. A missing
 * file changes nothing; one that cannot be read, or that needs ProxyCommand for this host, is `input_invalid`.
 */
export async function applySshConfig(parsed: AddressConnection, file = userConfig()): Promise<AddressConnection> {
  const text = await readIfThere(file);
  if (text === null) return parsed;
  try {
    const { given } = parsed;
    const found = await lookUp(text, file, given);
    const jump = given.jump ?? found.jump;
    const complete = {
      ...found.hop,
      jump: jump && (await Promise.all(jump.map(async (hop) => (await lookUp(text, file, hop)).hop))),
      identity_file: given.identity_file ?? found.identityFile,
    };
    if (!jump && found.proxyCommand) throw new Error(`ProxyCommand for this host is not supported, use ProxyJump`);
    return { kind: 'address', address: completeAddress(complete), given };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const facts = { field: 'ssh_connection', file };
    throw bringupError('input_invalid', `${file} cannot be used for this host: ${why}`, facts, { cause: error });
  }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    const why = (error as Error).message;
    throw bringupError('input_invalid', `${file} cannot be read: ${why}`, { file }, { cause: error });
  }
}

interface Found {
  hop: GivenHop;
  jump: GivenHop[] | null;
  identityFile: string | null;
  proxyCommand: boolean;
}

async function lookUp(text: string, file: string, { host, user, port }: GivenHop): Promise<Found> {
  const query = user === null ? { Host: host } : { Host: host, User: user };
  const compute = (config: string) => SshConfig.parse(config).compute(query, { ignoreCase: true, matchExec: false });
  const applies = (block: string) => compute(`${block}\n  Tag applies\n`)['tag'] !== undefined;
  const entry = compute(await withIncludes(text, file, applies));
  const value = (keyword: string): string | null => [entry[keyword] ?? []].flat()[0] ?? null;

  const hostName = value('hostname')?.replaceAll('%h', host).replaceAll('%%', '%');
  const configUser = value('user');
  const configPort = value('port');
  const jump = value('proxyjump');
  const command = value('proxycommand');
  return {
    hop: {
      host: hostName === undefined ? host : checkHost(hostName),
      user: user ?? (configUser === null ? null : parseUser(configUser)),
      port: port ?? (configPort === null ? null : parsePort(configPort)),
    },
    jump: jump === null ? null : parseJump(jump),
    identityFile: value('identityfile'),
    proxyCommand: command !== null && command.toLowerCase() !== 'none',
  };
}
