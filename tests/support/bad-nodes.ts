// The full set of good and bad nodes on a box, installed by the product: what came of each, against what has to come of it.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isEnded, type StepState } from '../../contract/run-state.ts';
import { fakeTorch } from '../../lab/fake-torch.ts';
import { startGitServer } from '../../lab/git-server.ts';
import { allNodeKinds, makeNodeRepositories } from '../../lab/node-repositories.ts';
import { nodeSet, type SetNode, templateNodes } from '../../lab/node-set.ts';
import { ssh } from '../../lab/openssh.ts';
import type { SshdBox } from '../../lab/sshd-box.ts';
import { nodeReasons } from '../../steps/node-verdicts.ts';
import { installedPackages } from '../../steps/testing/python-environment.ts';
import { step } from './comfyui-box.ts';
import type { Product } from './product.ts';

/** A box with an application and a Python environment that holds the stand-in of torch. */
interface NodesBox extends SshdBox {
  uiHome: string;
  python: string;
}

export interface BadSet {
  /** Of both steps, without what lies between them. */
  seconds: number;
  nodes: number;
  /** Reason by node, as the result of install_custom_nodes names it. */
  reasons: Record<string, string>;
  /** Reason by node, as the import check of verify_dependencies names it. */
  imports: Record<string, string>;
  /** What is not as it has to be; empty when all is. */
  wrong: string[];
}

/** What is wrong with a node, as the step has to name it; the others are ready afterwards. */
const REASONS: Record<string, string> = {
  nopkg: 'missing_package',
  badbuild: 'build_failed',
  // All but its last line, a repository that nobody serves.
  malformed: 'unreachable',
  'clone-hang': 'unreachable',
  'clone-401': 'private',
  'clone-404': 'not_found',
  'clone-503': 'unreachable',
  'clone-cut': 'unreachable',
};
/** What the import check has to say. */
const IMPORTS: Record<string, string> = {
  importfail: 'import_failed',
  importexit: 'import_exits',
  importhang: 'import_hangs',
};
/** One of the two has to give way. */
const CONFLICT = ['pin-old', 'pin-new'];

const LIMIT_MS = 900_000;
/** Long enough for cv2 on a busy machine. */
const IMPORT_LIMIT_S = 30;

/** Serves the whole set, installs it in a run, and looks at what is on the box then. */
export async function installBadSet(product: Product, box: NodesBox): Promise<BadSet> {
  const repositories = path.join(box.folder, 'bad-set');
  await makeNodeRepositories(repositories, allNodeKinds);
  const git = await startGitServer({ root: repositories });
  try {
    const nodes = nodeSet(git);
    // Whatever is wrong with a node is a warning: only a step that is done keeps its result, and the next one follows.
    const application = { ui_home: box.uiHome, python: box.python, accept: [...nodeReasons] };
    const cloned = nodes.filter(({ fate }) => fate !== 'uncloned');
    const checks = { nodes: templateNodes(cloned), import_limit_s: IMPORT_LIMIT_S, restart: 'never' };
    const id = await product.start({
      ssh_connection: box.connection,
      step_delay: 0,
      steps: [
        step('install_custom_nodes', 'Install nodes', { ...application, nodes: templateNodes(nodes) }),
        step('verify_dependencies', 'Verify them', { ...application, ...checks }),
      ],
    });
    const state = await product.until(id, isEnded, LIMIT_MS);
    const [installed, verified] = state.steps;
    if (!installed || !verified || state.status !== 'completed') {
      const number = verified?.started_at ? '02-verify_dependencies-1' : '01-install_custom_nodes-1';
      const log = await readFile(path.join(product.home, 'logs', state.execution_id, `${number}.log`), 'utf8');
      throw new Error(`the run ended ${state.status}: ${state.error_message ?? ''}\n${log.slice(-3000)}`);
    }
    const reasons = reasonsOf(installed);
    const imports = importsOf(verified);
    return {
      seconds: tookOf(installed) + tookOf(verified),
      nodes: nodes.length,
      reasons,
      imports,
      wrong: [
        ...wrongReasons(nodes, reasons),
        ...wrongImports(imports),
        ...classless(verified),
        ...wrongRows(installed, reasons),
        ...(await notImportable(box, nodes, reasons)),
        ...(await wrongPackages(box)),
      ],
    };
  } finally {
    await git.stop();
  }
}

function reasonsOf({ result }: StepState): Record<string, string> {
  const { problems } = result as { problems: { node: string; reason: string }[] };
  return Object.fromEntries(problems.map(({ node, reason }) => [node, reason]));
}

function importsOf({ result }: StepState): Record<string, string> {
  const { imports } = result as { imports: { failed: { node: string; reason: string }[] } };
  return Object.fromEntries(imports.failed.map(({ node, reason }) => [node, reason]));
}

const tookOf = ({ started_at, ended_at }: StepState): number =>
  (Date.parse(ended_at ?? '') - Date.parse(started_at ?? '')) / 1000;

function wrongImports(imports: Record<string, string>): string[] {
  const names = [...new Set([...Object.keys(IMPORTS), ...Object.keys(imports)])];
  return names
    .filter((name) => imports[name] !== IMPORTS[name])
    .map((name) => `the import of ${name} is ${imports[name] ?? 'fine'}, not ${IMPORTS[name] ?? 'fine'}`);
}

/** What cannot be used is no failed import: its row warns. */
function classless({ tasks }: StepState): string[] {
  const row = tasks.find(({ name }) => name === 'nomappings');
  return row?.status === 'warning' && row.note?.includes('NODE_CLASS_MAPPINGS')
    ? []
    : [`the row of nomappings says ${row?.status ?? 'nothing'}: ${row?.note ?? ''}`];
}

function wrongReasons(nodes: SetNode[], reasons: Record<string, string>): string[] {
  const inConflict = CONFLICT.filter((name) => reasons[name] === 'conflict');
  const wrong = nodes
    .filter(({ name }) => !inConflict.includes(name) && reasons[name] !== REASONS[name])
    .map(({ name, why }) => `${name} is ${reasons[name] ?? 'ready'}, not ${REASONS[name] ?? 'ready'} (${why})`);
  return inConflict.length === 1
    ? wrong
    : [...wrong, `${inConflict.length} of ${CONFLICT.join(' and ')} are a conflict`];
}

/** Each bad one has a row that warns and says why. */
function wrongRows({ tasks }: StepState, reasons: Record<string, string>): string[] {
  return tasks
    .filter(({ name, status, note }) =>
      name in reasons ? status !== 'warning' || !note : !/^(success|warning)$/.test(status),
    )
    .map(({ name, status, note }) => `the row of ${name} says ${status}: ${note ?? ''}`);
}

/** Loads every node that has to work by the application's own check. */
async function notImportable(box: NodesBox, nodes: SetNode[], reasons: Record<string, string>): Promise<string[]> {
  const good = nodes.filter(
    ({ name, fate }) => fate === 'works' || fate === 'flawed' || (fate === 'conflict' && !(name in reasons)),
  );
  const folders = good.map(({ name, subfolder }) => subfolder ?? name);
  const missing = folders.filter((folder) => !existsSync(path.join(box.uiHome, 'custom_nodes', folder, '.git')));
  const named = folders.filter((folder) => !folder.includes('/'));
  const check = `--cpu --quick-test-for-ci --disable-all-custom-nodes --whitelist-custom-nodes ${named.join(' ')}`;
  const { stdout, stderr } = await ssh(box, `cd '${box.uiHome}' && '${box.python}' main.py ${check} 2>&1`);
  const loaded = [...stdout.matchAll(/^ +[\d.]+ seconds: .*\/custom_nodes\/(.+)$/gm)].map(([, name]) => name);
  const failed = named.filter((name) => !loaded.includes(name));
  return [
    ...missing.map((folder) => `${folder} is not on the box`),
    ...failed.map((name) => `${name} cannot be loaded: ${(stdout + stderr).slice(-500)}`),
  ];
}

/** torch and what belongs to it are as they were, and one cv2 is there. */
async function wrongPackages(box: NodesBox): Promise<string[]> {
  const packages = await installedPackages(box.python);
  const variants = Object.keys(packages).filter((name) => name.startsWith('opencv-'));
  return [
    ...fakeTorch
      .filter(({ name, version }) => packages[name] !== version)
      .map(({ name, version }) => `${name} was ${version} and is ${packages[name] ?? 'gone'}`),
    ...(variants.length === 1 ? [] : [`variants of opencv: ${variants.join(', ')}`]),
  ];
}
