// GET /templates, GET /templates/<id>, GET /config/workflow: what the page builds its steps from.
import { Router } from 'express';
import { bringupError } from '../../adapters/errors.ts';
import { isPracticeTemplate, listTemplates, readTemplate } from '../../adapters/templates/templates.ts';
import type { Template } from '../../contract/template.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { goneWith } from '../gone-with.ts';
import { runSingleStep } from '../single-step.ts';
import { executedStep, inWords } from '../single-step-words.ts';
import { inSeedForm, stepFromTemplate, templateFolders } from '../template-steps.ts';
import { bodyOf } from './workflow.ts';

export function templateRoutes(deps: ApiDependencies): Router {
  const { settings } = deps;
  const router = Router();
  const folders = templateFolders(settings);

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
    const practice = isPracticeTemplate(template);
    response.json({ success: true, template: { ...template, practice, ...inSeedForm(template) } });
  });

  /** {ssh_connection, step_name} → the end of that one step, run by itself. */
  router.post('/:id/execute-step', async (request, response) => {
    const { ssh_connection, step_name, instance_id, ...given } = bodyOf(request.body);
    if (!ssh_connection)
      throw bringupError('input_invalid', 'SSH connection string is required', { field: 'ssh_connection' });
    if (typeof step_name !== 'string' || step_name === '')
      throw bringupError('input_invalid', 'Step name is required', { field: 'step_name' });
    const step = await stepFromTemplate(folders, request.params.id, step_name);
    const signal = goneWith(response);
    const end = await runSingleStep(deps, { ssh_connection, instance_id, step: { ...step, ...given }, signal });
    const { status, body } = await inWords(deps, executedStep(step.action, step_name), end);
    response.status(status).json(body);
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
