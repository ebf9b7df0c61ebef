// The box's lock as seen from here: who holds it, and the refusal. What happens on the box stands in box-lock.sh.
import { bringupError } from '../errors.ts';

/** A run that wants the box for itself. */
export interface BoxHolder {
  /** Execution id. */
  run: string;
  /** Id of the control plane, to tell our own runs from somebody else's. */
  owner: string;
  /** Its name for people, e.g. `run nightly-7 of ada@laptop`. */
  name: string;
  /** How long the lock counts without a sign of life while no job is at work, in seconds. */
  lease_s: number;
  /** Execution id of a run that is known to have ended and may still hold the box; what it left at work is ended. */
  take_from?: string;
}

/** Between TERM and KILL for what an ended run left at work. */
const GRACE_S = 5;

export const holderParameters = (holder: BoxHolder | null): Record<string, string> =>
  holder === null
    ? { RUN: '' }
    : {
        RUN: word(holder.run),
        OWNER: word(holder.owner),
        HOLDER: holder.name.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200) || 'a run',
        LEASE: String(Math.ceil(holder.lease_s)),
        GRACE: String(GRACE_S),
        TAKE_FROM: holder.take_from ?? '',
      };

/** Words of the lock's first line; they hold no blanks. */
function word(text: string): string {
  if (!/^[A-Za-z0-9._-]+$/.test(text)) throw new Error(`not a word for the lock: ${text}`);
  return text;
}

/** The refusal, from the words of the frame `held`. Facts: holder_run, holder_owner, holder, works. */
export function boxLocked([run = '', owner = '', works = '', ...name]: string[]): Error {
  const holder = name.join(' ');
  return bringupError(
    'box_locked',
    `The box is in use by ${holder}${works === 'working' ? ', which is at work on it right now' : ''}. Nothing was changed.`,
    { holder, holder_run: run, holder_owner: owner, works: works === 'working' },
  );
}
