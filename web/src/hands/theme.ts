// Dark, light, or as the system. public/theme.js puts the choice in force before the first paint.
import { readonly, ref } from 'vue';

export type Theme = 'system' | 'light' | 'dark';
const KEY = 'bringup.theme';

const read = (): Theme => {
  const set = document.documentElement.dataset['theme'];
  return set === 'light' || set === 'dark' ? set : 'system';
};
const theme = ref<Theme>(read());

/** The scheme that is chosen, and the way to choose another one. */
export function useTheme() {
  function choose(next: Theme): void {
    theme.value = next;
    if (next === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = next;
    try {
      if (next === 'system') window.localStorage.removeItem(KEY);
      else window.localStorage.setItem(KEY, next);
    } catch {
      // A browser that keeps nothing: the choice holds until the page is closed.
    }
  }
  return { theme: readonly(theme), choose };
}
