import { z } from 'zod';
import { nodesResult, probeScript } from './look-back.ts';
import {
  csvText,
  keptNodes,
  leftOutLines,
  leftOutList,
  plainNodes,
  snapshotInput,
  workflowInput,
} from './node-lists/fields.ts';
import { acceptedReasons, guardedPackages, spaced } from './node-verdicts.ts';
import { customNodes, nodeLines } from './nodes.ts';
import { applicationPython, uiHome } from './parameters.ts';
import { defineStep } from './step.ts';

const seconds = z.number().int().min(1).max(86_400);

export const installCustomNodes = defineStep({
  action: 'install_custom_nodes',
  title: 'Install custom nodes',
  description:
    'Clones the template’s nodes side by side and installs their requirements in one pass; one row per node.',
  parameters: z
    .object({
      ui_home: uiHome,
      python: applicationPython,
      nodes: customNodes.default([]),
      /** The same as the predecessor's CSV: Name,RepoUrl,Subfolder,RequirementsFile, with or without that line. */
      nodes_csv: csvText.optional(),
      /** A snapshot of ComfyUI-Manager; its versions of ComfyUI and of Python packages are not looked at. */
      nodes_snapshot: snapshotInput.optional(),
      /** A workflow of ComfyUI, for the repositories that its nodes name; `ver` is taken where it is a commit. */
      nodes_workflow: workflowInput.optional(),
      /** Only in a template's file: the path, from there, of a file with any of these lists. */
      nodes_file: z.string().max(500).optional(),
      /** Go without what a list has and names no repository for; without it that is an error before anything runs. */
      skip_unnamed: z.boolean().default(false),
      /** What a list had and no repository was named for; the step warns of each. */
      left_out: leftOutList.default([]),
      /** Reasons for which a node is a warning and no failure of the step. */
      accept: acceptedReasons,
      /** Packages that no node may change, besides torch and what belongs to it. */
      guard: guardedPackages,
      /** Only packages that were published before this date or time. */
      exclude_newer: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
      /** What installs: `auto`, uv, which is brought where the box has none, and pip where it cannot be; `pip`, in any case. */
      installer: z.enum(['auto', 'pip']).default('auto'),
      /** Nodes that are cloned at the same time. */
      parallel: z.number().int().min(1).max(32).default(8),
      /** How long the clone of one node may take, in seconds. */
      clone_limit_s: seconds.default(900),
      /** How long the install.py of one node may take, in seconds. */
      install_py_limit_s: seconds.default(600),
    })
    .check(plainNodes),
  // The run keeps the plain list, not the file that it was read from.
  kept: keptNodes,
  runner: 'script',
  timeout_s: 1800,
  retry: { attempts: 2, delay_s: 5 },
  usual_s: 90,
  resources: ['network', 'disk', 'python', 'service'],
  probe: ({ ui_home, python, nodes, guard }, result) => {
    const { commits, problems } = nodesResult.parse(result);
    return probeScript('probe-custom-nodes.py', {
      UI_HOME: ui_home,
      PYTHON: python,
      NODES: nodeLines(nodes),
      GUARD: spaced(guard),
      COMMITS: JSON.stringify(commits),
      SETTLED: JSON.stringify(problems.map(({ node }) => node)),
    });
  },
  script: ({ ui_home, python, nodes, left_out, accept, guard, exclude_newer, ...more }) => ({
    file: 'install-custom-nodes.py',
    env: {
      UI_HOME: ui_home,
      PYTHON: python,
      NODES: nodeLines(nodes),
      LEFT_OUT: leftOutLines(left_out),
      ACCEPT: spaced(accept),
      GUARD: spaced(guard),
      EXCLUDE_NEWER: exclude_newer ?? '',
      INSTALLER: more.installer,
      PARALLEL: String(more.parallel),
      CLONE_LIMIT_S: String(more.clone_limit_s),
      INSTALL_PY_LIMIT_S: String(more.install_py_limit_s),
    },
  }),
  undo: {
    description:
      'New nodes are moved to custom_nodes/.bringup-undone.disabled, others go back to their commits, packages to their versions from before. ' +
      'A node or package that somebody has changed since is left alone and said, and so is what an install.py has done elsewhere.',
    script: ({ ui_home, python, guard, installer }) => ({
      file: 'undo-install-custom-nodes.py',
      env: { UI_HOME: ui_home, PYTHON: python, GUARD: spaced(guard), INSTALLER: installer },
    }),
  },
  failures: { 10: 'path_not_found', 11: 'box_not_usable', 13: 'tool_missing', 16: 'disk_full', 18: 'nodes_failed' },
});
