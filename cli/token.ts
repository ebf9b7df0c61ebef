// `bringup token`: what programs and people come in with, made and taken back on the server itself.
import { parseArgs } from 'node:util';
import { ensureHome, loadSettings } from '../adapters/settings/settings.ts';
import { createToken } from '../adapters/store/create-token.ts';
import { openStore } from '../adapters/store/open.ts';
import type { Store, TokenRow } from '../adapters/store/store.ts';
import { type Scope, scopes } from '../contract/scope.ts';
import { Refusal } from './refusal.ts';

interface TokenCommand {
  args: string[];
  env: Record<string, string | undefined>;
  say: (line: string) => void;
}

const DAYS = 90;
const BY_HAND = 'command line';
const USAGE = `Try: bringup token create --name NAME --scope ${scopes.join('|')} [--days N|never], bringup token list, or bringup token remove ID`;

/** Makes, lists or removes tokens; Bringup may run meanwhile. Throws a Refusal that says how it is used. */
export async function token({ args: [what, ...args], env, say }: TokenCommand): Promise<void> {
  const work = what === undefined || !Object.hasOwn(commands, what) ? null : commands[what as keyof typeof commands];
  if (!work) throw new Refusal(`bringup token does not know ${what ? `"${what}"` : 'what to do'}. ${USAGE}`);
  const settings = await loadSettings(env);
  await ensureHome(settings);
  const store = await openStore(settings.home, settings);
  try {
    await work(store, args, say);
  } finally {
    await store.close();
  }
}

const commands = { create, list, remove };

async function create(store: Store, args: string[], say: TokenCommand['say']): Promise<void> {
  const { name, scope, days } = options(args);
  const { row, token: secret } = await createToken(store, {
    name,
    scope,
    expires_in_days: days,
    created_by: BY_HAND,
  });
  await record(store, 'createToken', { name: row.name, scope: row.scope });
  say(secret);
  say('');
  say(
    `This is the token "${row.name}" (${row.scope}, ${endOf(row)}). It is shown only now: keep it where nobody sees it.`,
  );
  say('Programs send it as "Authorization: Bearer TOKEN"; people sign in with it on the page.');
}

function options(args: string[]): { name: string; scope: Scope; days: number | null } {
  const option = { type: 'string' } as const;
  const { name, scope, days = String(DAYS) } = parsed(args, { name: option, scope: option, days: option });
  if (!name || !/^[^\p{C}]{1,100}$/u.test(name)) {
    throw new Refusal(`A token needs a name of one line and at most 100 characters. ${USAGE}`);
  }
  const known = scopes.find((one) => one === scope);
  if (!known) throw new Refusal(`--scope must be one of ${scopes.join(', ')}. ${USAGE}`);
  if (days === 'never') return { name, scope: known, days: null };
  const count = /^\d{1,4}$/.test(days) ? Number(days) : 0;
  if (count < 1 || count > 3650) throw new Refusal(`--days must be a number from 1 to 3650, or never. ${USAGE}`);
  return { name, scope: known, days: count };
}

function parsed(args: string[], known: Record<string, { type: 'string' }>): Record<string, string | undefined> {
  try {
    return parseArgs({ args, options: known }).values;
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)} ${USAGE}`);
  }
}

async function list({ tokens }: Store, _args: string[], say: TokenCommand['say']): Promise<void> {
  const rows = await tokens.list();
  if (rows.length === 0) return say(`There are no tokens. ${USAGE}`);
  for (const row of rows) {
    const lastUse = row.last_used_at ? `last used ${row.last_used_at}` : 'never used';
    say(`${row.id}  ${row.scope.padEnd(5)}  ${row.name}  (${endOf(row)}, ${lastUse})`);
  }
}

async function remove(store: Store, [id]: string[], say: TokenCommand['say']): Promise<void> {
  if (!id) throw new Refusal(`Say which token: its id. ${USAGE}`);
  if (!(await store.tokens.remove(id))) throw new Refusal(`There is no token ${id}. Try: bringup token list`);
  await record(store, 'removeToken', { id });
  say(`The token ${id} opens nothing any more.`);
}

const endOf = ({ expires_at }: TokenRow): string => (expires_at === null ? 'no end' : `until ${expires_at}`);

/** In the audit log, beside what comes over HTTP. */
async function record({ audit }: Store, operation: string, target: Record<string, string>): Promise<void> {
  const at = new Date().toISOString();
  const id = await audit.begin({ at, who: BY_HAND, from: 'this computer', operation, target });
  await audit.end(id, { status: 200, before: null, after: null });
}
