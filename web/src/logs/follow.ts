// Whether the view stays at the end of a log that grows. Whoever goes up, or marks text, is left where they are; at the bottom it
// takes hold again.

export interface Follow {
  following: boolean;
  /** Text of the log is marked: moving it away would be rude. */
  marking: boolean;
  /** The mouse is pressed on it, maybe to mark text: nothing may move away below it. */
  holding: boolean;
  top: number;
  below: number;
}

export type FollowEvent =
  /** The view is somewhere else: `below` are the pixels between its bottom and the end. */
  | { kind: 'scrolled'; top: number; below: number }
  /** We have put it there ourselves. */
  | { kind: 'placed'; top: number; below: number }
  /** The wheel, a finger or a key goes up. */
  | { kind: 'up' }
  | { kind: 'marked'; marking: boolean }
  | { kind: 'held'; holding: boolean }
  | { kind: 'asked'; following: boolean };

/** Browsers round. */
const AWAY = 4;
/** So near is at the bottom: while somebody goes there a line or two may have come. */
const AT_BOTTOM = 40;

export const startFollow = (following: boolean): Follow => ({
  following,
  marking: false,
  holding: false,
  top: 0,
  below: 0,
});

/** What comes of an event. */
export function follow(state: Follow, event: FollowEvent): Follow {
  switch (event.kind) {
    case 'scrolled': {
      const { top, below } = event;
      const place = { ...state, top, below };
      if (top < state.top && below > AWAY) return { ...place, following: false };
      if (below <= AT_BOTTOM && top > state.top && !state.marking) return { ...place, following: true };
      return place;
    }
    case 'placed':
      return { ...state, top: event.top, below: event.below };
    case 'up':
      return state.top > 0 ? { ...state, following: false } : state;
    case 'marked': {
      const { marking } = event;
      if (marking) return { ...state, marking, following: false };
      return { ...state, marking, following: state.following || (state.marking && state.below <= AT_BOTTOM) };
    }
    case 'held':
      return { ...state, holding: event.holding };
    case 'asked':
      return { ...state, following: event.following };
  }
}
