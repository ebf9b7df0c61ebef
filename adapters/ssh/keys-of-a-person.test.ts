// The keys that a person may have, each with the real thing: OpenSSH's server, its agent, ssh-keygen and openssl.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addressOf, reachBox } from '../../lab/reach-box.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { connect } from './connect.ts';
import { findIdentities } from './identities.ts';
import { parseConnection } from './parse-connection.ts';
import { runShell } from './run-shell.ts';
import { applySshConfig } from './ssh-config.ts';

const run = promisify(execFile);
let box: SshdBox;
let userHome: string;
let agent: ChildProcess | undefined;

beforeAll(async () => {
  box = await startSshdBox();
});
afterAll(() => box?.stop());
beforeEach(async () => {
  userHome = path.join(box.folder, 'person');
  await mkdir(path.join(userHome, '.ssh'), { recursive: true });
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

const at = (name: string) => path.join(userHome, '.ssh', name);

/** A key of OpenSSH's making whose public half the box lets in. */
async function makeKey(file: string, passphrase = '', ...more: string[]): Promise<string> {
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', file, ...more]);
  letIn(await readFile(`${file}.pub`, 'utf8'));
  return file;
}
const letIn = (publicKey: string) => appendFileSync(path.join(box.folder, 'authorized_keys'), publicKey);

async function startAgent(): Promise<string> {
  const socket = path.join(userHome, 'agent');
  agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  await vi.waitFor(() => stat(socket), { timeout: 10_000 });
  return socket;
}

async function logIn(address = addressOf(box), sshAuthSock: string | null = null): Promise<string> {
  const reach = await reachBox(box);
  const from = { home: path.join(userHome, 'data'), userHome, sshAuthSock, ssh: {} };
  const connection = await connect(address, { ...reach, identities: (wanted) => findIdentities(wanted, from) });
  try {
    return (await runShell(connection, 'echo in')).stdout.toString();
  } finally {
    connection.end();
  }
}

describe('a login', () => {
  it('uses a file that lies in its usual place', async () => {
    await makeKey(at('id_ed25519'));
    expect(await logIn()).toBe('in\n');
  });

  it('uses the agent, also for the key of a file that needs a passphrase', async () => {
    const file = await makeKey(at('id_ed25519'), 'a passphrase');
    await expect(logIn()).rejects.toMatchObject({
      failure: { code: 'ssh_key_encrypted', message: expect.stringContaining(`${file} for`) as string },
    });
    const socket = await startAgent();
    // An agent that lacks the key is no better than none.
    await expect(logIn(addressOf(box), socket)).rejects.toMatchObject({
      failure: { message: expect.stringContaining(`${file} needs a passphrase`) as string },
    });
    await run('ssh-keygen', ['-q', '-p', '-P', 'a passphrase', '-N', '', '-f', file]);
    await run('ssh-add', ['-q', file], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
    await run('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'a passphrase', '-f', file]);
    expect(await logIn(addressOf(box), socket)).toBe('in\n');
  });

  it('uses what ~/.ssh/config and the files that it includes say', async () => {
    await makeKey(path.join(userHome, 'gpu key'));
    await writeFile(at('config'), 'Include boxes/*.conf\nHost *\n  User nobody\n');
    await mkdir(at('boxes'));
    const lines = ['Host gpu', `  HostName ${box.host}`, `  Port ${box.port}`, `  User ${box.user}`];
    await writeFile(at('boxes/gpu.conf'), [...lines, `  IdentityFile "~/gpu key"`, ''].join('\n'));
    const parsed = parseConnection('ssh gpu');
    if (parsed.kind !== 'address') throw new Error('not an address');
    const { address } = await applySshConfig(parsed, at('config'));
    expect(await logIn({ ...address, practice: false })).toBe('in\n');
  });

  it.each([
    ['ED25519', ['-algorithm', 'ED25519']],
    ['RSA', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048']],
    ['EC', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']],
  ])('uses a PKCS #8 key of OpenSSL’s making: %s', async (type, options) => {
    const file = at('id_ed25519');
    await run('openssl', ['genpkey', ...options, '-out', file]);
    chmodSync(file, 0o600);
    expect(await readFile(file, 'utf8')).toContain('BEGIN PRIVATE KEY');
    // ssh-keygen of Debian 12 does not read such a file of ed25519.
    const { keys } = await findIdentities(addressOf(box), {
      home: userHome,
      userHome,
      sshAuthSock: null,
      ssh: {},
    });
    await writeFile(at('other'), keys[0]?.privateKey ?? '', { mode: 0o600 });
    const { stdout } = await run('ssh-keygen', ['-y', '-f', type === 'ED25519' ? at('other') : file]);
    letIn(stdout);
    expect(await logIn()).toBe('in\n');
  });
});
