import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packageFile } from '../adapters/package-root.ts';
import { lockHome } from './home-lock.ts';
import { freePort } from '../adapters/free-port.ts';
import { checkApiPort, temporalPorts } from './ports.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'bringup-lock-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

it('lets one process have the data folder, and the next one after it was killed', async () => {
  const script = `import { lockHome } from ${JSON.stringify(packageFile('cli', 'home-lock.ts'))};
    lockHome(process.argv[1]).announce('http://127.0.0.1:5000'); console.log('locked'); setInterval(() => undefined, 1000);`;
  const other = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, home], {
    cwd: packageFile(),
  });
  await once(other.stdout, 'data');
  expect(() => lockHome(home)).toThrow(
    `Bringup is already running on the data folder ${home} (process ${String(other.pid)}, http://127.0.0.1:5000). ` +
      'Stop it first, or set BRINGUP_HOME to another folder.',
  );
  other.kill('SIGKILL');
  await once(other, 'exit');
  const lock = lockHome(home);
  lock.release();
  lockHome(home).release();
});

it('says in one sentence that the port is taken and what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(checkApiPort('127.0.0.1', port)).rejects.toThrow(
    `Port ${port} is in use by another program. Stop it, or start with PORT=${port + 1} npm start.`,
  );
  await expect(checkApiPort('192.0.2.1', port)).rejects.toThrow(
    'HOST is 192.0.2.1, which is no address of this machine.',
  );
  other.close();
  await checkApiPort('127.0.0.1', await freePort());
});

it('keeps the ports of the Temporal server from start to start unless one is taken', async () => {
  const file = path.join(home, 'temporal-ports.json');
  const free = { port: 0, ui_port: 0 };
  const first = await temporalPorts(free, file);
  expect(await temporalPorts(free, file)).toEqual(first);
  const other = createServer().listen(first.ui_port, '127.0.0.1');
  await once(other, 'listening');
  const second = await temporalPorts(free, file);
  expect(second.port).toBe(first.port);
  expect(second.ui_port).not.toBe(first.ui_port);
  await expect(temporalPorts({ port: 0, ui_port: first.ui_port }, file)).rejects.toThrow(
    'which config.yaml sets for Temporal',
  );
  other.close();
});
