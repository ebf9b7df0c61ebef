// What screen readers say without being asked. Each sentence is said once; what is put in stays for a while, because a region
// that is emptied too soon is not read.
import { shallowRef, type ShallowRef } from 'vue';

interface Announcement {
  id: number;
  text: string;
  /** Said at once, in the middle of whatever is being read. */
  urgent: boolean;
}

const STAYS_MS = 15_000;
const said = shallowRef<readonly Announcement[]>([]);
let count = 0;

/** What is in the regions now. */
export const announcements: Readonly<ShallowRef<readonly Announcement[]>> = said;

/** Says a sentence to who listens to the page. `urgent` only for what a person has to decide. */
export function announce(text: string, { urgent = false } = {}): void {
  const announcement = { id: (count += 1), text, urgent };
  said.value = [...said.value, announcement];
  setTimeout(() => (said.value = said.value.filter(({ id }) => id !== announcement.id)), STAYS_MS);
}
