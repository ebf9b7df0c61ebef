import { stringify } from 'yaml';
import { templateSchema, type Template } from '../../contract/template.ts';
import type { PracticeHome } from './home.ts';

/** The practice template: the nine steps on the practice box, without those that this computer has no tools for. */
export function practiceTemplate(connection: string, { uiHome, nodes, python, rebootCommand }: PracticeHome): Template {
  const application = { ui_home: uiHome, ...(python === null ? {} : { python }) };
  const hasNodes = nodes.length > 0 && python !== null;
  const steps: (Template['steps'][number] & { possible?: boolean })[] = [
    { action: 'test_ssh', label: 'Look at the box', enabled: true },
    { action: 'set_ui_home', label: 'Set UI_HOME', enabled: true, ui_home: uiHome },
    { action: 'get_ui_home', label: 'Read UI_HOME back', enabled: true },
    { action: 'setup_civitdl', label: 'Install civitdl', enabled: true, possible: python !== null },
    { action: 'test_civitdl', label: 'Test civitdl', enabled: true, possible: python !== null },
    {
      action: 'install_custom_nodes',
      label: 'Install custom nodes',
      enabled: true,
      possible: hasNodes,
      ...application,
      nodes: nodes.map(({ name, url }) => ({ name, url })),
    },
    {
      action: 'verify_dependencies',
      label: 'Check the nodes’ requirements',
      enabled: true,
      possible: hasNodes,
      ...application,
      // A supervisor of this computer is not the box's.
      restart: 'never',
    },
    { action: 'sync_instance', label: 'Bring the pictures home', enabled: true, ui_home: uiHome },
    { action: 'reboot_instance', label: 'Reboot the box', enabled: true, command: rebootCommand },
  ];
  return templateSchema.parse({
    id: 'practice',
    name: 'Practice: ComfyUI on the built-in box',
    description:
      'All steps on a box that Bringup brings along. Nothing is rented, nothing outside Bringup’s data folder is touched.',
    ssh_connection: connection,
    step_delay: 0.5,
    steps: steps.filter(({ possible = true }) => possible).map(({ possible: _possible, ...step }) => step),
  });
}

/** The template as a file. */
export const templateText = (template: Template): string =>
  `# Written by the practice box at every start; changes are lost. Copy it under another name and id to make your own.\n` +
  stringify(template, { lineWidth: 0 });
