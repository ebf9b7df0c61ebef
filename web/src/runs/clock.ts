import { inject, onScopeDispose, provide, ref, watch, type InjectionKey, type Ref } from 'vue';

const KEY: InjectionKey<Readonly<Ref<number>>> = Symbol('clock');

/** Gives everything below the page one clock that ticks only while somebody needs it. */
export function provideClock(serverNow: () => number, ticking: Readonly<Ref<boolean>>): Readonly<Ref<number>> {
  const now = ref(serverNow());
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = (): void => {
    now.value = serverNow();
  };
  watch(
    ticking,
    (needed) => {
      clearInterval(timer);
      tick();
      if (needed) timer = setInterval(tick, 500);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearInterval(timer));
  provide(KEY, now);
  return now;
}

/** The page's clock, in milliseconds of the server's time. */
export const useClock = (): Readonly<Ref<number>> => inject(KEY, () => ref(Date.now()), true);
