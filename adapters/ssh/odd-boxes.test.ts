// Boxes as people make them. Each is a user of one thick box, with a login shell that makes the box odd for that user alone. Whatever is
// odd, a job starts once, is adopted after a cut and cancelled with proof; where that cannot be, the failure says why.
import { randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { processesWith } from '../../lab/processes.ts';
import { addressOf, reachBox } from '../../lab/reach-box.ts';
import { type BoxUser, startThickBox, thickBoxesAvailable, type ThickBox } from '../../lab/thick-box.ts';
import { connect, type Connection } from './connect.ts';
import { cancelJob, followJob, jobName, type RemoteJob } from './remote-job.ts';

const available = await thickBoxesAvailable();
const LIMIT = { timeout: 25_000, interval: 20 };

/** A login shell that does something and then runs what it was given in `sh`. */
const shellThat = (does: string, sh = 'exec /bin/sh "$@"') => `#!/bin/sh\n${does}\n${sh}\n`;
/** The same in a mount namespace of its own, which the job inherits. */
const mountsThat = (does: string, sh = 'exec /bin/sh "$@"') =>
  `#!/bin/sh\nexec unshare -m --propagation private /bin/sh -c '${does}\n${sh}' sh "$@"\n`;
/** Without these programs: /usr/bin is links to all others. */
const without = (...programs: string[]) =>
  mountsThat(
    `mount --bind /usr/bin /opt/real && mount -t tmpfs tmpfs /usr/bin && cd /opt/real && /opt/real/cp -rs /opt/real/. /usr/bin/ && cd / && /opt/real/rm ${programs.map((name) => `/usr/bin/${name}`).join(' ')}`,
  );

const odd: Record<string, BoxUser & { rc?: [name: string, text: string] }> = {
  fish: { shell: '/usr/bin/fish', uid: 2001 },
  zsh: { shell: '/usr/bin/zsh', rc: ['.zshenv', 'echo noise; echo noise >&2'] },
  tcsh: { shell: '/usr/bin/tcsh', rc: ['.tcshrc', 'echo noise; set history=100'] },
  csh: { shell: '/bin/csh' },
  slow_and_loud: {
    shell: '/bin/bash',
    rc: ['.bashrc', 'head -c 300000 /dev/zero | tr "\\0" x; seq 5000 >&2; sleep 3'],
  },
  tmux_on_terminals: { shell: '/bin/bash', rc: ['.bashrc', '[ -t 1 ] && [ -z "$TMUX" ] && exec tmux new -A -s main'] },
  strict_options: {
    shell: mountsThat(
      'mount --bind /bin/bash /usr/bin/dash',
      'exec env SHELLOPTS=errexit:nounset:noglob:xtrace /bin/sh "$@"',
    ),
  },
  odd_environment: {
    shell: shellThat(
      'export LC_ALL=tr_TR.UTF-8 LANG=nonsense IFS=abc/ CDPATH=/usr ENV=/etc/box/env BASH_ENV=/etc/box/env NOW=x DIR=/ JOB=other EXIT=/dev/null LEADER=1 POSIXLY_CORRECT=1',
    ),
  },
  private_path: { shell: shellThat('export PATH=/opt/private') },
  no_path: { shell: shellThat('unset PATH') },
  blanks_in_home: { shell: '/bin/bash', home: '/home/with a blank' },
  missing_home: { shell: '/bin/bash', home: '/home/not/there' },
  noexec_home: { shell: '/bin/sh' },
  umask_777: { shell: shellThat('umask 777') },
  nice: { shell: shellThat('', 'exec nice -n 19 /bin/sh "$@"') },
  no_flock: { shell: without('flock') },
  no_setsid_flock_nohup: { shell: without('setsid', 'flock', 'nohup') },
  busybox: {
    shell: mountsThat(
      'mount --bind /opt/busybox /usr/bin && /usr/bin/mount --bind /opt/busybox /usr/sbin',
      'PATH=/usr/bin exec /usr/bin/sh "$@"',
    ),
  },
  hidepid: {
    uid: 0,
    shell: mountsThat(
      'mount -t proc -o hidepid=2 proc /proc && chown -R 2002:2002 /home/hidepid',
      'exec setpriv --reuid 2002 --regid 2002 --clear-groups /bin/sh "$@"',
    ),
  },
  slow_leader: { shell: shellThat('export PATH=/opt/slow:$PATH') },
  // These fail, and say why.
  rc_that_exits: { shell: '/bin/bash', rc: ['.bashrc', 'echo not today; exit 1'] },
  rc_that_is_tmux: { shell: '/bin/bash', rc: ['.bashrc', 'exec tmux new -A -s main'] },
  rc_that_asks: { shell: '/bin/bash', rc: ['.bashrc', 'echo "Your name?"; read -r name'] },
  read_only_home: { shell: '/bin/sh' },
  read_only_later: { shell: '/bin/sh' },
  home_of_another: { shell: '/bin/sh', uid: 2003, home: '/home/nobodys/home' },
  no_home: { shell: shellThat('unset HOME') },
  no_proc: { shell: mountsThat('umount -l /proc') },
  full: { shell: '/bin/sh' },
  small: { shell: '/bin/sh' },
  nearly_full: { shell: '/bin/sh' },
};

const atBoot = `set -e
mkdir -m 1777 /opt/marks
mkdir -p /opt/real /opt/private '/home/with a blank' /opt/slow
mkdir -p /opt/busybox && cp /usr/bin/busybox /opt/busybox/
for applet in $(busybox --list); do [ "$applet" = busybox ] || ln -sf busybox "/opt/busybox/$applet"; done
printf '#!/bin/sh\\nsleep 3\\nexec /usr/bin/setsid "$@"\\n' >/opt/slow/setsid
chmod 755 /opt/slow/setsid
mount -t tmpfs -o noexec tmpfs /home/noexec_home
mount -t tmpfs -o ro tmpfs /home/read_only_home
mount -t tmpfs tmpfs /home/read_only_later
mkdir -p /home/read_only_later/.bringup/jobs
mount -o remount,ro /home/read_only_later
mount -t tmpfs -o size=64k tmpfs /home/full
head -c 100000 /dev/zero >/home/full/junk || true
mount -t tmpfs -o size=16k tmpfs /home/small
mount -t tmpfs -o size=1m tmpfs /home/nearly_full
mount -t tmpfs -o noexec tmpfs /tmp
`;

let box: ThickBox;
const open: Connection[] = [];

async function login(user: string): Promise<Connection> {
  const connection = await connect(addressOf({ ...box, user }), await reachBox(box));
  open.push(connection);
  return connection;
}

const aJob = (script: string): RemoteJob => ({
  id: { workflow_id: 'w', execution_id: randomUUID(), step: 0, attempt: 1 },
  script,
  secrets: {},
  limit_s: 60,
  quiet_s: null,
  holder: null,
  grace_s: 1,
});

function follow(connection: Connection, job: RemoteJob, offset = 0, loginMs?: number) {
  const seen = { how: '', log: '', lines: [] as string[] };
  const listener = {
    onRunning: (how: string) => void (seen.how = how),
    onLog: (bytes: Buffer) => Promise.resolve(void (seen.log += bytes.toString('utf8'))),
    onProgress: (line: string) => void seen.lines.push(line),
  };
  return { seen, end: followJob(connection, job, offset, listener, undefined, loginMs) };
}

const living = (job: RemoteJob) => processesWith(`BRINGUP_JOB=${jobName(job.id)};`);

describe.runIf(available === true)('on an odd box', () => {
  beforeAll(async () => {
    for (const program of ['fish', 'zsh', 'tcsh', 'busybox', 'tmux']) {
      expect(
        spawnSync('sh', ['-c', 'command -v "$0"', program]).status,
        `${program} is not installed: run npm test`,
      ).toBe(0);
    }
    const rcs = Object.entries(odd).flatMap(([name, { rc }]) =>
      rc ? [[`/home/${name}/${rc[0]}`, `${rc[1]}\n`] as const] : [],
    );
    box = await startThickBox({
      banner: 'Welcome to vast.ai.\n',
      users: odd,
      atBoot,
      files: { ...Object.fromEntries(rcs), '/etc/motd': 'Have fun!\n', '/etc/box/env': 'echo noise\nset -eu\n' },
    });
  });
  afterAll(async () => {
    for (const connection of open) connection.end();
    await box?.stop();
  });

  it.concurrent.each(Object.keys(odd).slice(0, Object.keys(odd).indexOf('rc_that_exits')))(
    'a job runs once, is adopted after a cut and cancelled with proof: %s',
    async (user) => {
      const first = await login(user);
      const short = follow(first, aJob('echo out; echo err >&2; echo \'{"done":1}\' >&3; exit 3'));
      expect(await short.end).toMatchObject({ kind: 'ended', code: 3, reason: 'ended' });
      expect(short.seen).toEqual({ how: 'started', log: 'out\nerr\n', lines: ['{"done":1}'] });

      const mark = `/opt/marks/${user}`;
      const job = aJob(
        `umask 022; echo x >>${mark}; echo one; while ! [ -e ${mark}.go ]; do sleep 0.1; done; echo two; exit 4`,
      );
      const cut = follow(first, job);
      await vi.waitFor(() => expect(cut.seen.log).toBe('one\n'), LIMIT);
      first.end();
      await expect(cut.end).rejects.toMatchObject({ failure: { code: 'ssh_unreachable' } });
      const second = await login(user);
      const again = follow(second, job, 4);
      await vi.waitFor(() => expect(again.seen.how).toBe('adopted'), LIMIT);
      writeFileSync(box.path(`${mark}.go`), '');
      expect(await again.end).toMatchObject({ kind: 'ended', code: 4, reason: 'ended' });
      expect(again.seen.log).toBe('two\n');
      expect(readFileSync(box.path(mark), 'utf8')).toBe('x\n');

      const long = aJob(
        '(setsid sleep 1000 &) 2>/dev/null; (sleep 1000 &); trap "" TERM; echo up; sleep 1000; sleep 1000',
      );
      const followed = follow(second, long);
      await vi.waitFor(() => expect(followed.seen.log).toBe('up\n'), LIMIT);
      expect(await cancelJob(second, long)).toMatchObject({ found: 'ended_now', log_bytes: 3 });
      expect(living(long)).toEqual([]);
      expect(await followed.end).toMatchObject({ kind: 'ended', reason: 'cancelled' });
    },
    60_000,
  );

  it.concurrent.each([
    ['rc_that_exits', 'box_not_usable', /login files ended the session with code 1.*not today/s],
    ['rc_that_is_tmux', 'box_not_usable', /login files ended the session.*not a terminal/s],
    ['rc_that_asks', 'box_not_usable', /did not come to our command within 3 s.*Your name\?/s],
    ['read_only_home', 'box_not_usable', /cannot create \/home\/read_only_home.*Read-only file system/],
    ['read_only_later', 'box_not_usable', /cannot write to \/home\/read_only_later.*Read-only file system/],
    ['home_of_another', 'box_not_usable', /cannot create \/home\/nobodys.*Permission denied/],
    ['no_home', 'box_not_usable', /HOME is ""/],
    ['no_proc', 'box_not_usable', /\/proc is not mounted/],
    ['full', 'disk_full', /cannot write.*No space left on device; 0 kB left on \/home\/full/],
    ['small', 'disk_full', /cannot write.*too little space; \d+ kB left on \/home\/small/],
  ])('a job is refused with the reason: %s', async (user, code, words) => {
    const holder = { run: randomUUID(), owner: 'here', name: 'a run', lease_s: 60 };
    const { end } = follow(
      await login(user),
      { ...aJob('echo never'), holder },
      0,
      user === 'rc_that_asks' ? 3000 : undefined,
    );
    await expect(end).rejects.toMatchObject({ failure: { code }, message: expect.stringMatching(words) as string });
  });

  it('the end of a job that filled the disk is told, with what is left', async () => {
    const job = aJob('head -c 5000000 /dev/zero >big; echo "code $?"; head -c 100000 /dev/zero | tr "\\0" x; exit 7');
    const { end } = follow(await login('nearly_full'), job);
    expect(await end).toMatchObject({
      kind: 'ended',
      code: 7,
      space: [{ left_kb: 0, mount: '/home/nearly_full' }, {}],
    });
  });
});
