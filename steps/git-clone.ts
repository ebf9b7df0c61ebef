import { z } from 'zod';
import { gitRef, repositoryUrl } from './git-parameters.ts';
import { boxPath } from './parameters.ts';
import { fieldOf, probeScript, textOf } from './look-back.ts';
import { defineStep } from './step.ts';

export const gitClone = defineStep({
  action: 'git_clone',
  title: 'Clone a repository',
  description:
    'Clones a git repository, depth 1; a checkout that is there is left alone or moved to its ref, never overwritten.',
  parameters: z.object({
    url: repositoryUrl,
    /** Folder of the checkout. */
    destination: boxPath,
    /** Branch, tag or commit; without it the repository’s own branch, and one that is checked out stays where it is. */
    ref: gitRef.nullish(),
    /** Brings the submodules, too. */
    submodules: z.boolean().default(true),
    /** How long each of git’s own runs may take, in seconds. */
    clone_limit_s: z.number().int().min(1).max(86_400).default(500),
  }),
  runner: 'script',
  timeout_s: 600,
  retry: { attempts: 2, delay_s: 5 },
  usual_s: 10,
  resources: ['network', 'disk'],
  probe: ({ destination }, result) =>
    probeScript('probe-checkout.sh', { FOLDER: destination, COMMIT: textOf(fieldOf(result, 'commit')) }),
  script: ({ url, destination, ref, submodules, clone_limit_s }) => ({
    file: 'git-clone.py',
    env: {
      URL: url,
      DESTINATION: destination,
      REF: ref ?? '',
      SUBMODULES: submodules ? '1' : '',
      CLONE_LIMIT_S: String(clone_limit_s),
    },
  }),
  undo: {
    description:
      'A new clone is moved to a name beside it (.bringup-undone), one that was moved goes back to its commit; one with changes is left alone.',
    script: () => ({ file: 'undo-git-clone.py', env: {} }),
  },
  failures: {
    11: 'box_not_usable',
    13: 'tool_missing',
    15: 'download_failed',
    16: 'disk_full',
    21: 'download_refused',
    22: 'download_not_found',
    24: 'folder_occupied',
  },
});
