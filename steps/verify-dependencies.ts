import { z } from 'zod';
import { nodeLines, presentNode } from './nodes.ts';
import { applicationPython, uiHome } from './parameters.ts';
import { defineStep } from './step.ts';

export const verifyDependencies = defineStep({
  action: 'verify_dependencies',
  title: 'Verify dependencies',
  description:
    'Checks that every node’s requirements are present and importable, installs what is missing, lists what is not.',
  parameters: z.object({
    ui_home: uiHome,
    python: applicationPython,
    /** Names of nodes, or nodes as install_custom_nodes takes them; without it every folder with a requirements file. */
    nodes: z.array(presentNode).max(500).optional(),
  }),
  runner: 'script',
  timeout_s: 300,
  retry: { attempts: 2, delay_s: 5 },
  usual_s: 20,
  script: ({ ui_home, python, nodes }) => ({
    file: 'verify-dependencies.sh',
    env: { UI_HOME: ui_home, PYTHON: python, ...(nodes && { NODES: nodeLines(nodes) }) },
  }),
  failures: { 10: 'path_not_found', 13: 'tool_missing', 16: 'disk_full', 19: 'dependencies_missing' },
});
