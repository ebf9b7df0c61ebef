import { z } from 'zod';
import { probeScript } from './look-back.ts';
import { guardedPackages, spaced } from './node-verdicts.ts';
import { applicationPython, boxPath, uiHome } from './parameters.ts';
import { requirement } from './python-parameters.ts';
import { defineStep } from './step.ts';

export const pythonPackages = defineStep({
  action: 'python_packages',
  title: 'Install Python packages',
  description:
    'Installs packages for a Python of the box in one pass, by uv or else pip; torch and what belongs to it stay as they are.',
  parameters: z
    .object({
      ui_home: uiHome,
      /** That they are installed for; where it is not there, the application’s. */
      python: applicationPython,
      /** Requirements such as `rich>=13`. */
      packages: z.array(requirement).max(200).default([]),
      /** Requirement file on the box to install, too. */
      requirements: boxPath.optional(),
      /** Packages that must stay as they are, besides torch and what belongs to it. */
      guard: guardedPackages,
      /** Only packages that were published before this date or time. */
      exclude_newer: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
      /** What installs: `auto`, uv, which is brought where the box has none, and pip where it cannot be; `pip`, in any case. */
      installer: z.enum(['auto', 'pip']).default('auto'),
    })
    .refine(({ packages, requirements }) => packages.length > 0 || requirements !== undefined, {
      error: 'either they or a requirement file must be there',
      path: ['packages'],
    }),
  runner: 'script',
  timeout_s: 1800,
  retry: { attempts: 2, delay_s: 5 },
  usual_s: 30,
  resources: ['network', 'disk', 'python'],
  script: ({ ui_home, python, packages, requirements, guard, exclude_newer, installer }) => ({
    file: 'python-packages.py',
    env: {
      UI_HOME: ui_home,
      PYTHON: python,
      PACKAGES: packages.join('\n'),
      REQUIREMENTS: requirements ?? '',
      GUARD: spaced(guard),
      EXCLUDE_NEWER: exclude_newer ?? '',
      INSTALLER: installer,
    },
  }),
  probe: ({ python, packages, requirements }) =>
    probeScript('probe-packages.py', {
      PYTHON: python,
      PACKAGES: packages.join('\n'),
      REQUIREMENTS: requirements ?? '',
    }),
  undo: {
    description:
      'Packages that came are removed, others go back to their versions from before; what was changed since is left alone.',
    script: ({ ui_home, python, guard, installer }) => ({
      file: 'undo-python-packages.py',
      env: { UI_HOME: ui_home, PYTHON: python, GUARD: spaced(guard), INSTALLER: installer },
    }),
  },
  failures: { 10: 'path_not_found', 13: 'tool_missing', 15: 'download_failed', 16: 'disk_full' },
});
