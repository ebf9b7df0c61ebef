// A host key counts as shown when somebody is told of it, and only then: accepting what nobody has compared must not be possible.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureHome, loadSettings } from '../adapters/settings/settings.ts';
import type { StepInput } from '../contract/activities.ts';
import { addressOf } from '../lab/reach-box.ts';
import { type SshdBox, startSshdBox } from '../lab/sshd-box.ts';
import { createDependencies } from '../worker/dependencies.ts';
import { createActivities } from './index.ts';

let box: SshdBox;
let home: string;
let deps: Awaited<ReturnType<typeof createDependencies>>;

beforeAll(async () => {
  box = await startSshdBox();
  home = await mkdtemp(path.join(tmpdir(), 'bringup-told-'));
  const settings = await loadSettings({ HOME: home, PATH: process.env.PATH, BRINGUP_HOME: home });
  await ensureHome(settings);
  deps = await createDependencies(settings);
});
afterAll(async () => {
  await deps?.close();
  await rm(home, { recursive: true, force: true });
  await box?.stop();
});

describe('a host key that a connection was refused for', () => {
  const shown = () => deps.store.hostKeys.lastOffered(box.host, box.port);

  it('does not count as shown where the box is given back in the background', async () => {
    const { support } = createActivities(deps, () => Promise.resolve());
    const input = { instance: addressOf(box), instance_id: null, execution_id: 'one' };
    const released = new MockActivityEnvironment().run(support.release_box, input);
    await expect(released).rejects.toMatchObject({ type: 'host_key_unknown' });
    expect(await shown()).toBeNull();
  });

  it('counts as shown where it ends a step', async () => {
    const { steps } = createActivities(deps, () => Promise.resolve());
    const input: StepInput = {
      id: { workflow_id: 'a', execution_id: 'one', step: 0, attempt: 1 },
      action: 'test_ssh',
      instance: addressOf(box),
      instance_id: null,
      parameters: {},
      secrets: [],
      kill_grace_s: 1,
      lease_s: 60,
      timeout_s: 30,
      no_output_s: null,
      unreachable_limit_s: 5,
    };
    const step = new MockActivityEnvironment().run(steps['test_ssh'] as (input: StepInput) => Promise<unknown>, input);
    await expect(step).rejects.toMatchObject({ type: 'host_key_unknown' });
    expect(await shown()).toMatchObject({ fingerprint: box.hostKey.fingerprint });
  });
});
