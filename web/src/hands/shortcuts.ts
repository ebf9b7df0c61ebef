// Keys that do something on the page, in one registry: what is there can be listed, and what is not on the page does nothing.
// Keys with Ctrl, Alt or Meta belong to the browser, but for `mod+k`.
import { computed, type ComputedRef, type MaybeRefOrGetter, onScopeDispose, ref, shallowReactive, toValue } from 'vue';
import { messages } from '../messages.ts';

export interface Shortcut {
  /** A key as the browser names it (`j`, `?`, `ArrowDown`), several one after the other (`g r`), or `mod+k`: Ctrl or Cmd with it. */
  keys: string;
  label: string;
  run(): void;
  /** Heading in the list of keys; without it that of the page. */
  group?: string;
}

type Source = () => readonly Shortcut[];
const sources = shallowReactive<Source[]>([]);
const KEPT = 'bringup.keys';
const NEXT_KEY_MS = 1_200;

/** Keys that work as long as the component is there. Where two have the same keys, the newer one has them. */
export function useShortcuts(shortcuts: MaybeRefOrGetter<readonly Shortcut[]>): void {
  const source: Source = () => toValue(shortcuts);
  sources.unshift(source);
  onScopeDispose(() => void sources.splice(sources.indexOf(source), 1));
}

/** Everything that works now, in groups; what a newer one has covered is left out. */
export const shortcutGroups: ComputedRef<{ group: string; shortcuts: Shortcut[] }[]> = computed(() => {
  const groups = new Map<string, Shortcut[]>();
  for (const shortcut of inForce()) {
    const group = shortcut.group ?? messages.keys.here;
    groups.set(group, [...(groups.get(group) ?? []), shortcut]);
  }
  return [...groups].map(([group, shortcuts]) => ({ group, shortcuts }));
});

function inForce(): Shortcut[] {
  const byKeys = new Map<string, Shortcut>();
  for (const source of sources) {
    for (const shortcut of source()) if (!byKeys.has(shortcut.keys)) byKeys.set(shortcut.keys, shortcut);
  }
  return [...byKeys.values()];
}

const single = ref(readSingle());

/** Whether keys without Ctrl do something. Who speaks to the computer, or hits keys by accident, switches them off. */
export const singleKeys = computed({
  get: () => single.value,
  set(on) {
    single.value = on;
    try {
      if (on) window.localStorage.removeItem(KEPT);
      else window.localStorage.setItem(KEPT, 'off');
    } catch {
      // A browser that keeps nothing: the choice holds until the page is closed.
    }
  },
});

function readSingle(): boolean {
  try {
    return window.localStorage.getItem(KEPT) !== 'off';
  } catch {
    return true;
  }
}

/** Listens to the keys. Call it once, in the shell. */
export function listenToKeys(): void {
  let begun: string[] = [];
  let begunAt = 0;

  function onKey(event: KeyboardEvent): void {
    const key = keyOf(event);
    if (key === null || event.defaultPrevented || event.isComposing) return;
    if (!key.startsWith('mod+') && (!single.value || isElsewhere(event.target))) return;
    if (event.timeStamp - begunAt > NEXT_KEY_MS) begun = [];
    const all = inForce();
    const found = [...begun, key].join(' ');
    const match = all.find(({ keys }) => keys === found) ?? all.find(({ keys }) => keys === key);
    if (match) {
      begun = [];
      event.preventDefault();
      match.run();
      return;
    }
    const begins = [found, key].find((start) => all.some(({ keys }) => keys.startsWith(`${start} `)));
    begun = begins === undefined ? [] : begins.split(' ');
    begunAt = event.timeStamp;
  }
  window.addEventListener('keydown', onKey);
  onScopeDispose(() => window.removeEventListener('keydown', onKey));
}

/** Null for keys that are the browser's, and for those that only change others. */
function keyOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): string | null {
  if (altKey || ['Shift', 'Control', 'Alt', 'Meta', 'Dead', 'Unidentified'].includes(key)) return null;
  if (!ctrlKey && !metaKey) return key;
  return key.toLowerCase() === 'k' ? 'mod+k' : null;
}

const TYPING = 'textarea, select, [contenteditable=""], [contenteditable="true"], [role="textbox"], [role="combobox"]';
/** What has keys of its own, and what lies over the page. */
const OWN_KEYS = '[role="menu"], [role="listbox"], [role="dialog"], [role="alertdialog"]';
const NOT_TYPED = ['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'file', 'color'];

/** Whether a key belongs to where it was pressed: it is typed there, or a dialog is open. */
function isElsewhere(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"][data-state="open"], [role="alertdialog"][data-state="open"]'))
    return true;
  if (!(target instanceof Element)) return false;
  if (target.closest(`${TYPING}, ${OWN_KEYS}`)) return true;
  return target instanceof HTMLInputElement && !NOT_TYPED.includes(target.type);
}
