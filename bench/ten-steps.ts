// Ten trivial commands on one loopback box: as a durable run from POST to completed, by ssh with ControlMaster (its opening
// included), and by one ssh process each. Interleaved, so that a busy machine is busy for all.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { median, type Row } from './figures.ts';
import type { Product } from './product.ts';

const COMMANDS = Array.from({ length: 10 }, (_, index) => `echo step ${index + 1}`);

export async function tenSteps({ box, run }: Product, rounds: number): Promise<Row[]> {
  const ours: number[] = [];
  const master: number[] = [];
  const single: number[] = [];
  const steps = COMMANDS.map((command, index) => ({ action: 'run_command', label: `Step ${index + 1}`, command }));
  const body = { ssh_connection: box.connection, step_delay: 0, steps };
  // The first run opens the connection and fills caches; the others measure what a user has all day.
  const cold = await timed(() => run(body));
  for (let round = 0; round < rounds; round += 1) {
    master.push(await timed(() => byControlMaster(box, COMMANDS)));
    ours.push(await timed(() => run(body)));
    single.push(await timed(() => bySingleSsh(box, COMMANDS)));
  }
  const [us, cm, ssh] = [median(ours), median(master), median(single)];
  const facts = `ours ${us} ms (first run ${cold} ms), ControlMaster ${cm} ms, ssh each ${ssh} ms, ${rounds} rounds`;
  return [
    { name: 'ten steps / ssh ControlMaster', ratio: us / cm, bar: 1.5, facts },
    { name: 'ten steps / one ssh process each', ratio: us / ssh, bar: 0.3, facts },
  ];
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round(performance.now() - start);
}

const options = (box: Product['box']) => [
  ...['-F', '/dev/null', '-i', box.identityFile, '-p', String(box.port), '-o', 'LogLevel=ERROR'],
  ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'],
];
const destination = (box: Product['box']) => `${box.user}@${box.host}`;

function ssh(args: string[]) {
  const { status, stderr } = spawnSync('ssh', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`ssh ${args.join(' ')}: ${stderr.toString()}`);
}

function byControlMaster(box: Product['box'], commands: string[]) {
  const socket = ['-o', `ControlPath=${path.join(box.folder, 'control')}`];
  ssh([...options(box), ...socket, '-o', 'ControlMaster=yes', '-fN', destination(box)]);
  for (const command of commands) ssh([...options(box), ...socket, destination(box), command]);
  ssh([...options(box), ...socket, '-O', 'exit', destination(box)]);
}

function bySingleSsh(box: Product['box'], commands: string[]) {
  for (const command of commands) ssh([...options(box), destination(box), command]);
}
