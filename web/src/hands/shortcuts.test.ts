import { afterEach, describe, expect, it } from 'vitest';
import { effectScope, nextTick, type EffectScope, ref } from 'vue';
import { pageCommands, useCommands } from './commands.ts';
import { listenToKeys, type Shortcut, shortcutGroups, singleKeys, useShortcuts } from './shortcuts.ts';

let scopes: EffectScope[] = [];
let done: string[] = [];
afterEach(() => {
  for (const scope of scopes) scope.stop();
  scopes = [];
  done = [];
  singleKeys.value = true;
  document.body.innerHTML = '';
});

function within(act: () => void): EffectScope {
  const scope = effectScope(true);
  scope.run(act);
  scopes.push(scope);
  return scope;
}
const key = (keys: string, label = keys): Shortcut => ({ keys, label, run: () => void done.push(label) });
function press(name: string, { on = document.body, ...more }: KeyboardEventInit & { on?: Element } = {}): boolean {
  return on.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }));
}
function put(html: string, at: string): Element {
  document.body.innerHTML = html;
  const found = document.querySelector(at);
  if (!found) throw new Error(`no ${at}`);
  return found;
}

describe('keys', () => {
  it('do what the page has them for, alone and one after the other', () => {
    within(() => (listenToKeys(), useShortcuts([key('j'), key('g r'), key('g i'), key('?')])));
    for (const name of ['j', 'g', 'r', 'g', 'i', '?', 'x']) press(name);
    expect(done).toEqual(['j', 'g r', 'g i', '?']);
  });

  it('begin anew where a second key leads nowhere', () => {
    within(() => (listenToKeys(), useShortcuts([key('g r'), key('j'), key('r')])));
    for (const name of ['g', 'j', 'r', 'g', 'g', 'r']) press(name);
    expect(done).toEqual(['j', 'r', 'g r']);
  });

  it('stay those of whoever types, of menus, and of an open dialog', () => {
    within(() => (listenToKeys(), useShortcuts([key('j'), key('mod+k')])));
    press('j', { on: put('<input type="text">', 'input') });
    press('j', { on: put('<textarea></textarea>', 'textarea') });
    press('j', { on: put('<div role="menu"><p></p></div>', 'p') });
    press('j', { on: put('<p></p><div role="dialog" data-state="open"></div>', 'p') });
    expect(done).toEqual([]);
    press('j', { on: put('<input type="checkbox">', 'input') });
    press('k', { on: put('<input type="text">', 'input'), ctrlKey: true });
    expect(done).toEqual(['j', 'mod+k']);
  });

  it('leave to the browser what is the browser’s', () => {
    within(() => (listenToKeys(), useShortcuts([key('r'), key('f'), key('ArrowLeft')])));
    expect([
      press('r', { ctrlKey: true }),
      press('f', { metaKey: true }),
      press('ArrowLeft', { altKey: true }),
    ]).toEqual([true, true, true]);
    expect(done).toEqual([]);
    expect(press('r')).toBe(false);
  });

  it('work only while what has asked for them is there, the newest first', () => {
    within(() => (listenToKeys(), useShortcuts([key('j', 'outer'), key('k', 'outer k')])));
    const inner = within(() => useShortcuts([key('j', 'inner')]));
    press('j');
    expect(shortcutGroups.value.flatMap(({ shortcuts }) => shortcuts.map(({ label }) => label))).toEqual([
      'inner',
      'outer k',
    ]);
    inner.stop();
    press('j');
    expect(done).toEqual(['inner', 'outer']);
  });

  it('can be switched off for people who hit them by accident; Ctrl-K stays', () => {
    within(() => (listenToKeys(), useShortcuts([key('j'), key('mod+k')])));
    singleKeys.value = false;
    press('j');
    press('k', { ctrlKey: true });
    expect(done).toEqual(['mod+k']);
    expect(window.localStorage.getItem('bringup.keys')).toBe('off');
  });
});

describe('commands of a page', () => {
  it('are offered, and done by their keys, only while they can be done', async () => {
    const ended = ref(false);
    const scope = within(() => {
      listenToKeys();
      useCommands(() => [
        {
          id: 'cancel',
          label: 'Cancel',
          keys: 'x',
          disabled: ended.value && 'It has ended.',
          run: () => done.push('x'),
        },
        { id: 'copy', label: 'Copy the id', run: () => done.push('copy') },
      ]);
    });
    expect(pageCommands.value.map(({ id }) => id)).toEqual(['cancel', 'copy']);
    press('x');
    ended.value = true;
    await nextTick();
    press('x');
    expect(pageCommands.value.map(({ id }) => id)).toEqual(['copy']);
    expect(done).toEqual(['x']);
    scope.stop();
    expect(pageCommands.value).toEqual([]);
  });
});
