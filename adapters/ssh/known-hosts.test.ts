import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { packageFile } from '../package-root.ts';
import { fingerprintLine, sha256Fingerprint } from './fingerprint.ts';
import { createKnownHosts, type KnownHosts } from './known-hosts.ts';

const run = promisify(execFile);

interface Key {
  type: string;
  base64: string;
  blob: Buffer;
}

let keyFolder: string;
const keys: Record<string, Key> = {};
const key = (name: string): Key => {
  const found = keys[name];
  if (!found) throw new Error(`no key ${name}`);
  return found;
};

const KINDS: [name: string, args: string[]][] = [
  ['ed25519', ['-t', 'ed25519']],
  ['other', ['-t', 'ed25519']],
  ['rsa2048', ['-t', 'rsa', '-b', '2048']],
  ['rsa1031', ['-t', 'rsa', '-b', '1031']],
  ['ecdsa256', ['-t', 'ecdsa', '-b', '256']],
  ['ecdsa384', ['-t', 'ecdsa', '-b', '384']],
  ['ecdsa521', ['-t', 'ecdsa', '-b', '521']],
  ['dsa', ['-t', 'dsa']],
];

beforeAll(async () => {
  keyFolder = await mkdtemp(path.join(tmpdir(), 'bringup-host-keys-'));
  for (const [name, args] of KINDS) {
    const file = path.join(keyFolder, name);
    await run('ssh-keygen', ['-q', '-N', '', '-C', '', '-f', file, ...args]);
    const [type = '', base64 = ''] = (await readFile(`${file}.pub`, 'utf8')).trim().split(' ');
    keys[name] = { type, base64, blob: Buffer.from(base64, 'base64') };
  }
});
afterAll(() => rm(keyFolder, { recursive: true }));

let folder: string;
let own: string;
let other: string;
let known: KnownHosts;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-known-hosts-'));
  own = path.join(folder, 'home', 'known_hosts');
  other = path.join(folder, 'known_hosts');
  known = createKnownHosts({ own, others: [other, path.join(folder, 'missing', 'known_hosts')] });
});
afterEach(() => rm(folder, { recursive: true }));

const line = (hosts: string, name: string, marker = '') => `${marker}${hosts} ${key(name).type} ${key(name).base64}\n`;
const check = (host: string, port: number, name: string) => known.check(host, port, key(name).type, key(name).blob);
const pin = (host: string, port: number, name: string, options?: { replace: boolean }) =>
  known.pin(host, port, key(name).type, key(name).base64, options);
/** What OpenSSH finds for a host in a file. */
const keygenFinds = async (file: string, name: string): Promise<boolean> =>
  run('ssh-keygen', ['-F', name, '-f', file]).then(
    ({ stdout }) => stdout !== '',
    () => false,
  );

test.each(KINDS.filter(([name]) => name !== 'dsa' && name !== 'rsa1031').map(([name]) => name))(
  'writes the fingerprint of a %s key as ssh-keygen does',
  async (name) => {
    await writeFile(other, line('[127.0.0.1]:23022', name) + line('box.example.com', name));
    const { stdout } = await run('ssh-keygen', ['-lf', other]);
    const { type, blob } = key(name);
    expect([
      fingerprintLine('127.0.0.1', 23022, type, blob),
      fingerprintLine('Box.example.com', 22, type, blob),
    ]).toEqual(stdout.trim().split('\n'));
    expect(stdout).toContain(sha256Fingerprint(blob));
  },
);

it('counts the bits of odd RSA and of DSA keys as ssh-keygen does', async () => {
  for (const name of ['rsa1031', 'dsa']) {
    const { stdout } = await run('ssh-keygen', ['-lf', path.join(keyFolder, `${name}.pub`)]);
    const [bits, fingerprint, label] = [/^\d+/, /SHA256:\S+/, /\(\w+\)$/].map((part) => part.exec(stdout.trim())?.[0]);
    expect(fingerprintLine('h', 22, key(name).type, key(name).blob)).toBe(`${bits} ${fingerprint} h ${label}`);
  }
});

describe('a key is looked up', () => {
  test.each([
    ['box', 'box', 22, true],
    ['box', 'BOX', 22, true],
    ['BOX', 'box', 22, true],
    ['box', 'box', 2222, false],
    ['[box]:2222', 'box', 2222, true],
    ['[box]:2222', 'box', 22, false],
    ['[2001:db8::1]:2222', '2001:db8::1', 2222, true],
    ['2001:db8::1', '2001:db8::1', 22, true],
    ['a,box,10.0.0.1', '10.0.0.1', 22, true],
    ['*.example.com', 'a.example.com', 22, true],
    ['*.example.com', 'example.com', 22, false],
    ['10.0.?.1', '10.0.5.1', 22, true],
    ['10.0.?.1', '10.0.55.1', 22, false],
    ['*,!box', 'box', 22, false],
    ['*,!box', 'other', 22, true],
    ['!box', 'other', 22, false],
    ['[*]:2222', 'box', 2222, true],
    ['b*o*x', 'bxooyx', 22, true],
    ['b*o*x', 'bxooy', 22, false],
  ])('%s for %s:%i, as ssh-keygen -F does', async (hosts, host, port, expected) => {
    await writeFile(other, `# comment\n\n${line(hosts, 'ed25519')}`);
    expect(await check(host, port, 'ed25519')).toBe(expected ? 'known' : 'unknown');
    const name = port === 22 ? host : `[${host}]:${port}`;
    expect(await keygenFinds(other, name)).toBe(expected);
  });

  it('in a file that ssh-keygen has hashed', async () => {
    await writeFile(other, line('box', 'ed25519') + line('[10.0.0.1]:2222', 'rsa2048'));
    await run('ssh-keygen', ['-H', '-f', other]);
    expect(await readFile(other, 'utf8')).not.toContain('10.0.0.1');
    expect(await check('BOX', 22, 'ed25519')).toBe('known');
    expect(await check('10.0.0.1', 2222, 'rsa2048')).toBe('known');
    expect(await check('10.0.0.1', 22, 'rsa2048')).toBe('unknown');
  });

  it('and told as changed whatever the type of the new one is', async () => {
    await writeFile(other, line('box', 'ed25519') + line('box', 'ecdsa256'));
    const changed = ['ed25519', 'ecdsa256'].map((name, index) => ({
      keyType: key(name).type,
      fingerprint: sha256Fingerprint(key(name).blob),
      line: fingerprintLine('box', 22, key(name).type, key(name).blob),
      file: other,
      lineNumber: index + 1,
    }));
    expect(await check('box', 22, 'other')).toEqual({ changed });
    expect(await check('box', 22, 'rsa2048')).toEqual({ changed });
    expect(await check('box', 22, 'ecdsa256')).toBe('known');
    expect(await known.typesFor('box', 22)).toEqual(['ssh-ed25519', 'ecdsa-sha2-nistp256']);
    expect(await known.typesFor('box', 23)).toEqual([]);
  });

  it('and refused when revoked, even where it is known', async () => {
    await pin('box', 22, 'ed25519');
    await writeFile(other, line('*', 'ed25519', '@revoked '));
    expect(await check('box', 22, 'ed25519')).toBe('revoked');
    expect(await check('elsewhere', 22, 'other')).toBe('unknown');
  });

  it('without minding authorities, unknown markers and lines that are damaged', async () => {
    const { type, base64 } = key('ed25519');
    const damaged = [
      'box',
      'box ssh-ed25519',
      `box ${type} not*base64`,
      'box 1024 35 1234567',
      '@future box x y',
      '|1|x|y a b',
      '\u0000',
    ];
    await writeFile(
      other,
      line('box', 'ed25519', '@cert-authority ') + damaged.join('\n') + `\n  box ${type} ${base64} a comment\r\n`,
    );
    expect(await check('box', 22, 'ed25519')).toBe('known');
    expect(await check('box', 22, 'other')).toMatchObject({ changed: [{ keyType: type }] });
  });

  it('again after the file has changed, and not before', async () => {
    expect(await check('box', 22, 'ed25519')).toBe('unknown');
    await writeFile(other, line('box', 'ed25519'));
    expect(await check('box', 22, 'ed25519')).toBe('known');
    await writeFile(other, line('box', 'other')); // the same size
    await utimes(other, new Date(), new Date(Date.now() + 1000));
    expect(await check('box', 22, 'ed25519')).toHaveProperty('changed');
    await rm(other);
    expect(await check('box', 22, 'ed25519')).toBe('unknown');
  });
});

describe('a key is pinned', () => {
  it('so that OpenSSH knows it, too, in a file for its owner only', async () => {
    await pin('box', 2222, 'ed25519');
    await pin('box', 2222, 'rsa2048');
    await pin('2001:db8::1', 22, 'ed25519');
    expect(await check('box', 2222, 'ed25519')).toBe('known');
    expect(await keygenFinds(own, '[box]:2222')).toBe(true);
    expect(await keygenFinds(own, '2001:db8::1')).toBe(true);
    expect((await stat(own)).mode & 0o777).toBe(0o600);
    expect(await readdir(path.dirname(own))).toEqual(['known_hosts']);
  });

  it('once', async () => {
    await pin('box', 22, 'ed25519');
    await pin('BOX', 22, 'ed25519');
    expect(await readFile(own, 'utf8')).toBe(line('box', 'ed25519'));
  });

  it('over another one of its type only when told so, and then as the only one of the host', async () => {
    await pin('box', 22, 'ed25519');
    await pin('box', 22, 'rsa2048');
    await pin('box', 23, 'ed25519');
    await expect(pin('box', 22, 'other')).rejects.toMatchObject({ failure: { code: 'host_key_changed' } });
    expect(await check('box', 22, 'ed25519')).toBe('known');
    await pin('box', 22, 'other', { replace: true });
    // A box that was recreated has none of its old keys any more.
    expect(await readFile(own, 'utf8')).toBe(line('[box]:23', 'ed25519') + line('box', 'other'));
  });

  it('beside what a person wrote: comments, other hosts of the line, a last line without an end', async () => {
    await pin('seed', 22, 'ed25519');
    await writeFile(
      own,
      `# mine\n${line('a,box,b', 'ed25519')}${line('*.lab', 'ed25519')}${line('c', 'ed25519').trim()}`,
    );
    await pin('box', 22, 'other', { replace: true });
    expect(await readFile(own, 'utf8')).toBe(
      `# mine\n${line('a,b', 'ed25519')}${line('*.lab', 'ed25519')}${line('c', 'ed25519')}${line('box', 'other')}`,
    );
  });

  it.each([
    ['box\nevil', 22],
    ['*', 22],
    ['a,b', 22],
    ['|1|x', 22],
    ['@revoked', 22],
    ['', 22],
    ['box', 0],
    ['box', 1.5],
  ])('never for a host that is no host: %j %d', async (host, port) => {
    await expect(pin(host, port, 'ed25519')).rejects.toMatchObject({ failure: { code: 'input_invalid' } });
  });

  it('never when it is not a key of its type', async () => {
    await expect(known.pin('box', 22, 'ssh-rsa', key('ed25519').base64)).rejects.toThrow(
      'not a host key of type ssh-rsa',
    );
    await expect(known.pin('box', 22, 'ssh-rsa', 'AAAA')).rejects.toThrow('not a host key');
    await expect(known.pin('box', 22, 'x y', key('ed25519').base64)).rejects.toThrow('not a host key');
  });

  it('together with all others that are pinned at once, here and in other processes', async () => {
    const script = (from: number) => `
      import { createKnownHosts } from ${JSON.stringify(packageFile('adapters', 'ssh', 'known-hosts.ts'))};
      const known = createKnownHosts({ own: ${JSON.stringify(own)}, others: [] });
      for (let port = ${from}; port < ${from + 20}; port += 1) {
        await known.pin('box', port, 'ssh-ed25519', ${JSON.stringify(key('ed25519').base64)});
      }`;
    const process_ = (from: number) =>
      run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script(from)], { cwd: packageFile() });
    const here = Array.from({ length: 20 }, (_, index) => pin('box', 100 + index, 'ed25519'));
    await Promise.all([process_(1000), process_(2000), ...here]);
    expect((await readFile(own, 'utf8')).trim().split('\n')).toHaveLength(60);
    expect(await readdir(path.dirname(own))).toEqual(['known_hosts']);
  });

  it('also after a process died with the lock', async () => {
    await pin('box', 22, 'ed25519');
    await writeFile(`${own}.lock`, '');
    await utimes(`${own}.lock`, new Date(0), new Date(0));
    await pin('box', 23, 'ed25519');
    expect(await check('box', 23, 'ed25519')).toBe('known');
  });
});

describe('a key takes the place of one that stands in a file which is not ours', () => {
  it('so that only the new one is trusted, for that host alone, and the other file stays as it is', async () => {
    const theirs = line('[box]:2222,[*]:2223', 'ed25519') + line('[box]:2222', 'rsa2048');
    await writeFile(other, theirs);
    await pin('box', 2222, 'other', { replace: true });
    expect(await readFile(other, 'utf8')).toBe(theirs);
    expect(await check('box', 2222, 'other')).toBe('known');
    expect(await check('box', 2223, 'ed25519')).toBe('known');
    const { type, blob } = key('other');
    const changed = [{ keyType: type, fingerprint: sha256Fingerprint(blob), file: own, lineNumber: 3 }];
    expect(await check('box', 2222, 'ed25519')).toMatchObject({ changed });
    expect(await check('box', 2222, 'rsa2048')).toMatchObject({ changed });
    expect(await known.typesFor('box', 2222)).toEqual([type]);
  });

  it('and the old one can come back by the same decision, any number of times', async () => {
    await writeFile(other, line('box', 'ed25519'));
    for (const name of ['other', 'ed25519', 'other', 'ed25519']) await pin('box', 22, name, { replace: true });
    expect(await readFile(own, 'utf8')).toBe(line('box', 'ed25519'));
    expect(await check('box', 22, 'ed25519')).toBe('known');
    expect(await check('box', 22, 'other')).toHaveProperty('changed');
  });

  it('but one that a person has revoked stays refused', async () => {
    await writeFile(other, line('box', 'ed25519') + line('box', 'other', '@revoked '));
    await pin('box', 22, 'other', { replace: true });
    expect(await check('box', 22, 'other')).toBe('revoked');
  });
});

describe('a host is removed', () => {
  it('from our own file only, hashed or not', async () => {
    await writeFile(other, line('box', 'ed25519'));
    await pin('box', 22, 'ed25519');
    await pin('box', 22, 'rsa2048');
    await pin('box', 23, 'ed25519');
    await run('ssh-keygen', ['-H', '-f', own]);
    await rm(`${own}.old`);
    expect(await known.remove('BOX', 22)).toBe(2);
    expect(await known.remove('box', 22)).toBe(0);
    expect(await keygenFinds(own, 'box')).toBe(false);
    expect(await keygenFinds(own, '[box]:23')).toBe(true);
    expect(await check('box', 22, 'ed25519')).toBe('known');
  });
});

it('agrees with ssh-keygen about any host and port that was pinned', async () => {
  const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
  await fc.assert(
    fc.asyncProperty(host, fc.integer({ min: 1, max: 65_535 }), async (name, port) => {
      await pin(name, port, 'ed25519');
      expect(await check(name.toUpperCase(), port, 'ed25519')).toBe('known');
      expect(await keygenFinds(own, port === 22 ? name.toLowerCase() : `[${name.toLowerCase()}]:${port}`)).toBe(true);
    }),
    { numRuns: 25 },
  );
});

it('survives any text in the files', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
      ),
      async (text) => {
        await writeFile(other, text + randomBytes(4).toString('hex'));
        expect(await check('box', 22, 'ed25519')).toBe('unknown');
      },
    ),
    { numRuns: 100 },
  );
});
