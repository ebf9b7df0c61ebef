import { z } from 'zod';
import { probeScript } from './look-back.ts';
import { acceptedReasons, guardedPackages, spaced } from './node-verdicts.ts';
import { nodeLines, presentNode } from './nodes.ts';
import { applicationPython, text, uiHome } from './parameters.ts';
import { defineStep } from './step.ts';

const seconds = z.number().int().min(1).max(86_400);

const programName = text(100).regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_.-]+)?$/, {
  error: 'must be the name of a program of supervisor',
});

// As a pattern of its own: what one parser takes for the host, another takes for a login.
const loopbackUrl = text(300)
  .regex(/^https?:\/\/(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d{1,5})?(\/[^\s\\@]*)?$/, {
    error: 'must be an http or https URL on loopback',
  })
  .transform((url) => url.replace(/\/+$/, ''));

export const verifyDependencies = defineStep({
  action: 'verify_dependencies',
  title: 'Verify dependencies',
  description:
    'Installs what the nodes’ requirements lack, imports every node, restarts the application and waits until it is ready.',
  parameters: z.object({
    ui_home: uiHome,
    python: applicationPython,
    /** Names of nodes, or nodes as install_custom_nodes takes them; without it every folder with a requirements file. */
    nodes: z.array(presentNode).max(500).optional(),
    /** Reasons for which a node is a warning and no failure of the step. */
    accept: acceptedReasons,
    /** Packages that must stay as they are, besides torch and what belongs to it. */
    guard: guardedPackages,
    /** How long the import of one node may take, in seconds. */
    import_limit_s: seconds.default(120),
    /** Program of supervisor that is the application. */
    service: programName.default('comfyui'),
    /** Whether the application is restarted: `auto`, where supervisor has that program; `never`; `always`. */
    restart: z.enum(['auto', 'never', 'always']).default('auto'),
    /** Where the application answers on the box. */
    ready_url: loopbackUrl.default('http://127.0.0.1:18188'),
    /** How long it may take to answer after its restart, in seconds. */
    ready_limit_s: seconds.default(120),
  }),
  runner: 'script',
  timeout_s: 300,
  retry: { attempts: 2, delay_s: 5 },
  usual_s: 20,
  resources: ['network', 'disk', 'python', 'gpu', 'service'],
  probe: ({ ready_url }) => probeScript('probe-service.py', { READY_URL: ready_url }),
  script: ({ ui_home, python, nodes, accept, guard, ...more }) => ({
    file: 'verify-dependencies.py',
    env: {
      UI_HOME: ui_home,
      PYTHON: python,
      ...(nodes && { NODES: nodeLines(nodes) }),
      ACCEPT: spaced(accept),
      GUARD: spaced(guard),
      IMPORT_LIMIT_S: String(more.import_limit_s),
      SERVICE: more.service,
      RESTART: more.restart,
      READY_URL: more.ready_url,
      READY_LIMIT_S: String(more.ready_limit_s),
    },
  }),
  failures: {
    10: 'path_not_found',
    13: 'tool_missing',
    16: 'disk_full',
    18: 'nodes_failed',
    19: 'dependencies_missing',
    20: 'imports_failed',
    21: 'not_ready',
  },
});
