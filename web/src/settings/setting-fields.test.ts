import { expect, it } from 'vitest';
import { z } from 'zod';
import { settingsSchema } from '../../../contract/settings.ts';
import { messages } from '../messages.ts';
import { settingFields, settingGroups, settingPaths } from './setting-fields.ts';
import { ALL, fieldText, patchOf, readText, valueAt } from './setting-text.ts';

interface Node {
  properties?: Record<string, Node>;
  minimum?: number;
  maximum?: number;
  enum?: string[];
}

/** The schema's places of single values, with their limits. */
function leavesOf(node: Node, at = ''): [string, Node][] {
  return Object.entries(node.properties ?? {}).flatMap(([key, inner]): [string, Node][] =>
    inner.properties ? leavesOf(inner, `${at}${key}.`) : [[at + key, inner]],
  );
}
const leaves = new Map(leavesOf(z.toJSONSchema(settingsSchema, { io: 'output' }) as Node));

it('has every setting of the schema, each in one group and with a text', () => {
  expect([...settingPaths].sort()).toEqual([...leaves.keys()].sort());
  expect(Object.values(settingGroups).flat().sort()).toEqual([...leaves.keys()].sort());
  expect(Object.keys(messages.limits.fields).sort()).toEqual([...leaves.keys()].sort());
});

it.each(settingPaths)('says of %s the same limits and the same default as the schema', (path) => {
  const { min, max, choices, standard } = settingFields[path];
  const { minimum, maximum, enum: values } = leaves.get(path) ?? {};
  expect(valueAt(settingsSchema.parse({}), path)).toEqual(standard);
  if (min !== undefined || max !== undefined) expect({ min, max }).toEqual({ min: minimum, max: maximum });
  expect(choices).toEqual(values);
});

it.each(settingPaths)('reads its own text of %s back', (path) => {
  const field = settingFields[path];
  const read = readText(field, fieldText(field, field.standard));
  const expected = path === 'notify.allow_private_targets' || path === 'push_folders' ? null : field.standard;
  expect(read).toEqual({ value: expected });
});

it('reads lists, all targets, and nothing', () => {
  expect(readText(settingFields['notify.reminders_min'], '1, 2.5 60')).toEqual({ value: [1, 2.5, 60] });
  expect(readText(settingFields['notify.allow_private_targets'], ALL)).toEqual({ value: true });
  expect(readText(settingFields['notify.allow_private_targets'], '10.0.0.0/8\n\nbox ')).toEqual({
    value: ['10.0.0.0/8', 'box'],
  });
  expect(readText(settingFields.port, ' ')).toEqual({ value: null });
});

it('makes one patch of what was typed, and names what is no number', () => {
  const typed = new Map([
    ['limits.kill_grace_s', '9'],
    ['limits.unreachable_s', ''],
    ['port', 'many'],
    ['notify.reminders_min', '5, soon'],
  ] as const);
  expect(patchOf(typed)).toEqual({
    patch: { limits: { kill_grace_s: 9, unreachable_s: null } },
    problems: { port: messages.limits.notNumber, 'notify.reminders_min': messages.limits.notNumber },
  });
});
