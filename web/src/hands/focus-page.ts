// After a change of page the focus goes to its heading, as after a page load: whoever listens hears where they are, and Tab goes on
// from there. A change of the query (a tab, a filter) leaves the focus where it is.
import { nextTick, onScopeDispose } from 'vue';
import type { Router } from 'vue-router';

/** Call it once, in the shell. */
export function focusPages(router: Router): void {
  const stop = router.afterEach(async (to, from, failure) => {
    if (failure || from.matched.length === 0 || to.path === from.path) return;
    await nextTick();
    const heading = document.querySelector<HTMLElement>('main h1');
    (heading ?? document.querySelector<HTMLElement>('main'))?.focus({ preventScroll: true });
  });
  onScopeDispose(stop);
}
