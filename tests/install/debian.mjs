// The programs that the tests run for real, and the Debian packages that hold them. Only what is missing is installed.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Refusal, run } from '../../cli/install.mjs';

const folders = () => [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin'];

/** The path of the first of these programs that exists, else null. */
function findProgram(...names) {
  for (const name of names) {
    for (const folder of folders()) {
      const file = path.join(folder, name);
      if (existsSync(file)) return file;
    }
  }
  return null;
}

export const findChromium = () => findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');

const pythonHas = async (...modules) => (await run('python3', ['-c', `import ${modules.join(', ')}`])).code === 0;

const needs = [
  { what: 'sshd', from: 'openssh-server', isThere: () => findProgram('sshd') !== null },
  {
    what: 'ssh',
    from: 'openssh-client',
    isThere: () => findProgram('ssh') !== null && findProgram('ssh-keygen') !== null,
  },
  { what: 'git', from: 'git', isThere: () => findProgram('git') !== null },
  { what: 'rsync', from: 'rsync', isThere: () => findProgram('rsync') !== null },
  { what: 'Chromium', from: 'chromium', isThere: () => findChromium() !== null },
  {
    what: 'setsid and flock',
    from: 'util-linux',
    isThere: () => findProgram('setsid') !== null && findProgram('flock') !== null,
  },
  // Odd boxes: what people log in with, and a box without coreutils.
  ...['fish', 'zsh', 'tcsh', 'tmux'].map((name) => ({
    what: name,
    from: name,
    isThere: () => findProgram(name) !== null,
  })),
  { what: 'BusyBox', from: 'busybox-static', isThere: () => findProgram('busybox') !== null },
  {
    what: 'Postgres',
    from: 'postgresql',
    // Debian keeps its programs out of PATH.
    isThere: () => existsSync('/usr/lib/postgresql') || findProgram('initdb') !== null,
  },
  { what: 'Python', from: 'python3', isThere: () => findProgram('python3') !== null },
  { what: "Python's venv", from: 'python3-venv', isThere: () => pythonHas('venv', 'ensurepip') },
];

async function missing() {
  const found = [];
  for (const need of needs) if (!(await need.isThere())) found.push(need);
  return found;
}

/** Installs what is missing. Throws a Refusal that says what to install where that cannot be done from here. */
export async function ensurePrograms({ say = console.log } = {}) {
  const before = await missing();
  if (before.length === 0) return;
  const packages = before.map(({ from }) => from);
  const command = `apt-get install ${packages.join(' ')}`;
  const names = before.map(({ what }) => what).join(', ');
  if (!findProgram('apt-get')) {
    throw new Refusal(`The tests need ${names}. Install them (on Debian: ${command}), then run npm test again.`);
  }
  const asRoot = await rootPrefix();
  if (!asRoot) throw new Refusal(`The tests need ${names}. Run "sudo ${command}", then npm test again.`);
  say(`Installing ${packages.join(', ')} (once) …`);
  await aptGet(asRoot, ['update', '--quiet']);
  const { code, output } = await aptGet(asRoot, [
    'install',
    '--yes',
    '--quiet',
    '--no-install-recommends',
    ...packages,
  ]);
  const after = await missing();
  if (after.length === 0) return;
  const left = after.map(({ what }) => what).join(', ');
  const reason = output.split('\n').find((line) => line.startsWith('E:')) ?? `apt-get ended with code ${code}`;
  throw new Refusal(`${left} could not be installed: ${reason}. Run "sudo ${command}" by hand to see why.`);
}

/** How to become root without being asked: already, or by a sudo that needs no password. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram('sudo');
  return sudo && (await run(sudo, ['-n', 'true'])).code === 0 ? [sudo, '-n'] : null;
}

function aptGet(asRoot, args) {
  // env, because sudo drops variables. RUNLEVEL=1 keeps the package from starting a machine-wide sshd.
  const settings = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1'];
  const [program, ...rest] = [...asRoot, 'env', ...settings, 'apt-get', ...args];
  return run(program, rest);
}
