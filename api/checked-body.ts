// What JSON can hold and no body of ours needs: keys that reach into prototypes, and nesting without an end.
import type { RequestHandler } from 'express';
import { bringupError } from '../adapters/errors.ts';

const MAX_DEPTH = 32;
const REFUSED = new Set(['__proto__', 'prototype', 'constructor']);

export const checkedBody: RequestHandler = (request, _response, next) => {
  let level: unknown[] = [request.body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) {
      throw bringupError('input_invalid', `The body is nested more than ${MAX_DEPTH} deep.`, { field: '' });
    }
    level = level.flatMap(insideOf);
  }
  next();
};

function insideOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value as unknown[];
  const refused = Object.keys(value).find((key) => REFUSED.has(key));
  if (refused) throw bringupError('input_invalid', `${refused}: no field can have this name`, { field: refused });
  return Object.values(value);
}
