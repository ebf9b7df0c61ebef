// What somebody has typed into the settings and not saved: it outlives a look at another page.
import { shallowRef } from 'vue';
import type { SettingPath } from './setting-fields.ts';

export const typed = shallowRef<ReadonlyMap<SettingPath, string>>(new Map());
