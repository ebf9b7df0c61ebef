// Which steps of a run are to be run: from one, up to one, or only some.
import { bringupError } from '../adapters/errors.ts';
import type { Selection } from '../contract/step-options.ts';

/** Tells of each index whether it was left out. Throws input_invalid for steps that there are none of. */
export function chosen(steps: number, selection: Selection | null): (index: number) => boolean {
  if (!selection) return () => false;
  const named = 'only' in selection ? selection.only : [selection.from, selection.to];
  const wrong = named.find((index) => index !== undefined && index >= steps);
  if (wrong !== undefined) throw refuse(`there is no step ${wrong} among ${steps}, counted from 0`);
  if ('only' in selection) return (index) => !selection.only.includes(index);
  const { from = 0, to = steps - 1 } = selection;
  if (from > to) throw refuse(`from (${from}) is after to (${to})`);
  return (index) => index < from || index > to;
}

const refuse = (what: string) => bringupError('input_invalid', `selection: ${what}.`, { field: 'selection' });
