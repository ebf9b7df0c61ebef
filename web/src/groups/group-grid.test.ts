import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp, defineComponent, h, nextTick, ref } from 'vue';
import { createMemoryHistory } from 'vue-router';
import { toRunItem } from '../../../contract/run-list.ts';
import { listenToKeys } from '../hands/shortcuts.ts';
import { createPages } from '../router.ts';
import { completedRun, exampleRun } from '../testing/example-run.ts';
import GroupGrid from './GroupGrid.vue';
import type { Group, Member } from './use-groups.ts';

const steps = exampleRun().steps.map(({ label, action }) => ({ label, action }));
const group: Group = {
  group_id: 'group-1',
  name: 'Three',
  template: null,
  boxes: 3,
  counts: {} as Group['counts'], // not of the grid
  created_at: '2026-11-23T10:00:00.000Z',
  created_by: 'me',
  ended_at: null,
  round: 1,
  round_started_at: '2026-11-23T10:00:00.000Z',
  status: 'running',
  steps,
  stopped: null,
  members: [],
  at_once: null,
  canary: false,
  stop_at: 'never',
  cancel_others: false,
};
const box = (n: number, run: Member['run'] = null): Member => ({
  n,
  name: `box-${n}`,
  ssh_connection: `root@h${n}`,
  instance_key: `root@h${n}:22`,
  workflow_id: `run-${n}`,
  standing: run ? 'running' : 'waiting',
  reason: null,
  run,
});
const running = toRunItem(exampleRun());
const done = toRunItem(completedRun());

const members = ref<Member[]>([]);
let unmount = (): void => undefined;

beforeEach(() => {
  // The second box has not begun: nothing of it is a link.
  members.value = [box(1, done), box(2), box(3, running)];
  document.body.innerHTML = '<a href="#before" id="before">before</a><div id="app"></div>';
  const shell = defineComponent(() => {
    listenToKeys();
    return () => h(GroupGrid, { group, members: members.value });
  });
  const app = createApp(shell).use(createPages(createMemoryHistory()));
  app.mount('#app');
  unmount = () => app.unmount();
});
afterEach(() => unmount());

const focused = () => document.activeElement?.closest<HTMLElement>('[data-cell]')?.dataset['cell'] ?? null;
const stops = () => [...document.querySelectorAll('#app [tabindex="0"]')];
const links = () => [...document.querySelectorAll('#app a')];
function press(key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  (document.activeElement ?? document.body).dispatchEvent(event);
  return event;
}
async function walk(...keys: string[]): Promise<(string | null)[]> {
  const places = [];
  for (const key of keys) {
    press(key.replace('Ctrl+', ''), { ctrlKey: key.startsWith('Ctrl+') });
    await nextTick();
    places.push(focused());
  }
  return places;
}
async function goTo(cell: string): Promise<void> {
  const at = document.querySelector<HTMLElement>(`[data-cell="${cell}"]`);
  (at?.querySelector('a') ?? at)?.focus();
  await nextTick();
}

describe('the grid of a group', () => {
  it('is one Tab stop, which is the first box until somebody was in it', async () => {
    expect(stops().map((stop) => stop.getAttribute('aria-label'))).toEqual(['Run on box-1']);
    expect(links().every((link) => link.hasAttribute('tabindex'))).toBe(true);
    await goTo('3:4');
    expect(stops()).toEqual([document.activeElement]);
    document.getElementById('before')?.focus();
    await nextTick();
    expect(stops().map((stop) => stop.getAttribute('aria-label'))).toEqual(['Set UI_HOME: In progress']);
  });

  it('is walked by arrows, over cells without a link as over others, and no further than its edges', async () => {
    await goTo('1:0');
    expect(await walk('ArrowUp', 'ArrowLeft', 'ArrowRight', 'ArrowRight', 'ArrowRight')).toEqual([
      '1:0',
      '1:0',
      '1:1',
      '1:2',
      '1:3',
    ]);
    expect(document.activeElement?.tagName).toBe('A');
    expect(await walk('ArrowDown', 'ArrowDown', 'ArrowDown')).toEqual(['2:3', '3:3', '3:3']);
    expect(await walk('ArrowRight', 'ArrowRight', 'ArrowRight')).toEqual(['3:4', '3:5', '3:5']);
  });

  it('has Home and End for the row, and with Ctrl for all of it', async () => {
    await goTo('2:2');
    expect(await walk('End', 'Home', 'Ctrl+End', 'Home', 'Ctrl+Home')).toEqual(['2:5', '2:0', '3:5', '3:0', '1:0']);
  });

  it('leaves keys to the browser that are its own, and takes an arrow that would scroll', async () => {
    await goTo('2:2');
    expect(press('ArrowDown', { altKey: true }).defaultPrevented).toBe(false);
    expect(press('ArrowDown', { ctrlKey: true }).defaultPrevented).toBe(false);
    expect(press('Enter').defaultPrevented).toBe(false);
    expect(focused()).toBe('2:2');
    expect(press('ArrowDown').defaultPrevented).toBe(true);
  });

  it('keeps its place when a step begins under it, and when boxes come before it', async () => {
    await goTo('2:4');
    expect(document.activeElement?.tagName).toBe('TD');
    members.value = [box(0), box(1, done), box(2, { ...running, workflow_id: 'run-2' }), box(3, running)];
    await nextTick();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Set UI_HOME: In progress');
    expect(focused()).toBe('2:4');
    expect(stops()).toEqual([document.activeElement]);
  });

  it('takes no focus from elsewhere when it changes, and gives up a box that is gone', async () => {
    await goTo('2:4');
    document.getElementById('before')?.focus();
    members.value = [box(1, done), box(3, running)];
    await nextTick();
    expect(document.activeElement?.id).toBe('before');
    expect(stops().map((stop) => stop.getAttribute('aria-label'))).toEqual(['Run on box-1']);
  });

  it('is entered by an arrow from anywhere on the page, where it was left', async () => {
    await goTo('3:4');
    document.getElementById('before')?.focus();
    expect(await walk('ArrowDown', 'ArrowUp')).toEqual(['3:4', '2:4']);
  });

  it('is a grid for those who hear it, with names that say step and state', () => {
    const grid = document.querySelector('[role="grid"]');
    expect(grid?.getAttribute('aria-label')).toBe('Boxes and their steps');
    expect(links().map((link) => link.getAttribute('aria-label'))).toEqual([
      'Run on box-1',
      'Test SSH connection: Completed',
      'Set UI_HOME: Completed',
      'Install custom nodes: Completed',
      'Run on box-3',
      'Test SSH connection: Completed',
      'Set UI_HOME: In progress',
      'Install custom nodes: Pending',
    ]);
  });

  it('tells in red only what went wrong: a box that was not started is none of it', async () => {
    const reason = { code: 'not_started', message: 'Not started because box-1 did not come out done.' };
    members.value = [
      { ...box(1), standing: 'refused', reason },
      { ...box(2), standing: 'not_started', reason },
    ];
    await nextTick();
    const notes = [...document.querySelectorAll<HTMLElement>('.note')];
    expect(notes.map(({ dataset }) => dataset['tone'])).toEqual(['danger', 'muted']);
  });
});
