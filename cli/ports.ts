import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, listenError } from '../adapters/free-port.ts';
import { Refusal } from './refusal.ts';

/** Throws a Refusal in one sentence when the page cannot be served there. `waitMs`: how long a port may still be taken. */
export async function checkApiPort(host: string, port: number, waitMs = 0): Promise<void> {
  const deadline = Date.now() + waitMs;
  let code = await listenError(host, port);
  while (code === 'EADDRINUSE' && Date.now() < deadline) {
    await pause(50);
    code = await listenError(host, port);
  }
  if (code === null) return;
  const other = port < 65_535 ? port + 1 : 5000;
  switch (code) {
    case 'EADDRINUSE':
      throw new Refusal(`Port ${port} is in use by another program. Stop it, or start with PORT=${other} npm start.`);
    case 'EACCES':
      throw new Refusal(`This account may not listen on port ${port}. Start with PORT=5000 npm start.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      throw new Refusal(`HOST is ${host}, which is no address of this machine. Leave it out to listen on 127.0.0.1.`);
    default:
      throw new Refusal(`Nothing can listen on ${host}, port ${port} (${code}). Start with PORT=${other} npm start.`);
  }
}

interface TemporalPorts {
  port: number;
  ui_port: number;
}

/**
 * Ports of our own Temporal server. What the settings say counts; 0 means one that is free, and the one that was taken at
 * the first start is kept in `file`, so that links into the Web UI stay valid.
 */
export async function temporalPorts(wanted: TemporalPorts, file: string): Promise<TemporalPorts> {
  const kept = keptPorts(file);
  const ports = {
    port: wanted.port || (await stillFree(kept?.port)),
    ui_port: wanted.ui_port || (await stillFree(kept?.ui_port)),
  };
  for (const port of [wanted.port, wanted.ui_port]) {
    if (port && (await listenError('127.0.0.1', port))) {
      throw new Refusal(
        `Port ${port}, which config.yaml sets for Temporal, is in use by another program. Stop it, or set another one.`,
      );
    }
  }
  writeFileSync(file, JSON.stringify(ports));
  return ports;
}

const stillFree = async (port: number | undefined): Promise<number> =>
  port && !(await listenError('127.0.0.1', port)) ? port : freePort();

function keptPorts(file: string): TemporalPorts | null {
  try {
    const { port, ui_port } = JSON.parse(readFileSync(file, 'utf8')) as Partial<TemporalPorts>;
    return typeof port === 'number' && typeof ui_port === 'number' ? { port, ui_port } : null;
  } catch (error) {
    // None yet, or half written when the power went: then new ones are as good.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
