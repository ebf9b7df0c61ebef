// What can be done on the page that is open, for the command palette. What has keys works by them, too.
import { computed, type ComputedRef, type MaybeRefOrGetter, onScopeDispose, shallowReactive, toValue } from 'vue';
import { useShortcuts } from './shortcuts.ts';

export interface Command {
  /** Unique on the page. */
  id: string;
  label: string;
  run(): void;
  /** As in shortcuts.ts. */
  keys?: string;
  /** Why it cannot be done now: then it is neither offered nor done by its keys. */
  disabled?: string | false | null;
  danger?: boolean;
  /** Other words that people may look for. */
  words?: string;
}

type Source = () => readonly Command[];
const sources = shallowReactive<Source[]>([]);

/** Offers commands as long as the component is there. */
export function useCommands(commands: MaybeRefOrGetter<readonly Command[]>): void {
  const possible: Source = () => toValue(commands).filter(({ disabled }) => !disabled);
  sources.unshift(possible);
  onScopeDispose(() => void sources.splice(sources.indexOf(possible), 1));
  useShortcuts(() => possible().flatMap(({ keys, label, run }) => (keys === undefined ? [] : [{ keys, label, run }])));
}

/** What can be done here and now. */
export const pageCommands: ComputedRef<Command[]> = computed(() => sources.flatMap((source) => [...source()]));
