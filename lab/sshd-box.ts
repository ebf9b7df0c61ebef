// A thin box: a real OpenSSH sshd on loopback with its own folder, keys and HOME. The login user is the one who runs it. It cannot
// restart pid 1, so it tells its boots apart by BRINGUP_BOOT_MARK.
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, watch } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { quote } from '../adapters/ssh/shell.ts';
import { freePort } from './free-port.ts';
import { childrenOf, descendantsOf, endAll, isAlive, processesWith, signal } from './processes.ts';
import { ended, spawnSshd, sshdConfig, type LabBox, type RestartOptions, type SshdSettings } from './sshd.ts';
import { hostKeyAt, writeNewKey } from './ssh-keys.ts';

const HOST = '127.0.0.1';

export interface SshdBoxOptions extends SshdSettings {
  /** The box's folder is made below this one; default is the system's temporary folder. */
  scratch?: string;
  /** Private key file of a user who may log in; default is a new key. Its `.pub` has to lie beside it. */
  identityFile?: string;
  /** Text of ~/.bashrc, which bash reads for every command that comes over sshd. */
  bashrc?: string;
  /** Environment of the sessions. PATH is that of this process, with ~/.local/bin before it, unless given. */
  env?: Record<string, string>;
  /** Default is a free one. */
  port?: number;
}

export interface SshdBox extends LabBox {
  /** Everything of this box lies here; `home` is below it. */
  folder: string;
  readonly bootMark: string;
  restart(options?: RestartOptions & { bootMark?: string }): Promise<void>;
  /** The processes of sshd that hold the connections which are open right now. */
  sessions(): number[];
  /** sshd itself dies and comes back, as in an upgrade: connections and everything else on the box go on. */
  restartSshd(): Promise<void>;
}

/** Starts a thin box. Whoever starts it stops it. */
export async function startSshdBox(options: SshdBoxOptions = {}): Promise<SshdBox> {
  const folder = await mkdtemp(path.join(options.scratch ?? tmpdir(), 'bringup-box-'));
  const at = (...parts: string[]) => path.join(folder, ...parts);
  const { username: user } = userInfo();
  const identityFile = options.identityFile ?? at('user_key');
  const mark = `BRINGUP_LAB_BOX=${folder}`;
  let port = options.port ?? (await freePort());
  let bootMark: string = randomUUID();
  let sshd: ChildProcess | undefined;
  // Of servers that died before their connections ended.
  const orphans: number[] = [];

  await mkdir(at('home'));
  await mkdir('/run/sshd', { recursive: true });
  if (options.identityFile === undefined) await writeNewKey(identityFile, 'lab user');
  await copyFile(`${identityFile}.pub`, at('authorized_keys'));
  if (options.banner !== undefined) await writeFile(at('banner'), options.banner);
  if (options.bashrc !== undefined) await writeFile(at('home', '.bashrc'), options.bashrc);
  let hostKey = await writeNewKey(at('host_key'), 'lab box');

  async function up(): Promise<void> {
    const environment = {
      HOME: at('home'),
      PATH: `${at('home', '.local', 'bin')}:${process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'}`,
      ...options.env,
      BRINGUP_BOOT_MARK: bootMark,
      BRINGUP_LAB_BOX: folder,
    };
    const files = {
      hostKey: at('host_key'),
      authorizedKeys: at('authorized_keys'),
      banner: options.banner === undefined ? undefined : at('banner'),
      pid: at('sshd.pid'),
    };
    await writeFile(at('sshd_config'), sshdConfig(port, files, environment, options));
    sshd = await spawnSshd('/usr/sbin/sshd', ['-D', '-e', '-f', at('sshd_config')], at('sshd.log'));
  }

  async function down(): Promise<void> {
    const server = sshd;
    sshd = undefined;
    await endAll(() => orphans.filter(isAlive));
    if (!server?.pid) return endAll(() => processesWith(mark));
    const { pid } = server;
    // A stopped server takes no new connection, so its children can be counted; killed first, it would leave them behind.
    if (signal(pid, 'SIGSTOP')) await endAll(() => [...descendantsOf(pid), ...processesWith(mark)]);
    signal(pid, 'SIGKILL');
    await ended(server);
    await endAll(() => processesWith(mark));
  }

  const sessions = () => [...orphans.filter(isAlive), ...(sshd?.pid ? childrenOf(sshd.pid) : [])];

  async function restartSshd(): Promise<void> {
    const server = sshd;
    if (!server?.pid) throw new Error('the box is down');
    orphans.push(...childrenOf(server.pid));
    signal(server.pid, 'SIGKILL');
    await ended(server);
    await up();
  }

  async function restart({
    newHostKey = false,
    port: newPort,
    bootMark: newMark,
  }: Parameters<SshdBox['restart']>[0] = {}) {
    await down();
    bootMark = newMark ?? randomUUID();
    port = newPort ?? port;
    if (newHostKey) hostKey = await writeNewKey(at('host_key'), 'lab box');
    await up();
  }

  const killAtExit = () => {
    if (!sshd?.pid) return;
    signal(sshd.pid, 'SIGSTOP');
    for (const pid of [...descendantsOf(sshd.pid), ...processesWith(mark), sshd.pid]) signal(pid, 'SIGKILL');
  };
  process.once('exit', killAtExit);

  await up();
  // A box that is told to reboot from within writes this file.
  let rebooting = Promise.resolve();
  const watcher = watch(folder, (_event, name) => {
    if (name === 'reboot-request') rebooting = rebooting.then(() => rebootWhenAsked());
  });
  async function rebootWhenAsked(): Promise<void> {
    if (!existsSync(at('reboot-request'))) return; // the second event of the same request
    await rm(at('reboot-request'));
    await restart();
  }

  return {
    host: HOST,
    user,
    folder,
    home: at('home'),
    identityFile,
    logFile: at('sshd.log'),
    rebootCommand: `: > ${quote(at('reboot-request'))}`,
    get port() {
      return port;
    },
    get bootMark() {
      return bootMark;
    },
    get hostKey() {
      return hostKeyAt(HOST, port, hostKey);
    },
    get connection() {
      return `ssh -p ${port} ${user}@${HOST}`;
    },
    get pid() {
      if (!sshd?.pid) throw new Error('the box is down');
      return sshd.pid;
    },
    restart,
    restartSshd,
    sessions,
    down,
    async stop() {
      watcher.close();
      await rebooting;
      await down();
      process.off('exit', killAtExit);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
