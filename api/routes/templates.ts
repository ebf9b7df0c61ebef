// GET /templates, GET /templates/<id>, GET /config/workflow: what the page builds its steps from.
import { Router } from 'express';
import { packageFile } from '../../adapters/package-root.ts';
import { isPracticeTemplate, listTemplates, readTemplate } from '../../adapters/templates/templates.ts';
import type { Template } from '../../contract/template.ts';
import type { ApiDependencies } from '../dependencies.ts';

export function templateRoutes({ settings }: ApiDependencies): Router {
  const router = Router();
  // Own templates win over shipped ones of the same id.
  const folders = [packageFile('templates'), settings.path('templates')];

  /** All templates, a broken file with its error. */
  router.get('/', async (_request, response) => {
    const entries = await listTemplates(folders);
    const templates = entries.map(({ id, template, error }) =>
      template ? listed(template) : { id, name: id, description: '', version: '', error: error.message },
    );
    response.json({ success: true, templates });
  });

  /** One template with its steps. */
  router.get('/:id', async (request, response) => {
    const template = await readTemplate(folders, request.params.id);
    response.json({ success: true, template: { ...template, practice: isPracticeTemplate(template) } });
  });

  return router;
}

const listed = (template: Template) => {
  const { id, name, description, version } = template;
  return { id, name, description, version, practice: isPracticeTemplate(template) };
};

/** {workflow_step_delay} as the seed's clients read it, and what the page needs to know of this server. */
export function configRoutes({ settings, version }: ApiDependencies): Router {
  const router = Router();
  router.get('/workflow', (_request, response) => {
    response.json({
      success: true,
      workflow_step_delay: settings.workflow_step_delay,
      temporal_url: settings.temporalUi,
      version,
    });
  });
  return router;
}
