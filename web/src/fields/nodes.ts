import type { Json, JsonObject } from '../../../contract/json.ts';

/** The nodes of a list, each as an object; what is no node is left out. */
export function nodesIn(value: Json | undefined): JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one) => {
    if (typeof one === 'string') return [{ url: one }];
    return typeof one === 'object' && one !== null && !Array.isArray(one) ? [one] : [];
  });
}
