import { expect, it } from 'vitest';
import { idOfName, renamed } from './new-template.ts';

it('makes an id of a name', () => {
  expect(idOfName('My Box: Été 2!')).toBe('my-box-e-te-2');
  expect(idOfName('***')).toBe('');
});

it('copies a text under another id and name, comments kept, and for no built-in box', () => {
  const text =
    '# Ours.\nid: old\nname: Old # for us\nssh_connection: ssh -p 1 a@b\nsteps:\n  # Says it.\n  - action: x\n    name: y\n';
  expect(renamed(text, 'new', 'New "one"')).toBe(
    'id: new\nname: "New \\"one\\""\n# Ours.\nsteps:\n  # Says it.\n  - action: x\n    name: y\n',
  );
});
