// Hostile values through the front door: what is around the steps (connection, names, labels, host keys), whole runs on a real box, and
// boxes whose login shell is none of POSIX.
import { randomUUID } from 'node:crypto';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isBringupError } from '../adapters/errors.ts';
import { createSecrets } from '../adapters/secrets/secrets.ts';
import { loadSettings } from '../adapters/settings/settings.ts';
import { connect } from '../adapters/ssh/connect.ts';
import { followJob, holdBox, releaseBox } from '../adapters/ssh/remote-job.ts';
import { runShell } from '../adapters/ssh/run-shell.ts';
import { assignments, quote } from '../adapters/ssh/shell.ts';
import type { Json, JsonObject } from '../contract/json.ts';
import { isEnded } from '../contract/run-state.ts';
import { addressOf, reachBox } from '../lab/reach-box.ts';
import { type SshdBox, startSshdBox } from '../lab/sshd-box.ts';
import { innerPath, oneLine } from '../steps/parameters.ts';
import { nodeName } from '../steps/nodes.ts';
import { createRepository } from '../steps/testing/git-repository.ts';
import { command } from '../tests/support/facade-client.ts';
import { type Hostile, hostileValues } from '../tests/support/hostile-values.ts';
import { findCanaries } from '../tests/support/script-box.ts';
import { type Stack, startStackWithBox } from '../tests/support/stack.ts';
import { stepFields } from '../tests/support/step-fields.ts';
import { validateRun } from './validate-run.ts';
import { z } from 'zod';

let box: SshdBox;
let stack: Stack;

beforeAll(async () => {
  const started = await startStackWithBox({ env: { CIVITDL_API_KEY: '' } });
  ({ stack, box } = started);
  return started.stop;
});

const noCanary = async () => {
  expect(await findCanaries(box.folder)).toEqual([]);
  expect(await findCanaries(stack.home)).toEqual([]);
};
const run = (...steps: JsonObject[]): JsonObject => ({ ssh_connection: box.connection, step_delay: 0, steps });
const runCount = async () => ((await stack.get('/api/v1/runs?limit=100')).body['items'] as Json[]).length;

/** Values that may be the name of a folder: those that whole runs are made of. */
const names = hostileValues.filter(
  ({ text }) => nodeName.safeParse(text).success && innerPath.safeParse(text).success && Buffer.byteLength(text) < 200,
);
const printable = oneLine(z.string().min(1).max(200));
const every = (list: Hostile[], step: number): Hostile[] => list.filter((_, index) => index % step === 0);

describe('a hostile ssh_connection', () => {
  /** The value as user, host, port, name of an option, value of an option, command. */
  const places: ((value: string) => string)[] = [
    (value) => value,
    (value) => `${value}@127.0.0.1:22`,
    (value) => `root@${value}:22`,
    (value) => `root@127.0.0.1:${value}`,
    (value) => `ssh://${value}@127.0.0.1:22`,
    (value) => `ssh ${value}`,
    (value) => `ssh ${value} root@127.0.0.1`,
    (value) => `ssh root@127.0.0.1 ${value}`,
    (value) => `ssh -p ${value} root@127.0.0.1`,
    (value) => `ssh -l ${value} 127.0.0.1`,
    (value) => `ssh -o ${value} root@127.0.0.1`,
    (value) => `ssh -o ProxyCommand=${value} root@127.0.0.1`,
    (value) => `ssh -o HostName=${value} root@127.0.0.1`,
    (value) => `ssh -J ${value} root@127.0.0.1`,
    (value) => `ssh -J ${quote(value.replaceAll('\0', ''))} root@127.0.0.1`,
    (value) => `ssh -i ${quote(value.replaceAll('\0', ''))} root@127.0.0.1`,
  ];

  it('is refused by name, or gives a plain user, host and port', async () => {
    const settings = await loadSettings({ HOME: stack.home, BRINGUP_HOME: stack.home });
    const plain = { user: /^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/, host: /^[A-Za-z0-9_[\]:%.][A-Za-z0-9_.:%-]*$/ };
    let refused = 0;
    for (const { text } of hostileValues) {
      for (const place of places) {
        const body = { ssh_connection: place(text), steps: [{ action: 'test_ssh' }] };
        try {
          const { instance } = (
            await validateRun({ settings, vast: null, secrets: createSecrets(settings.home) }, body)
          ).definition;
          for (const hop of [instance, ...instance.jump]) {
            expect(hop.user).toMatch(plain.user);
            expect(hop.host).toMatch(plain.host);
            expect(hop.port).toBeLessThan(65_536);
          }
        } catch (error) {
          if (!isBringupError(error)) throw error;
          expect(error.failure).toMatchObject({ code: 'input_invalid', facts: { field: 'ssh_connection' } });
          refused += 1;
        }
      }
    }
    expect(refused).toBeGreaterThan(hostileValues.length * 8);
  });

  it('names a key file whose name is data, also to rsync and to ssh', async () => {
    await mkdir(path.join(box.home, 'app', 'output'), { recursive: true });
    await writeFile(path.join(box.home, 'app', 'output', 'a.png'), 'picture');
    for (const [index, { text }] of every(names, 16).entries()) {
      const file = path.join(box.folder, 'keys', `${index}`, text);
      await mkdir(path.dirname(file), { recursive: true });
      await cp(box.identityFile, file);
      const sync = {
        action: 'sync_instance',
        unreachable_s: 3,
        ui_home: `${box.home}/app`,
        destination: `${stack.home}/media/${text}`,
      };
      const body = { ...run(sync), ssh_connection: `${box.connection} -i ${quote(file)}` };
      const answer = await stack.post('/workflow/start', body);
      expect({ text, answer }).toMatchObject({ answer: { status: 200 } });
      const state = await stack.ended(String(answer.body['workflow_id']));
      expect({ text, status: state.status, why: state.error_message ?? null }).toEqual({
        text,
        status: 'completed',
        why: null,
      });
    }
    await noCanary();
  }, 60_000);
});

describe('hostile names of a run', () => {
  it('are given back as they were, and nothing runs them', async () => {
    const usable = every(
      hostileValues.filter(({ text }) => printable.safeParse(text).success && encodeURIComponent(text).length < 150),
      9,
    );
    expect(usable.length).toBeGreaterThan(20);
    for (const { text } of usable) {
      // As a name, that of a prototype is refused (api/checked-body.ts).
      const key = text === '__proto__' ? 'text' : text;
      const step = command('true', { label: text, note: { [key]: text } });
      const body = { ...run(step), workflow_id: text, template: { id: text, name: text } };
      expect(await stack.post('/workflow/start', body)).toMatchObject({ status: 200, body: { workflow_id: text } });
      const state = await stack.ended(text);
      expect(state).toMatchObject({ status: 'completed', workflow_id: text, template: { id: text } });
      expect(state.steps[0]).toMatchObject({ label: text });
    }
    await noCanary();
  });

  it('are refused by name where they cannot be shown, and start nothing', async () => {
    const before = await runCount();
    const hidden = hostileValues.filter(({ text }) => text !== '' && !printable.safeParse(text).success);
    expect(hidden.length).toBeGreaterThan(40);
    for (const { text } of hidden) {
      const bodies: [string, JsonObject][] = [
        ['workflow_id', { ...run(command('true')), workflow_id: text }],
        ['template.id', { ...run(command('true')), template: { id: text } }],
        ['template.name', { ...run(command('true')), template: { id: 'x', name: text } }],
        ['label', run(command('true', { label: text }))],
        ['action', run({ action: text })],
      ];
      for (const [field, body] of bodies) {
        const answer = await stack.post('/workflow/start', body);
        expect(answer).toMatchObject({ status: 400, body: { code: 'input_invalid', field } });
        expect(JSON.stringify(answer.body).length).toBeLessThan(1_000);
      }
    }
    expect(await runCount()).toBe(before);
  });
});

describe('hostile values of steps', () => {
  it('are refused over HTTP with the step and the field', async () => {
    const before = await runCount();
    for (const field of stepFields) {
      const { text } = hostileValues.find((one) => one.text.includes('\0')) ?? { text: '\0' };
      const answer = await stack.post('/workflow/start', run(command('true'), field.step(text)));
      expect(answer).toMatchObject({ status: 400, body: { code: 'input_invalid', step: 2 } });
      const named = String(answer.body['field']);
      expect(field.at.startsWith(named) || named.startsWith(field.at)).toBe(true);
    }
    expect(await runCount()).toBe(before);
  });

  it('are folders, links and nodes of those names after a whole run', async () => {
    const some = every(names, 5);
    expect(some.length).toBeGreaterThan(25);
    const source = path.join(box.folder, 'repositories', 'node');
    createRepository(source);
    const homes = some.map(({ text }) => path.join(box.home, 'apps', text));
    for (const home of homes) await mkdir(path.join(home, 'models'), { recursive: true });
    const nodes = some.map(({ text }) => ({ name: text, url: source, subfolder: text }));
    const first = homes[0] ?? '';
    const id = await stack.start(
      run(
        ...homes.flatMap((home) => [
          { action: 'set_ui_home', ui_home: home, label: path.basename(home) },
          { action: 'get_ui_home', expected: home },
        ]),
        {
          action: 'configure_links',
          ui_home: first,
          links: some.map(({ text }) => ({ link: text, folder: `models of ${text}` })),
        },
        { action: 'install_custom_nodes', ui_home: first, nodes },
      ),
    );
    const state = await stack.ended(id, 60_000);
    expect(state.error_message ?? null).toBeNull();
    expect(state.status).toBe('completed');
    expect(
      state.steps
        .at(-1)
        ?.tasks.filter(({ status }) => status === 'success')
        .map(({ name }) => name),
    ).toEqual(expect.arrayContaining(some.map(({ text }) => text)));
    await noCanary();
  }, 90_000);
});

describe('hostile fields of a host key', () => {
  it('are refused, and no key is written', async () => {
    const unknown = { host: '127.0.0.1', port: 1, ssh_connection: 'root@127.0.0.1:1' };
    for (const { text } of every(hostileValues, 2)) {
      const fields = ['host', 'port', 'user', 'known_hosts_file', 'fingerprint', 'ssh_connection'];
      for (const field of fields) {
        const bodies = [
          ['/ssh/host-keys/resolve', { ...unknown, [field]: text }],
          ['/ssh/host-keys/remove', { ...unknown, [field]: text }],
          ['/ssh/verify-host', { ...unknown, accept: true, fingerprint: 'SHA256:x', [field]: text }],
        ] as const;
        for (const [at, body] of bodies) {
          const { status } = await stack.post(at, body);
          expect({ at, field, text, status, fine: status === 200 || (status >= 400 && status < 500) }).toMatchObject({
            fine: true,
          });
        }
      }
      expect((await stack.post('/ssh/host-keys/check', { ssh_output: text })).status).toBeLessThan(500);
    }
    await noCanary();
  }, 60_000);
});

describe('a box whose login shell is', () => {
  const usable = hostileValues.filter(({ text }) => !text.includes('\0') && !/\p{Surrogate}/u.test(text));

  it.each(['bash', 'zsh', 'fish', 'tcsh'])('%s gives hostile values back byte for byte', async (shell) => {
    // What sshd itself would do with such a login shell.
    const odd = await startSshdBox({ sshdConfig: [`ForceCommand exec /usr/bin/${shell} -c "$SSH_ORIGINAL_COMMAND"`] });
    const connection = await connect(addressOf(odd), await reachBox(odd));
    try {
      const values = Object.fromEntries(
        usable.filter(({ text }) => text.length < 5_000).map(({ number, text }) => [`V${number}`, text]),
      );
      const script = `${assignments(values)}\nprintf '%s\\0' ${Object.keys(values)
        .map((name) => `"$${name}"`)
        .join(' ')}`;
      const log: Buffer[] = [];
      const end = await followJob(
        connection,
        {
          id: { workflow_id: 'w', execution_id: randomUUID(), step: 0, attempt: 1 },
          script,
          secrets: { KEY: Object.values(values).join('') },
          limit_s: 20,
          quiet_s: null,
          grace_s: 1,
          holder: null,
        },
        0,
        {
          onRunning: () => undefined,
          onLog: (bytes) => Promise.resolve(void log.push(bytes)),
          onProgress: () => undefined,
        },
      );
      expect(end).toMatchObject({ kind: 'ended', code: 0 });
      expect(Buffer.concat(log).toString().split('\0').slice(0, -1)).toEqual(Object.values(values));
      // With the command itself, and as the name of a run that holds the box.
      for (const { text } of every(usable, 11)) {
        const { stdout } = await runShell(connection, `printf %s ${quote(text.slice(0, 2_000))}`);
        expect(stdout.toString()).toBe(text.slice(0, 2_000));
        const holder = { run: randomUUID(), owner: 'test', name: text, lease_s: 10 };
        await holdBox(connection, holder);
        await releaseBox(connection, holder.run, 7);
      }
      expect(await findCanaries(odd.folder)).toEqual([]);
    } finally {
      connection.end();
      await odd.stop();
    }
  });
});

it('ends every run that was started', async () => {
  const items = (await stack.get('/api/v1/runs?active=true')).body['items'] as JsonObject[];
  for (const { workflow_id } of items) await stack.until(String(workflow_id), isEnded);
  await noCanary();
});
