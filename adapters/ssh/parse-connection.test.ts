import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isBringupError } from '../errors.ts';
import { type SshAddress, parseConnection } from './parse-connection.ts';

function addressOf(text: string): SshAddress {
  const parsed = parseConnection(text);
  if (parsed.kind !== 'address') throw new Error(`${text} is not an address`);
  return parsed.address;
}

function refusal(text: string): string {
  try {
    parseConnection(text);
  } catch (error) {
    if (isBringupError(error) && error.failure.code === 'input_invalid') return error.message;
    throw error;
  }
  throw new Error(`${text} was taken`);
}

const BOX = 'root@104.189.178.116:2838';

describe('reads every form of the same box', () => {
  test.each([
    'ssh -p 2838 root@104.189.178.116 -L 8080:localhost:8080',
    'ssh root@104.189.178.116 -L 8080:localhost:8080 -p 2838',
    'ssh -p2838 104.189.178.116',
    'ssh -NTvp 2838 -l root 104.189.178.116',
    'ssh 104.189.178.116 -p 02838 -A -X -D 1080 -R 1:h:2 -E log -w any -B lo -Q cipher',
    'ssh -o Port=2838 -o User=root 104.189.178.116',
    'ssh -oport=2838 -o "HostName 104.189.178.116" -o StrictHostKeyChecking=no somewhere',
    "ssh -o 'Port = 2838' root@'104.189.178.116'",
    'ssh -p "2838" "root@104.189.178.116"',
    'ssh -p 2838 -- root@104.189.178.116',
    'ssh -p 2838 -p 22 root@104.189.178.116 -l other',
    'ssh ssh://root@104.189.178.116:2838',
    'ssh root@104.189.178.116:2838',
    'ssh://root@104.189.178.116:2838',
    'SSH://104.189.178.116:2838/',
    '104.189.178.116:2838',
    'root@104.189.178.116:2838',
    '  104.189.178.116:2838\n',
    'ssh -J none -p 2838 root@104.189.178.116',
  ])('%s', (text) => {
    expect(addressOf(text)).toEqual({
      key: BOX,
      user: 'root',
      host: '104.189.178.116',
      port: 2838,
      jump: [],
      identity_file: null,
    });
  });
});

test.each([
  ['box-1.example.com', 'root@box-1.example.com:22'],
  ['BOX.Example.com.', 'root@box.example.com:22'],
  ['ubuntu@ssh5.vast.ai', 'ubuntu@ssh5.vast.ai:22'],
  ['under_score:22', 'root@under_score:22'],
  ['[2001:DB8::1]:2222', 'root@[2001:db8::1]:2222'],
  ['me@[2001:db8:0:0:0:0:0:1]', 'me@[2001:db8::1]:22'],
  ['ssh -p 2222 root@2001:db8::1', 'root@[2001:db8::1]:2222'],
  ['ssh://root@[::1]:22', 'root@[::1]:22'],
  ['[fe80::1%eth0]:22', 'root@[fe80::1%eth0]:22'],
  ['ssh://a%2Eb@host', 'a.b@host:22'],
])('%s has the key %s', (text, key) => {
  expect(addressOf(text).key).toBe(key);
});

it('takes a number as a Vast.ai instance id', () => {
  expect(parseConnection(' 27445113 ')).toEqual({ kind: 'vast', vast_id: '27445113' });
});

it('reads jump hosts and the key file', () => {
  const { jump, identity_file } = addressOf('ssh -J me@gate:2200,[::1]:23,Inner -i "~/my keys/id" root@box');
  expect(identity_file).toBe('~/my keys/id');
  expect(jump).toEqual([
    { user: 'me', host: 'gate', port: 2200 },
    { user: 'root', host: '::1', port: 23 },
    { user: 'root', host: 'inner', port: 22 },
  ]);
  expect(addressOf('ssh -o ProxyJump=gate -o IdentityFile=/k box')).toMatchObject({
    jump: [{ host: 'gate' }],
    identity_file: '/k',
  });
});

const FORMAT = "Invalid SSH connection format. Expected 'host:port' or full SSH command";
describe('refuses', () => {
  test.each([
    ['', 'SSH connection string cannot be empty'],
    [' \n ', 'SSH connection string cannot be empty'],
    ['x'.repeat(2001), /longer than 2000/],
    ['root@host\u0000', /control characters/],
    ['host:22\nhost:23', /control characters/],
    ['two words', FORMAT],
    ['telnet host 22', FORMAT],
    [':22', 'Host cannot be empty'],
    ['root@', 'Host cannot be empty'],
    ['[]:22', 'Host cannot be empty'],
    ['host:', 'Port must be a valid integer'],
    ['host:abc', 'Port must be a valid integer'],
    ['host:0', 'Port must be a valid integer'],
    ['host:65536', 'Port must be a valid integer'],
    ['host:-22', 'Port must be a valid integer'],
    ['host:22x', 'Port must be a valid integer'],
    ['ssh -p abc root@host', 'Port must be a valid integer'],
    ['a:b:c', "Expected 'host:port'"],
    ['2001:db8::1', /needs brackets/],
    ['root@::1', /needs brackets/],
    ['[nonsense]:22', /Host must be/],
    ['-oProxyCommand=x', /Host must be/],
    ['root@-oProxyCommand=x', /Host must be/],
    ['ssh -- -oProxyCommand=x', /Host must be/],
    ['ho$st:22', /Host must be/],
    ['höst:22', /Host must be/],
    ['a..b:22', /Host must be/],
    ['300.1.1.1:22', /Host must be/],
    ['127.1:22', /Host must be/],
    ['0x7f000001:22', /Host must be/],
    ['@host', /User name/],
    ['-root@host', /User name/],
    ['ro;ot@host', /User name/],
    ['ssh', /^Invalid SSH command format/],
    ['ssh -p', /^Invalid SSH command format/],
    ['ssh -p 22', /^Invalid SSH command format/],
    ['ssh --port 22 host', /^Invalid SSH command format/],
    ['ssh host uptime', /a command for the box/],
    ['ssh host -t tmux attach', /a command for the box/],
    ['ssh host; reboot', /only a shell/],
    ['ssh $(reboot)', /only a shell/],
    ['ssh "`reboot`"', /only a shell/],
    ['ssh "host', /only a shell/],
    ['ssh -i $HOME/key host', /only a shell/],
    ['ssh -o ProxyCommand=nc host', /-o ProxyCommand is refused/],
    ['ssh -oproxycommand="nc %h" host', /-o proxycommand is refused/],
    ['ssh -o "LocalCommand touch x" host', /-o LocalCommand is refused/],
    ['ssh -o PermitLocalCommand=yes host', /-o PermitLocalCommand is refused/],
    ['ssh -o KnownHostsCommand=x host', /-o KnownHostsCommand is refused/],
    ['ssh -o RemoteCommand=x host', /-o RemoteCommand is refused/],
    ['ssh -o PKCS11Provider=/x.so host', /-o PKCS11Provider is refused/],
    ['ssh -F /tmp/x host', /-F is not taken/],
    ['ssh -o Port host', /-o needs a keyword and a value/],
    ['ssh -J a -J b host', /jump hosts are given twice/],
  ])('%j', (text, message) => {
    expect(refusal(text)).toMatch(message);
  });
});

describe('never takes a password and never repeats it', () => {
  test.each([
    'root:hunter2@host',
    'root:hunter2@host:22',
    'root:pa@hunter2@host',
    'root:my hunter2@host',
    'ssh root:hunter2@host',
    'ssh -l root:hunter2 host',
    'ssh -o User=root:hunter2 host',
    'ssh -J me:hunter2@gate host',
    'ssh://root:hunter2@host:22',
    'ssh://root%3Ahunter2@host',
    'sshpass -p hunter2 ssh root@host',
    'ssh -o Password=hunter2 host',
  ])('%s', (text) => {
    expect(refusal(text)).toMatch(/^A password is never taken/);
    expect(refusal(text)).not.toContain('hunter2');
  });
});

describe('whatever it is given', () => {
  const label = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9-]{0,20}$/);
  const host = fc.oneof(
    fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')),
    fc.ipV4(),
  );
  const user = fc.stringMatching(/^[a-z_][a-z0-9_.-]{0,15}$/);
  const port = fc.integer({ min: 1, max: 65_535 });

  it('gives the same key for all spellings of a box', () => {
    fc.assert(
      fc.property(host, user, port, (h, u, p) => {
        const spellings = [
          `${u}@${h}:${p}`,
          `ssh://${u}@${h}:${p}`,
          `ssh -p ${p} ${u}@${h}`,
          `ssh ${h.toUpperCase()} -l ${u} -L 8080:localhost:8080 -oPort=${p}`,
        ];
        for (const text of spellings) expect(addressOf(text).key).toBe(`${u}@${h.toLowerCase()}:${p}`);
      }),
    );
  });

  it('gives the same key for every spelling of an IPv6 address', () => {
    fc.assert(
      fc.property(fc.ipV6(), port, (h, p) => {
        const { host: short, key } = addressOf(`[${h}]:${p}`);
        expect(addressOf(`ssh -p ${p} root@${short.toUpperCase()}`).key).toBe(key);
      }),
    );
  });

  it('gives an address that is safe as an argument, or refuses without repeating the text', () => {
    const piece = fc.constantFrom(
      'ssh ',
      '-p',
      ' ',
      '22',
      '@',
      ':',
      'root',
      '-o',
      'Port=',
      '"',
      "'",
      '$',
      '[',
      ']',
      '::1',
      '-',
      'ssh://',
      '%41',
      '-J',
      ',',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(piece, fc.string({ maxLength: 4 }))).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (given) => {
        try {
          const parsed = parseConnection(given);
          if (parsed.kind === 'vast') return;
          for (const hop of [parsed.address, ...parsed.address.jump]) {
            expect(hop.host).toMatch(/^[a-z0-9_:][a-z0-9_.:-]*(%[a-z0-9._-]+)?$/);
            expect(hop.user).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/);
            expect(hop.port).toBeGreaterThan(0);
          }
        } catch (error) {
          if (!isBringupError(error)) throw error;
          expect(error.failure.code).toBe('input_invalid');
        }
      }),
      { numRuns: 2000 },
    );
  });
});
