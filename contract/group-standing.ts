// How a box of a group stands. Apart from group.ts, because the page takes no schema along.

export const MAX_BOXES = 100;

/** What a group knows of a box; how its run came out stands beside it. */
export type MemberState = 'waiting' | 'started' | 'refused' | 'not_started';

/** How a box of a group stands, in one word. */
export const STANDINGS = [
  'waiting',
  'running',
  'done',
  'done_with_warnings',
  'failed',
  'cancelled',
  'undone',
  'refused',
  'not_started',
] as const;
export type Standing = (typeof STANDINGS)[number];

/** Of a run that has begun: at work until its outcome is known. */
export const standingOf = ({ state, outcome }: { state: MemberState; outcome: string | null }): Standing =>
  state !== 'started' ? state : (STANDINGS.find((word) => word === outcome) ?? 'running');
