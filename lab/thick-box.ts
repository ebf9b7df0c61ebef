// A thick box: the whole file system of this computer under an overlay of its own, with its own pid 1, as a container has it. A
// reboot gives a new pid 1 and an empty /dev/shm and keeps files and host key, exactly like docker stop and start. Needs root with
// mount rights on Linux; `thickBoxesAvailable` tells.
import { spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.ts';
import { run } from './openssh.ts';
import { childrenOf, descendantsOf, endAll, isAlive } from './processes.ts';
import { ended, spawnSshd, sshdConfig, type LabBox, type RestartOptions, type SshdSettings } from './sshd.ts';
import { createKeyPair, hostKeyAt, writeNewKey, type KeyPair } from './ssh-keys.ts';

const HOST = '127.0.0.1';

export interface ThickBoxOptions extends SshdSettings {
  /** Environment of the sessions. PATH is that of this process unless given. */
  env?: Record<string, string>;
  port?: number;
  /** Files to write into the box before its first start, by absolute path; folders are made. */
  files?: Record<string, string>;
  /** Users beside root, by name. Their home is /home/<name>; all let the box's key in. */
  users?: Record<string, BoxUser>;
  /** Text of sh that runs on the box at every boot, before sshd. */
  atBoot?: string;
}

/** Somebody who can log in to a thick box, with a login shell of their own. */
export interface BoxUser {
  /** Path of the login shell, or its text where it begins with `#!`. */
  shell: string;
  /** 0, a user with root's rights, unless given. */
  uid?: number;
  /** /home/<name> unless given; made in any case but where it is given. */
  home?: string;
}

export interface ThickBox extends LabBox {
  /** Path of one of the box's files as seen from here, while the box is up. */
  path(inside: string): string;
  /** Destroys and makes the box anew: files gone, new host key. */
  recycle(): Promise<void>;
}

// The layers lie on a tmpfs in a mount namespace of its own, which a process holds that does nothing else: upper and lower layer
// may not overlap, nothing of it is seen on this computer, and all of it is gone with that process.
const HOLD = `mount -t tmpfs tmpfs "$0" && mkdir "$0/upper" "$0/work" "$0/root" && echo held && exec sleep infinity`;

const BOOT = `set -e
mount -t overlay overlay -o "lowerdir=/,upperdir=$0/upper,workdir=$0/work" "$0/root"
mount -t proc proc "$0/root/proc"
mount --rbind /dev "$0/root/dev"
mount -t tmpfs tmpfs "$0/root/dev/shm"
mount -t tmpfs tmpfs "$0/root/run"
mount -t tmpfs tmpfs "$0/root/tmp"
mkdir -p "$0/root/run/sshd"
hostname bringup-box
chroot "$0/root" sh -c "$1"
exec chroot "$0/root" /usr/sbin/sshd -D -e -f /etc/box/sshd_config`;

/** True where thick boxes can be made; else the reason why not. */
export async function thickBoxesAvailable(): Promise<true | string> {
  if (process.platform !== 'linux') return 'thick boxes need Linux';
  if (process.getuid?.() !== 0) return 'thick boxes need root';
  const folder = await mkdtemp(path.join(tmpdir(), 'bringup-thick-'));
  try {
    // The last two lines start things on the box.
    const probe = `${HOLD.replace('echo held && exec sleep infinity', 'true')} && ${BOOT.split('\n').slice(0, -2).join('\n')}`;
    const { code, stderr } = await run('unshare', [
      '-mpuf',
      '--kill-child',
      '--propagation',
      'private',
      'sh',
      '-c',
      probe,
      folder,
    ]);
    return code === 0 || `mounts are refused: ${stderr.trim().slice(-300)}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'unshare (util-linux) is not installed';
    throw error;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Starts a thick box. Whoever starts it stops it. */
export async function startThickBox(options: ThickBoxOptions = {}): Promise<ThickBox> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bringup-thick-'));
  const layers = path.join(folder, 'layers');
  const identityFile = path.join(folder, 'user_key');
  const logFile = path.join(folder, 'sshd.log');
  await mkdir(layers);
  const userKey = await writeNewKey(identityFile, 'lab user');
  let port = options.port ?? (await freePort());
  let hostKey: KeyPair = createKeyPair('lab box');
  let holder = await hold(layers);
  let box: ChildProcess | undefined;

  const upper = (inside: string) => `/proc/${holder.pid}/root${layers}/upper${inside}`;
  async function put(inside: string, text: string, mode = 0o644): Promise<void> {
    await mkdir(path.dirname(upper(inside)), { recursive: true });
    await writeFile(upper(inside), text, { mode });
  }

  // Layers of an overlay may only be written while it is not mounted, so the box is down here.
  async function configure(): Promise<void> {
    const files = {
      hostKey: '/etc/box/host_key',
      authorizedKeys: '/etc/box/authorized_keys',
      banner: undefined,
      pid: '/run/sshd.pid',
    };
    const banner = options.banner === undefined ? undefined : '/etc/box/banner';
    const environment = { PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin', ...options.env };
    await put('/etc/box/host_key', hostKey.privateKey, 0o600);
    await put('/etc/box/authorized_keys', `${userKey.type} ${userKey.base64}\n`);
    if (options.banner !== undefined) await put('/etc/box/banner', options.banner);
    await put('/etc/box/sshd_config', sshdConfig(port, { ...files, banner }, environment, options));
  }

  async function addUsers(users: Record<string, BoxUser>): Promise<void> {
    const lines = [(await readFile('/etc/passwd', 'utf8')).trimEnd()];
    for (const [name, { shell, uid = 0, home }] of Object.entries(users)) {
      const own = shell.startsWith('#!') ? `/etc/box/shell-${name}` : shell;
      if (own !== shell) await put(own, shell, 0o755);
      if (home === undefined) {
        await mkdir(upper(`/home/${name}`), { recursive: true });
        await chown(upper(`/home/${name}`), uid, uid);
      }
      lines.push(`${name}:*:${uid}:${uid}:${name}:${home ?? `/home/${name}`}:${own}`);
    }
    await put('/etc/passwd', `${lines.join('\n')}\n`);
  }

  async function fill(): Promise<void> {
    await configure();
    if (options.users) await addUsers(options.users);
    for (const [inside, text] of Object.entries(options.files ?? {})) await put(inside, text);
  }

  async function up(): Promise<void> {
    const inside = [
      '--target',
      String(holder.pid),
      '--mount',
      'unshare',
      '-mpuf',
      '--kill-child',
      '--propagation',
      'private',
    ];
    const started = await spawnSshd('nsenter', [...inside, 'sh', '-c', BOOT, layers, options.atBoot ?? ''], logFile);
    box = started;
    // A box that ends unasked was rebooted from within.
    started.once('exit', () => {
      if (box === started)
        up().catch((error: unknown) => process.emitWarning(`thick box did not come back: ${String(error)}`));
    });
  }

  async function down(): Promise<void> {
    const running = box;
    box = undefined;
    if (!running) return;
    // Whoever lost its parent in there belongs to pid 1, so this is all of them.
    const inside = running.pid ? descendantsOf(running.pid) : [];
    running.kill('SIGKILL');
    await ended(running);
    await endAll(() => inside.filter(isAlive));
  }

  async function restart({ newHostKey = false, port: newPort }: RestartOptions = {}): Promise<void> {
    await down();
    if (newHostKey) hostKey = createKeyPair('lab box');
    port = newPort ?? port;
    await configure();
    await up();
  }

  const killAtExit = () => {
    box?.kill('SIGKILL');
    holder.kill('SIGKILL');
  };
  process.once('exit', killAtExit);
  await fill();
  await up();

  return {
    host: HOST,
    user: 'root',
    home: '/root',
    identityFile,
    logFile,
    rebootCommand: 'kill -TERM 1',
    get port() {
      return port;
    },
    get hostKey() {
      return hostKeyAt(HOST, port, hostKey);
    },
    get connection() {
      return `ssh -p ${port} root@${HOST}`;
    },
    get pid() {
      if (!box?.pid) throw new Error('the box is down');
      return box.pid;
    },
    path(inside) {
      const [init] = box?.pid ? childrenOf(box.pid) : [];
      if (!init) throw new Error('the box is down');
      return `/proc/${init}/root${inside}`;
    },
    restart,
    down,
    async recycle() {
      await down();
      await release(holder);
      holder = await hold(layers);
      hostKey = createKeyPair('lab box');
      await fill();
      await up();
    },
    async stop() {
      await down();
      await release(holder);
      process.off('exit', killAtExit);
      await rm(folder, { recursive: true });
    },
  };
}

async function hold(layers: string): Promise<ChildProcess> {
  const holder = spawn('unshare', ['-m', '--propagation', 'private', 'sh', '-c', HOLD, layers], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true, // as sshd is
  });
  const exited = once(holder, 'exit').then(() => {
    throw new Error('the layers of a thick box could not be mounted');
  });
  await Promise.race([once(createInterface({ input: holder.stdout }), 'line'), exited]);
  exited.catch(() => undefined); // from now on its end is asked for
  return holder;
}

async function release(holder: ChildProcess): Promise<void> {
  holder.kill('SIGKILL');
  await ended(holder);
}
