// The built-in practice box: what a rented machine is to Bringup, on this computer, in a scratch home. bringup up runs it as a
// process of its own and starts it again when it "reboots".
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { writeFileAtomic } from '../../adapters/atomic-file.ts';
import { practiceBox } from '../../adapters/settings/practice-box.ts';
import { createKnownHosts } from '../../adapters/ssh/known-hosts.ts';
import { endAll, processesWith, signal } from '../processes.ts';
import { readKeyPair, writeNewKey, type KeyPair } from '../ssh-keys.ts';
import { makePracticeHome, type PracticeHome } from './home.ts';
import { startServer, type PracticeServer } from './server.ts';
import { practiceTemplate, templateText } from './template.ts';

const HOST = '127.0.0.1';
const USER = 'practice';

/** practice/box.json: how to reach the practice box. */
export interface PracticeBoxFile {
  host: string;
  port: number;
  user: string;
  identity_file: string;
  connection: string;
  /** SHA256 fingerprint of its host key. */
  host_key: string;
}

interface PracticeBoxOptions {
  /** Bringup's data folder. */
  home: string;
  /** PATH and LANG of this process; nothing else of its environment reaches the sessions. */
  path: string;
  lang: string;
  log: Logger;
}

interface PracticeBox extends PracticeBoxFile {
  /** Ends every process of its sessions, then the server. The caller ends the process, so that it is started again. */
  reboot(): Promise<void>;
  /** Stops listening; what runs in detached sessions goes on. */
  stop(): Promise<void>;
}

/** Makes the practice box's home where it lacks, pins its host key, listens, and writes its template and box.json. */
export async function startPracticeBox(options: PracticeBoxOptions): Promise<PracticeBox> {
  const { home, log } = options;
  const practice = path.join(home, 'practice');
  const at = (name: string) => path.join(practice, name);
  await mkdir(practice, { recursive: true, mode: 0o700 });
  const hostKey = await keptKey(at('host_key'), 'bringup practice box');
  const userKey = await keptKey(at('user_key'), 'bringup practice user');
  const before = await practiceBox(home);
  const content = await makePracticeHome(practice, log);
  const mark = `BRINGUP_PRACTICE=${practice}`;

  await writeFileAtomic(at('server.pid'), `${process.pid}\n`);
  const server = await startServer({
    host: HOST,
    port: before?.port ?? null,
    user: USER,
    hostKey,
    userKey,
    session: { home: content.home, environment: sessionEnvironment(options, content, practice) },
    log,
  });
  const { port } = server;
  const box: PracticeBoxFile = {
    host: HOST,
    port,
    user: USER,
    identity_file: at('user_key'),
    connection: `ssh -p ${port} ${USER}@${HOST}`,
    host_key: hostKey.fingerprint,
  };
  const knownHosts = createKnownHosts({ own: path.join(home, 'known_hosts'), others: [] });
  if (before && before.port !== port) await knownHosts.remove(HOST, before.port);
  await knownHosts.pin(HOST, port, hostKey.type, hostKey.base64, { replace: true });
  await mkdir(path.join(home, 'templates'), { recursive: true });
  const template = practiceTemplate(box.connection, content);
  await writeFileAtomic(path.join(home, 'templates', 'practice.yaml'), templateText(template));
  // Last: whoever finds this file finds the rest.
  await writeFileAtomic(at('box.json'), JSON.stringify(box, null, 2) + '\n');
  log.info({ connection: box.connection, steps: template.steps.length }, 'practice box is ready');

  return {
    ...box,
    async reboot() {
      log.info('practice box reboots');
      // As on a machine that goes down: nobody can report home any more.
      await server.close();
      await endSessions(server, mark);
      await rm(at('server.pid'), { force: true });
    },
    async stop() {
      await server.close();
      await rm(at('server.pid'), { force: true });
    },
  };
}

function sessionEnvironment(
  options: PracticeBoxOptions,
  { home }: PracticeHome,
  practice: string,
): Record<string, string> {
  return {
    HOME: home,
    USER,
    LOGNAME: USER,
    SHELL: '/bin/sh',
    PATH: `${path.join(home, 'bin')}:${options.path}`,
    LANG: options.lang,
    BRINGUP_BOOT_MARK: randomUUID(),
    BRINGUP_PRACTICE: practice,
  };
}

async function endSessions(server: PracticeServer, mark: string): Promise<void> {
  if (existsSync('/proc/self/environ')) return endAll(() => processesWith(mark));
  // Without /proc only the commands' own groups are known; what left them lives on.
  for (const { pid } of server.children) if (pid) signal(-pid, 'SIGKILL');
}

async function keptKey(file: string, comment: string): Promise<KeyPair> {
  return existsSync(file) ? readKeyPair(file) : writeNewKey(file, comment);
}
