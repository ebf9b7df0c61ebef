import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import ssh2 from 'ssh2';
import { expect, it } from 'vitest';
import { addressOf, reachBox } from '../../lab/reach-box.ts';
import { startSshdBox } from '../../lab/sshd-box.ts';
import { connect } from './connect.ts';

/** A box with the host key of another that answers nothing to a command but by going away in that moment. */
async function startVanishingBox(hostKeyFile: string) {
  const hostKeys = [await readFile(hostKeyFile, 'utf8')];
  const sockets = new Set<Socket>();
  const sshd = new ssh2.Server({ hostKeys }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (attempt) => attempt.accept());
    client.on('session', (accept) => accept().on('exec', () => sockets.forEach((socket) => socket.destroy())));
  });
  const server = createServer((socket) => {
    sockets.add(socket);
    sshd.injectSocket(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, stop: () => server.close() };
}

it('calls a box unreachable whose connection is lost before a command was answered', async () => {
  const box = await startSshdBox();
  const vanishing = await startVanishingBox(`${box.folder}/host_key`);
  try {
    const there = { ...box, port: vanishing.port, hostKey: box.hostKey };
    const connection = await connect(addressOf(there), await reachBox(there));
    await expect(connection.exec('true', () => Promise.resolve())).rejects.toMatchObject({
      failure: { code: 'ssh_unreachable', kind: 'unreachable' },
    });
  } finally {
    vanishing.stop();
    await box.stop();
  }
});
