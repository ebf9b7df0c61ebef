// How the end of a real command on a real box is told.
import { beforeAll, expect, it } from 'vitest';
import { type Stack, startStackWithBox } from '../tests/support/stack.ts';

let stack: Stack;
let connection: string;

beforeAll(async () => {
  const started = await startStackWithBox();
  stack = started.stack;
  connection = `ssh -p ${started.box.port} ${started.box.user}@${started.box.host}`;
  return started.stop;
});

it('a disk that had no space is not called full where there is room now', async () => {
  const id = await stack.start({
    ssh_connection: connection,
    step_delay: 0,
    steps: [
      { action: 'run_command', label: 'Copy', command: "echo 'cp: model.bin: No space left on device' >&2; exit 1" },
    ],
  });
  const { failure } = await stack.ended(id);
  expect(failure).toMatchObject({ code: 'disk_full' });
  expect(failure?.message).toMatch(/There was no space left where it wrote; now there are \d+ kB left on \//);
});
