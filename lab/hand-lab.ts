// Everything of the lab at once, for use by hand: boxes with the application under supervisor, the git server, the stand-in of Vast.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type GitServer, startGitServer } from './git-server.ts';
import { putApplication, writeTemplate } from './hand-box.ts';
import { allNodeKinds, makeNodeRepositories } from './node-repositories.ts';
import type { LabBox } from './sshd.ts';
import { startSshdBox } from './sshd-box.ts';
import { startSupervisor, type Supervisor } from './supervisor.ts';
import { startThickBox, thickBoxesAvailable } from './thick-box.ts';
import { startVastStandIn, type VastStandIn } from './vast-stand-in.ts';

interface HandBox {
  box: LabBox;
  kind: 'thin' | 'thick';
  /** As paths on the box. */
  uiHome: string;
  python: string;
  supervisor: Supervisor;
  /** Its number for the stand-in of Vast. */
  instance: number;
  /** A template file that installs the whole set of nodes. */
  template: string;
}

export interface HandLab {
  folder: string;
  boxes: HandBox[];
  git: GitServer;
  vast: VastStandIn;
  vastKey: string;
  /** Why there are fewer boxes than asked for; empty where there are not. */
  notes: string[];
  stop(): Promise<void>;
}

interface Options {
  thin?: number;
  thick?: number;
  /** Bytes of each of the two clips in a box's output folder. */
  clipSize?: number;
  say?: (line: string) => void;
}

/** Starts it all. Whoever starts it stops it; a start that fails leaves nothing. */
export async function startHandLab(options: Options = {}): Promise<HandLab> {
  const { thin = 1, thick = 0, clipSize = 60_000_000, say = () => undefined } = options;
  const endings: (() => Promise<unknown>)[] = [];
  // The last one first, and each of them whatever became of the others.
  const stop = async () => {
    const problems: unknown[] = [];
    for (const end of endings.splice(0).reverse()) await end().catch((error: unknown) => problems.push(error));
    if (problems.length > 0) throw new AggregateError(problems, 'something of the lab could not be ended');
  };
  try {
    return { ...(await startAll({ thin, thick, clipSize, say }, endings)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  { thin, thick, clipSize, say }: Required<Options>,
  endings: (() => Promise<unknown>)[],
): Promise<Omit<HandLab, 'stop'>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bringup-lab-'));
  endings.push(() => rm(folder, { recursive: true, force: true }));
  say('making the repositories');
  const repositories = path.join(folder, 'repositories');
  await makeNodeRepositories(repositories, allNodeKinds);
  const git = await startGitServer({ root: repositories, credentials: { user: 'lab', password: 'lab' } });
  endings.push(() => git.stop());

  const available = thick > 0 ? await thickBoxesAvailable() : true;
  const notes = available === true ? [] : [`no thick boxes: ${available}`];
  const kinds = [
    ...Array.from({ length: thin }, () => 'thin' as const),
    ...Array.from({ length: available === true ? thick : 0 }, () => 'thick' as const),
  ];
  const boxes: HandBox[] = [];
  for (const [index, kind] of kinds.entries()) {
    say(`starting box ${index + 1} of ${kinds.length} (${kind})`);
    const box = kind === 'thin' ? await startSshdBox({ scratch: folder }) : await startThickBox();
    endings.push(() => box.stop());
    const application = await putApplication(box, clipSize);
    const supervisor = await startSupervisor(box, application); // it ends with the box
    const id = `lab-${index + 1}`;
    const template = await writeTemplate(path.join(folder, 'templates'), { id, box, git, ...application });
    boxes.push({ box, kind, ...application, supervisor, instance: index + 1, template });
  }

  const vastKey = 'lab-key';
  const vast = await startVastStandIn({
    key: vastKey,
    instances: boxes.map(({ box, instance, supervisor }) => ({ id: instance, box: rebooting(box, supervisor) })),
  });
  endings.push(() => vast.stop());
  return { folder, boxes, git, vast, vastKey, notes };
}

/** A rented box starts its supervisor at every boot. */
const rebooting = (box: LabBox, supervisor: Supervisor) => ({
  host: box.host,
  get port() {
    return box.port;
  },
  async restart() {
    await box.restart();
    await supervisor.start();
  },
});
