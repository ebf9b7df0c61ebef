import { z } from 'zod';
import { gitRef, repositoryUrl } from './git-parameters.ts';
import { boxPath, text } from './parameters.ts';
import { defineStep } from './step.ts';

const seconds = z.number().int().min(1).max(86_400);

export const installBrowserAgent = defineStep({
  action: 'install_browser_agent',
  title: 'Install BrowserAgent',
  description:
    'Clones BrowserAgent, installs it with an environment and a browser of its own, and tries it; one row per part.',
  parameters: z.object({
    url: repositoryUrl.default('https://github.com/unearth4334/BrowserAgent'),
    /** Branch, tag or commit. */
    ref: gitRef.nullish(),
    /** Folder of the checkout; its environment lies in `.venv` there. */
    destination: boxPath.default('~/BrowserAgent'),
    /** What must be importable afterwards. */
    module: text(200)
      .regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, { error: 'must be the name of a Python module' })
      .default('browser_agent'),
    /** Fetches Chromium, too (some 300 MB), with the libraries that it needs. */
    browser: z.boolean().default(true),
    /** Python of the environment; without it the box’s python3. */
    base_python: boxPath.optional(),
    /** How long each part may take, in seconds. */
    part_limit_s: seconds.default(400),
  }),
  runner: 'script',
  timeout_s: 900,
  retry: { attempts: 2, delay_s: 10 },
  usual_s: 120,
  resources: ['network', 'disk', 'python'],
  script: ({ url, ref, destination, module, browser, base_python, part_limit_s }) => ({
    file: 'install-browser-agent.py',
    env: {
      URL: url,
      REF: ref ?? '',
      DESTINATION: destination,
      MODULE: module,
      BROWSER: browser ? '1' : '',
      BASE_PYTHON: base_python ?? '',
      PART_LIMIT_S: String(part_limit_s),
    },
  }),
  failures: {
    10: 'path_not_found',
    11: 'box_not_usable',
    13: 'tool_missing',
    15: 'download_failed',
    16: 'disk_full',
    21: 'download_refused',
    22: 'download_not_found',
    24: 'folder_occupied',
    25: 'browser_agent_broken',
  },
});
