// What can be done on the page of a run, for the palette and the keys.
import { computed, type Ref } from 'vue';
import type { RunState } from '../../../contract/run-state.ts';
import { type Command, useCommands } from '../hands/commands.ts';
import { messages } from '../messages.ts';
import type { PossibleDeeds } from './possible-deeds.ts';
import { RUN_TABS } from './run-link.ts';
import type { RunPage } from './use-run-page.ts';

interface Buttons {
  can: PossibleDeeds;
  ask(which: 'cancel' | 'continue' | 'undo'): void;
  pause(): unknown;
}
interface Options {
  page: RunPage;
  run: Readonly<Ref<RunState>>;
  buttons: Readonly<Ref<Buttons | null>>;
  needs: Readonly<Ref<{ openKey(): void; hasKey: boolean } | null>>;
}

const texts = messages.runPage;

/** Registers them as long as the page is there. */
export function useRunCommands({ page, run, buttons, needs }: Options): void {
  const step = (by: number): void => {
    const next = page.stepIndex.value + by;
    if (next >= 0 && next < run.value.steps.length) page.look({ step: next });
  };
  const places: Command[] = [
    { id: 'next-step', label: texts.nextStep, keys: ']', run: () => step(1) },
    { id: 'previous-step', label: texts.previousStep, keys: '[', run: () => step(-1) },
    ...RUN_TABS.map((tab, at) => ({
      id: `tab-${tab}`,
      label: texts.toTab(texts.tabs[tab]),
      keys: String(at + 1),
      run: () => void (page.tab.value = tab),
    })),
  ];
  const deeds = computed<Command[]>(() => {
    const can = buttons.value?.can;
    if (!can) return [];
    const ask = (which: 'cancel' | 'continue' | 'undo') => () => buttons.value?.ask(which);
    return [
      ...(needs.value?.hasKey ? [{ id: 'host-key', label: texts.confirmKey, run: () => needs.value?.openKey() }] : []),
      ...(can.cancel ? [{ id: 'cancel', label: texts.cancelTitle, danger: true, run: ask('cancel') }] : []),
      ...(can.pause ? [{ id: 'pause', label: texts.pause, run: () => void buttons.value?.pause() }] : []),
      ...(can.resume ? [{ id: 'resume', label: texts.goOn, run: () => void buttons.value?.pause() }] : []),
      ...(can.continueAt === null
        ? []
        : [{ id: 'continue', label: texts.continueAt(can.continueAt + 1), run: ask('continue') }]),
      ...(can.undo ? [{ id: 'undo', label: texts.undo, danger: true, run: ask('undo') }] : []),
    ];
  });
  const follow = computed<Command[]>(() =>
    page.follows.value ? [] : [{ id: 'follow', label: texts.follow, run: page.follow }],
  );
  useCommands(() => [...deeds.value, ...follow.value, ...places]);
}
