// /api/v1/node-lists: what a CSV, a snapshot or a workflow means as a list of nodes, without running anything.
import { z } from 'zod';
import { parseListText } from '../../adapters/templates/list-file.ts';
import { readCsv } from '../../steps/node-lists/csv.ts';
import { csvText, snapshotInput, workflowInput } from '../../steps/node-lists/fields.ts';
import { mergeLists } from '../../steps/node-lists/merge.ts';
import type { Reading } from '../../steps/node-lists/reading.ts';
import { readSnapshot } from '../../steps/node-lists/snapshot.ts';
import { readWorkflow } from '../../steps/node-lists/workflow.ts';
import { shortNode } from '../../steps/nodes.ts';
import { refuseProblems } from '../read-node-list.ts';
import { type Route, route } from '../route.ts';

const bodySchema = z
  .strictObject({
    csv: csvText.optional().meta({ description: 'Name,RepoUrl,Subfolder,RequirementsFile' }),
    snapshot: snapshotInput.optional().meta({ description: 'Of ComfyUI-Manager: an object, or its JSON or YAML' }),
    workflow: workflowInput.optional().meta({ description: 'Of ComfyUI: an object, or its JSON' }),
  })
  .refine((body) => Object.values(body).filter((value) => value !== undefined).length === 1, {
    error: 'must have exactly one of csv, snapshot and workflow',
  })
  .meta({ id: 'NodeListSource', description: 'Exactly one list' });

const listSchema = z
  .object({
    nodes: z
      .array(
        z.object({
          name: z.string(),
          url: z.string(),
          ref: z.string().optional(),
          requirements: z.string().optional(),
          subfolder: z.string().optional(),
          optional: z.boolean().optional(),
        }),
      )
      .meta({ description: 'As `nodes` of install_custom_nodes takes them' }),
    left_out: z
      .array(z.object({ name: z.string(), reason: z.string() }))
      .meta({ description: 'What the list has and names no repository for, each with its reason' }),
  })
  .meta({ id: 'NodeList' });

export function nodeListRoutes(): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/v1/node-lists',
      id: 'convertNodeList',
      tag: 'actions and templates',
      summary: 'A CSV, snapshot or workflow as a list of nodes; nothing is run or kept',
      scope: 'read',
      body: bodySchema,
      answers: { 200: { description: 'The nodes, and what could not be had', schema: listSchema } },
      handle({ body: { csv, snapshot, workflow } }) {
        const [field, reading] =
          csv !== undefined
            ? (['csv', readCsv(csv)] as const)
            : snapshot !== undefined
              ? (['snapshot', withParsed(snapshot, 'snapshot', readSnapshot)] as const)
              : (['workflow', withParsed(workflow, 'workflow', readWorkflow)] as const);
        const merged = mergeLists([{ name: field, reading }]);
        refuseProblems(merged, { field });
        const left_out = merged.left_out.map(({ name, reason }) => ({ name, reason }));
        return { nodes: merged.nodes.map(shortNode), left_out };
      },
    }),
  ];
}

function withParsed(value: unknown, field: string, read: (value: unknown) => Reading): Reading {
  if (typeof value !== 'string') return read(value);
  const kind = /^[\s\uFEFF]*[{[]/.test(value) ? '.json' : '.yaml';
  const list = parseListText(value, field, kind);
  return read(list.kind === 'data' ? list.value : list.text);
}
