import { z } from 'zod';
import { customNodes, nodeLines } from './nodes.ts';
import { applicationPython, uiHome } from './parameters.ts';
import { defineStep } from './step.ts';

export const installCustomNodes = defineStep({
  action: 'install_custom_nodes',
  title: 'Install custom nodes',
  description:
    'Clones the template’s nodes side by side and installs their requirements in one pass; one row per node.',
  parameters: z.object({ ui_home: uiHome, python: applicationPython, nodes: customNodes.default([]) }),
  runner: 'script',
  timeout_s: 1800,
  retry: { attempts: 2, delay_s: 5 },
  usual_s: 90,
  script: ({ ui_home, python, nodes }) => ({
    file: 'install-custom-nodes.py',
    env: { UI_HOME: ui_home, PYTHON: python, NODES: nodeLines(nodes) },
  }),
  failures: { 10: 'path_not_found', 11: 'box_not_usable', 13: 'tool_missing', 16: 'disk_full', 18: 'nodes_failed' },
});
