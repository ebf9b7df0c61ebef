import { z } from 'zod';
import { applicationPython, boxPath, uiHome } from './parameters.ts';
import { requirement } from './python-parameters.ts';
import { probeScript } from './look-back.ts';
import { defineStep } from './step.ts';

export const pythonVenv = defineStep({
  action: 'python_venv',
  title: 'Make a Python environment',
  description:
    'Makes a virtual environment and installs into it; a healthy one is left alone, a broken one is told, and never deleted.',
  parameters: z.object({
    /** Folder of the environment. */
    path: boxPath,
    /** Makes it; without it the box’s python3. An environment that is there must be of the same version. */
    base_python: boxPath.optional(),
    /** Requirements to install, such as `rich>=13`. */
    packages: z.array(requirement).max(200).default([]),
    /** Requirement file on the box to install, too. */
    requirements: boxPath.optional(),
    /** Brings pip to its newest version. */
    upgrade_pip: z.boolean().default(false),
    /** Moves a broken environment aside and makes a new one. */
    recreate: z.boolean().default(false),
    ui_home: uiHome,
    /** Python of the application: a second environment beside it is warned of. */
    python: applicationPython,
  }),
  runner: 'script',
  timeout_s: 600,
  retry: { attempts: 2, delay_s: 5 },
  usual_s: 20,
  resources: ['network', 'disk', 'python'],
  probe: ({ path, packages, requirements }) =>
    probeScript('probe-packages.py', {
      PYTHON: `${path}/bin/python`,
      PACKAGES: packages.join('\n'),
      REQUIREMENTS: requirements ?? '',
    }),
  script: ({ path, base_python, packages, requirements, upgrade_pip, recreate, ui_home, python }) => ({
    file: 'python-venv.py',
    env: {
      VENV: path,
      BASE_PYTHON: base_python ?? '',
      PACKAGES: packages.join('\n'),
      REQUIREMENTS: requirements ?? '',
      UPGRADE_PIP: upgrade_pip ? '1' : '',
      RECREATE: recreate ? '1' : '',
      UI_HOME: ui_home,
      PYTHON: python,
    },
  }),
  failures: {
    10: 'path_not_found',
    11: 'box_not_usable',
    13: 'tool_missing',
    15: 'download_failed',
    16: 'disk_full',
    24: 'folder_occupied',
  },
});
