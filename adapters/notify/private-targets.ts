// Notifications must not become a way into the network behind us. A target's name is resolved here, every address of it is checked,
// and the connection goes to the address that was checked, so that a second answer of the name server changes nothing.
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, SocketAddress } from 'node:net';
import { bringupError } from '../errors.ts';

/** false: no private address; true: all; else these hosts, addresses and networks. */
export type PrivateTargets = boolean | string[];

/** IANA's registries of special-purpose addresses: what is not reachable for everybody. */
const SPECIAL_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
const SPECIAL_V6 = [
  '::/96',
  // Written differently, these are IPv4 addresses: translated, tunnelled, mapped.
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/23',
  '2002::/16',
  '100::/64',
  '2001:db8::/32',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

// Apart: one list for both would find every IPv4 address in ::ffff:0:0/96.
const special = { 4: blockList(SPECIAL_V4), 6: blockList(SPECIAL_V6) };

interface CheckedHost {
  /** What to connect to. */
  address: string;
  family: 4 | 6;
}

/**
 * The address of a host that notifications may go to. Throws target_not_allowed where one of its addresses is private and not
 * allowed, notification_failed where the name has none.
 */
export async function checkedHost(host: string, allowed: PrivateTargets): Promise<CheckedHost> {
  const name = host.replace(/^\[(.*)\]$/, '$1');
  // Also decimal and octal ways to write an address are read by the system's own resolver, and checked as what they mean.
  const found = isIP(name) ? [{ address: name, family: isIP(name) }] : await resolve(name);
  const refused = found.find(({ address }) => isPrivate(address) && !isAllowed(name, address, allowed));
  if (refused) throw notAllowed(name, refused.address);
  const [first] = found;
  if (!first) throw noAddress(name);
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
}

/** What can be said without asking a name server: refuses addresses that are written as such. Throws target_not_allowed. */
export function refusePrivateAddress(host: string, allowed: PrivateTargets): void {
  const name = host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(name) && isPrivate(name) && !isAllowed(name, name, allowed)) throw notAllowed(name, name);
}

async function resolve(name: string) {
  try {
    return await lookup(name, { all: true, verbatim: true });
  } catch (error) {
    throw noAddress(name, error);
  }
}

export function isPrivate(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return special[4].check(address, 'ipv4');
    case 6:
      return special[6].check(withoutZone(address), 'ipv6');
    default:
      return true;
  }
}

function isAllowed(name: string, address: string, allowed: PrivateTargets): boolean {
  if (typeof allowed === 'boolean') return allowed;
  if (allowed.some((one) => one.toLowerCase() === name.toLowerCase())) return true;
  const networks = blockList(allowed.filter((one) => isIP(one.split('/')[0] ?? '') !== 0));
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? withoutZone(address);
  return networks.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

const withoutZone = (address: string): string => address.replace(/%.*$/, '');

function blockList(networks: string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(new SocketAddress({ address, family }));
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const notAllowed = (host: string, address: string) =>
  bringupError(
    'target_not_allowed',
    `${host} is ${host === address ? 'an address' : `at ${address},`} of a private network or of this computer.`,
    { host, address },
  );

const noAddress = (host: string, cause?: unknown) =>
  bringupError('notification_failed', `The name ${host} has no address.`, { host }, { cause });
