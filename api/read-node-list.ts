// Lists of nodes that are read here and not at a step's start: the file that a template names, and POST /api/v1/node-lists.
import { bringupError } from '../adapters/errors.ts';
import type { ListFile } from '../adapters/templates/list-file.ts';
import type { ReadList } from '../adapters/templates/templates.ts';
import { inWords } from '../contract/issue-words.ts';
import { readAnyList } from '../steps/node-lists/any-list.ts';
import { readCsv } from '../steps/node-lists/csv.ts';
import { leftOutWords, listed, listsOf } from '../steps/node-lists/fields.ts';
import { type Merged, mergeLists } from '../steps/node-lists/merge.ts';
import { placeWords, type Reading } from '../steps/node-lists/reading.ts';
import { customNodes, shortNode } from '../steps/nodes.ts';

/** What any list file has. */
const readingOf = (list: ListFile): Reading => (list.kind === 'csv' ? readCsv(list.text) : readAnyList(list.value));

/** Throws input_invalid for the first problem, with the file or field that it is in and its place there. */
export function refuseProblems({ problems }: Pick<Merged, 'problems'>, subject: { file?: string; field?: string }) {
  const [first] = problems;
  if (!first) return;
  const { source, message, line } = first;
  const where = [source, placeWords(first)].filter(Boolean).join(', ');
  const others = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  throw bringupError('input_invalid', `${where}: ${message}${others}.`, {
    ...subject,
    ...(line === undefined ? {} : { line }),
  });
}

/** Puts a list file's nodes beside those that the template's step has, as the plain list. */
export const readList: ReadList = (step, list, field) => {
  const at = { file: list.file, field };
  const own = customNodes.safeParse(step['nodes'] ?? [], inWords);
  if (!own.success) {
    const [issue] = own.error.issues;
    const place = placeWords({ path: (issue?.path ?? []).map((key) => (typeof key === 'number' ? key : String(key))) });
    const message = `${field.replace(/_file$/, '')}${place}: ${issue?.message ?? 'is not valid'}.`;
    throw bringupError('input_invalid', message, { field: 'nodes' });
  }
  const beside = [listed('nodes', own.data)];
  const merged = mergeLists([...beside, ...listsOf(step), { name: list.file, reading: readingOf(list) }]);
  refuseProblems(merged, at);
  const left = merged.left_out.filter(({ source }) => source === list.file);
  if (left.length > 0 && step['skip_unnamed'] !== true) {
    throw bringupError('input_invalid', `${list.file}: ${leftOutWords(left)}.`, at);
  }
  // The lists of the step's other fields are read when it starts; this one is not there any more by then.
  const fromFile = mergeLists([...beside, { name: list.file, reading: readingOf(list) }]);
  return {
    ...step,
    nodes: fromFile.nodes.map(shortNode),
    ...(left.length > 0 && { left_out: left.map(({ name, reason }) => ({ name, reason })) }),
  };
};
