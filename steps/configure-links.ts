import { z } from 'zod';
import { nodeName } from './nodes.ts';
import { uiHome } from './parameters.ts';
import { probeScript } from './look-back.ts';
import { defineStep } from './step.ts';

/** A name of a folder, as templates write them: `Lora/` is Lora. */
const folderName = z
  .string()
  .transform((name) => name.replace(/\/+$/, ''))
  .pipe(nodeName);

const linkLines = (links: { link: string; folder: string }[]): string =>
  links.map(({ link, folder }) => `${link}/${folder}`).join('\n');

export const configureLinks = defineStep({
  action: 'configure_links',
  title: 'Configure links',
  description:
    'Makes folders of models known under a second name, by links. What lay under that name is moved, never deleted.',
  parameters: z.object({
    ui_home: uiHome,
    /** Names below `models`: `link` leads to the folder `folder`. */
    links: z
      .array(
        z.object({ link: folderName, folder: folderName }).refine(({ link, folder }) => link !== folder, {
          error: 'must lead to another name than its own',
          path: ['folder'],
        }),
      )
      .min(1)
      .max(50)
      .default([
        { link: 'upscale_models', folder: 'ESRGAN' },
        { link: 'loras', folder: 'Lora' },
      ]),
  }),
  runner: 'script',
  timeout_s: 30,
  retry: { attempts: 2, delay_s: 2 },
  usual_s: 1,
  resources: ['disk'],
  probe: ({ ui_home, links }) => probeScript('probe-links.sh', { UI_HOME: ui_home, LINKS: linkLines(links) }),
  script: ({ ui_home, links }) => ({
    file: 'configure-links.sh',
    env: { UI_HOME: ui_home, LINKS: linkLines(links) },
  }),
  undo: {
    description:
      'The links are removed or lead where they led before, and what was moved from under their names comes back. What came since stays.',
    script: ({ ui_home }) => ({ file: 'undo-configure-links.py', env: { UI_HOME: ui_home } }),
  },
  failures: { 10: 'path_not_found', 11: 'box_not_usable', 20: 'name_clash' },
});
