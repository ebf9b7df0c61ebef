import { describe, expect, it } from 'vitest';
import { checkedHost, isPrivate, refusePrivateAddress } from './private-targets.ts';

const PRIVATE = [
  ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...['169.254.169.254', '100.64.0.1', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '64:ff9b::7f00:1'],
  ...['fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12:3456::1', 'fec0::1', 'ff02::1', '2002:7f00:1::', '2001:db8::1'],
];
const PUBLIC = ['1.1.1.1', '8.8.8.8', '172.15.255.255', '172.32.0.1', '192.167.1.1', '2606:4700:4700::1111', '2a00::1'];

describe('the address of a target', () => {
  it.each(PRIVATE)('%s is private', (address) => expect(isPrivate(address)).toBe(true));
  it.each(PUBLIC)('%s is not', (address) => expect(isPrivate(address)).toBe(false));

  it.each([
    '127.0.0.1',
    '[::1]',
    '::ffff:127.0.0.1',
    '169.254.169.254',
    'localhost',
    '2130706433',
    '0x7f.1',
    '127.1',
    '0',
  ])('%s is refused, as what it means', async (host) => {
    await expect(checkedHost(host, false)).rejects.toMatchObject({ failure: { code: 'target_not_allowed' } });
    await expect(checkedHost(host, [])).rejects.toMatchObject({ failure: { code: 'target_not_allowed' } });
  });

  it('is allowed by true, by name, by address and by network, and by nothing else', async () => {
    const loopback = { address: '127.0.0.1', family: 4 };
    expect(await checkedHost('127.0.0.1', true)).toEqual(loopback);
    expect(await checkedHost('127.0.0.1', ['127.0.0.1'])).toEqual(loopback);
    expect(await checkedHost('2130706433', ['127.0.0.0/8'])).toEqual(loopback);
    expect(await checkedHost('LOCALHOST', ['localhost'])).toHaveProperty('address');
    expect(await checkedHost('::ffff:127.0.0.1', ['127.0.0.0/8'])).toHaveProperty('family', 6);
    expect(() => refusePrivateAddress('[::1]', ['127.0.0.0/8', '10.0.0.1', 'example.com'])).toThrow(/private network/);
    expect(() => refusePrivateAddress('[::1]', ['::1'])).not.toThrow();
    expect(await checkedHost('1.1.1.1', false)).toEqual({ address: '1.1.1.1', family: 4 });
  });

  it('has to be there', async () => {
    const nowhere = checkedHost('no-such-host.invalid', false);
    await expect(nowhere).rejects.toMatchObject({ failure: { code: 'notification_failed' } });
  });
});
