import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Identities, findIdentities } from './identities.ts';

let userHome: string;
let home: string;
let agent: ChildProcess | undefined;

beforeEach(async () => {
  userHome = await mkdtemp(path.join(tmpdir(), 'bringup-identities-'));
  home = path.join(userHome, 'data');
  await mkdir(path.join(userHome, '.ssh'));
  await mkdir(path.join(home, 'practice'), { recursive: true });
});
afterEach(async () => {
  if (agent) {
    const ended = once(agent, 'exit');
    agent.kill();
    await ended;
    agent = undefined;
  }
  await rm(userHome, { recursive: true });
});

const inSsh = (name: string) => path.join(userHome, '.ssh', name);
async function makeKey(file: string, passphrase = '', type = 'ed25519', format = 'RFC4716'): Promise<string> {
  await promisify(execFile)('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-m', format, '-f', file]);
  return file;
}

const box = { host: 'box', port: 22, identity_file: null as string | null };
const find = (address = box, change: { identity_file?: string; sshAuthSock?: string } = {}) =>
  findIdentities(address, {
    home,
    userHome,
    sshAuthSock: change.sshAuthSock ?? null,
    ssh: change.identity_file ? { identity_file: change.identity_file } : {},
  });
const files = ({ keys }: Identities) => keys.map(({ file }) => file);

it('takes the usual keys in their order', async () => {
  await makeKey(inSsh('id_rsa'), '', 'rsa', 'PEM');
  await makeKey(inSsh('id_ed25519'));
  await makeKey(inSsh('id_ecdsa'), '', 'ecdsa');
  await makeKey(inSsh('id_other'));
  const found = await find();
  expect(files(found)).toEqual([inSsh('id_ed25519'), inSsh('id_ecdsa'), inSsh('id_rsa')]);
  expect(found.keys[0]?.privateKey).toEqual(await readFile(inSsh('id_ed25519')));
  expect(found).toMatchObject({ encrypted: [], problems: [] });
  expect(found.keys.every(({ named }) => !named)).toBe(true);
});

it('finds nothing where there is nothing', async () => {
  await rm(path.join(userHome, '.ssh'), { recursive: true });
  expect(await find()).toEqual({ keys: [], encrypted: [], problems: [] });
});

it('takes the keys that are named, the box’s before the setting’s, instead of the usual ones', async () => {
  await makeKey(inSsh('id_ed25519'));
  const mine = await makeKey(path.join(userHome, 'my key'));
  const set = await makeKey(path.join(userHome, 'set'));
  expect(files(await find({ ...box, identity_file: '~/my key' }, { identity_file: '%d/set' }))).toEqual([mine, set]);
  expect(files(await find(box, { identity_file: 'set' }))).toEqual([set]);
  expect(files(await find({ ...box, identity_file: mine }, { identity_file: mine }))).toEqual([mine]);
  expect((await find(box, { identity_file: set })).keys[0]?.named).toBe(true);
});

it('remembers keys that need a passphrase, in every format', async () => {
  await makeKey(inSsh('id_ed25519'), 'passphrase');
  await makeKey(inSsh('id_rsa'), 'passphrase', 'rsa', 'PEM');
  await makeKey(inSsh('id_ecdsa'), 'passphrase', 'ecdsa', 'PKCS8');
  const found = await find();
  expect(found.keys).toEqual([]);
  expect(found.encrypted).toEqual([inSsh('id_ed25519'), inSsh('id_ecdsa'), inSsh('id_rsa')]);
});

it('says what is wrong with a file that was named', async () => {
  await makeKey(inSsh('k'));
  await writeFile(inSsh('text'), 'no key');
  expect((await find({ ...box, identity_file: '~/.ssh/missing' })).problems).toEqual([
    `${inSsh('missing')} does not exist`,
  ]);
  expect((await find({ ...box, identity_file: inSsh('k.pub') })).problems[0]).toContain('is a public key');
  expect((await find({ ...box, identity_file: inSsh('text') })).problems[0]).toContain('is not a key that can be used');
  expect((await find({ ...box, identity_file: '~' })).problems[0]).toContain('cannot be read');
});

it('uses an agent that is there, and none that has ended', async () => {
  const socket = path.join(userHome, 'agent');
  agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  await vi.waitFor(() => stat(socket), { timeout: 10_000 });
  expect((await find(box, { sshAuthSock: socket })).agent).toBe(socket);
  expect(await find(box, { sshAuthSock: path.join(userHome, 'gone') })).not.toHaveProperty('agent');
});

it('offers the practice box its own key and nothing else', async () => {
  await makeKey(inSsh('id_ed25519'));
  const practice = await makeKey(path.join(home, 'practice', 'user_key'));
  await writeFile(
    path.join(home, 'practice', 'box.json'),
    JSON.stringify({
      host: '127.0.0.1',
      port: 2022,
      user: 'root',
      connection: 'root@127.0.0.1:2022',
      identity_file: practice,
    }),
  );
  const socket = path.join(userHome, 'agent');
  agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  await vi.waitFor(() => stat(socket), { timeout: 10_000 });

  const found = await find(
    { host: '127.0.0.1', port: 2022, identity_file: inSsh('id_ed25519') },
    { sshAuthSock: socket },
  );
  expect(files(found)).toEqual([practice]);
  expect(found).not.toHaveProperty('agent');
  expect(files(await find({ ...box, host: '127.0.0.1', port: 2023 }))).toEqual([inSsh('id_ed25519')]);
  expect(files(await find({ ...box, port: 2022 }))).toEqual([inSsh('id_ed25519')]);
});

it('says so when the practice box’s file is damaged, and minds it for no other box', async () => {
  await writeFile(path.join(home, 'practice', 'box.json'), '{');
  await expect(find({ ...box, host: '127.0.0.1' })).rejects.toThrow('box.json cannot be read. Remove it');
  expect(files(await find())).toEqual([]);
});
