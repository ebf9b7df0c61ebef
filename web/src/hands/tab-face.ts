// What the browser's tab says while somebody looks at another one: state and percent, in its title and in its picture. Pictures
// differ by their shape, so that no state is told by colour alone.
import { type MaybeRefOrGetter, onScopeDispose, ref, shallowRef, toValue, watchEffect } from 'vue';
import type { RunItem } from '../../../contract/run-list.ts';
import type { RunState } from '../../../contract/run-state.ts';
import { messages } from '../messages.ts';
import { type IconName, runLook } from '../runs/phases.ts';

/** What of a run the tab shows. */
type TabRun = Pick<RunState, 'workflow_id' | 'status' | 'phase' | 'outcome' | 'progress_percent'> &
  Partial<Pick<RunState, 'steps' | 'current_step'>> &
  Partial<Pick<RunItem, 'step_label'>>;

/** Runs in sum: those at work, those that wait for a person, those that failed and nobody has seen to. */
interface TabSum {
  atWork: readonly Pick<RunItem, 'progress_percent'>[];
  needed: number;
  failed: number;
}

export interface Face {
  shape: 'plain' | 'ring' | 'check' | 'warning' | 'cross' | 'question' | 'pause' | 'stopped';
  /** Of the ring, 0-100. */
  percent: number;
  /** In the ring, where it stands for several. */
  count: number;
}

const pageTitle = ref('');
const source = shallowRef<(() => TabRun | null | undefined) | null>(null);

/** The page's own title. */
export const setPageTitle = (title: string): void => void (pageTitle.value = title);

/** The run that the page is about: the tab tells of it alone. */
export function useTabRun(run: MaybeRefOrGetter<TabRun | null | undefined>): void {
  const own = (): TabRun | null | undefined => toValue(run);
  source.value = own;
  onScopeDispose(() => {
    if (source.value === own) source.value = null;
  });
}

/** Keeps the tab's title and picture as they should be. Call it once, in the shell. */
export function useTabFace(sum: MaybeRefOrGetter<TabSum>): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const plain = link?.getAttribute('href') ?? '';
  watchEffect(() => {
    const run = source.value?.();
    document.title = run ? titleOfRun(run) : titleOfSum(toValue(sum), pageTitle.value);
    const face = run ? faceOfRun(run) : faceOfSum(toValue(sum));
    const href = face.shape === 'plain' ? plain : pictureOf(face);
    if (link && link.getAttribute('href') !== href) link.setAttribute('href', href);
  });
  onScopeDispose(() => link?.setAttribute('href', plain));
}

/** `46 % · Install custom nodes · Bringup`; in place of the percent the state, where somebody has to look or it is over. */
export function titleOfRun(run: TabRun): string {
  const step = run.step_label ?? run.steps?.[run.current_step ?? 0]?.label ?? run.workflow_id;
  const look = runLook(run, false);
  const tells = look.tone === 'active' ? messages.run.percent(Math.floor(run.progress_percent)) : look.word;
  return messages.titleOf(`${tells} · ${run.phase === 'ended' ? run.workflow_id : step}`);
}

/** What runs and what waits for a person goes before the page's title, which is '' as long as no page is there. */
export function titleOfSum({ atWork, needed, failed }: TabSum, title: string): string {
  const waits = needed + failed;
  const parts = [
    ...(waits > 0 ? [messages.tab.needYou(waits)] : []),
    ...(atWork.length > 0 ? [messages.tab.atWork(atWork.length)] : []),
  ];
  const words = [parts.join(', '), title].filter((word) => word !== '');
  return words.length > 0 ? messages.titleOf(words.join(' · ')) : messages.product;
}

const face = (shape: Face['shape'], percent = 0, count = 1): Face => ({ shape, percent, count });

const SHAPES: Partial<Record<IconName, Face['shape']>> = {
  done: 'check',
  warning: 'warning',
  failed: 'cross',
  blocked: 'question',
  cancelled: 'stopped',
};

/** The picture of one run. */
export function faceOfRun(run: TabRun): Face {
  if (run.phase === 'paused') return face('pause');
  return face(SHAPES[runLook(run, false).icon] ?? 'ring', run.progress_percent);
}

/** The picture of all runs: first what waits for a person, then what went wrong, then how far the work is. */
export function faceOfSum({ atWork, needed, failed }: TabSum): Face {
  if (needed > 0) return face('question');
  if (failed > 0) return face('cross');
  if (atWork.length === 0) return face('plain');
  const percent = atWork.reduce((all, run) => all + run.progress_percent, 0) / atWork.length;
  return face('ring', percent, atWork.length);
}

const GROUNDS: Record<Face['shape'], string> = {
  plain: '#2f54d1',
  ring: '#2f54d1',
  check: '#116b42',
  warning: '#845200',
  cross: '#b3261e',
  question: '#7434a6',
  pause: '#7434a6',
  stopped: '#535c6e',
};
const STROKES: Record<Exclude<Face['shape'], 'plain' | 'ring'>, string> = {
  check: 'M8 17l6 6 11-13',
  warning: 'M16 7v11m0 6v.5',
  cross: 'M9 9l14 14m0-14L9 23',
  question: 'M11 12a5 5 0 1 1 7 4.500q-2 1-2 3.500m0 5.500v.5',
  pause: 'M11.500 9v14m9-14v14',
  stopped: 'M8 16h16',
};
const AROUND = 2 * Math.PI * 10;

/** The picture as an address of its own. */
export function pictureOf({ shape, percent, count }: Face): string {
  const inside = shape === 'ring' ? ring(percent, count) : `<path d="${shape === 'plain' ? '' : STROKES[shape]}"/>`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${GROUNDS[shape]}"/>` +
    `<g fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round">${inside}</g></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function ring(percent: number, count: number): string {
  const done = (Math.min(100, Math.max(0, Math.floor(percent))) / 100) * AROUND;
  const number =
    count > 1
      ? `<text x="16" y="21" font-family="sans-serif" font-size="14" font-weight="700" text-anchor="middle" fill="#fff" stroke="none">${count > 9 ? '+' : count}</text>`
      : '';
  const arc = `<circle cx="16" cy="16" r="10" stroke-linecap="butt" stroke-dasharray="${done.toFixed(1)} 99" transform="rotate(-90 16 16)"/>`;
  return `<circle cx="16" cy="16" r="10" opacity=".35"/>${done > 0 ? arc : ''}${number}`;
}
