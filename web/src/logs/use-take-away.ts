// Copying and downloading what is shown, or all of it, and the link to a line.
import { computed, onScopeDispose, type Ref, ref } from 'vue';
import { sentenceOf } from '../api.ts';
import { messages } from '../messages.ts';
import type { Row } from './folding.ts';
import { TimeColumn, timeText } from './line-times.ts';
import { copyText, MOST_COPIED, rowsAsText, saveText, saveUrl } from './take-away.ts';
import type { Log } from './use-log.ts';
import type { LogView } from './use-log-view.ts';

interface Options {
  log: Log;
  view: LogView;
  column: Readonly<Ref<TimeColumn>>;
  props: { workflowId: string; step: number; attempt: number; task?: string | undefined };
  hrefOf: (line: number) => string;
  selected: Readonly<Ref<number | null>>;
}

const SAID_MS = 4_000;

export function useTakeAway({ log, column, props, hrefOf, selected }: Options) {
  const said = ref('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => clearTimeout(timer));

  function say(words: string): void {
    said.value = words;
    clearTimeout(timer);
    timer = setTimeout(() => (said.value = ''), SAID_MS);
  }

  const range = computed(() => {
    void log.version.value;
    const { rows } = log.store;
    return { first: rows[0]?.line ?? 0, last: rows.at(-1)?.line ?? 0 };
  });
  const shownLabel = computed(() => messages.logViewer.asShown(range.value.first, range.value.last));
  const copies = computed(() => [
    { id: 'shown', label: shownLabel.value },
    {
      id: 'all',
      label: messages.logViewer.wholeLog,
      disabled: log.size.value > MOST_COPIED && messages.logViewer.tooLongToCopy,
    },
  ]);
  const downloads = computed(() => [
    { id: 'shown', label: shownLabel.value },
    { id: 'all', label: messages.logViewer.wholeLog },
    ...(props.task ? [] : [{ id: 'times', label: messages.logViewer.wholeLogWithTimes }]),
  ]);

  function timeOf(row: Row): string {
    const ms = log.timeAt(row.offset);
    return ms === null ? messages.logViewer.timeUnknown : timeText(ms, column.value, log.began.value);
  }
  const shown = (): string => rowsAsText(log.store.rows, column.value === TimeColumn.off ? null : timeOf);

  async function copy(id: string): Promise<void> {
    try {
      await copyText(id === 'shown' ? shown() : await log.source.value.whole());
      say(messages.copy.copied);
    } catch (error) {
      say(messages.logViewer.notCopied(sentenceOf(error)));
    }
  }

  function download(id: string): void {
    const name = `${props.workflowId}-${props.step}-${props.attempt}.log`;
    if (id === 'shown') saveText(shown(), name);
    else saveUrl(log.source.value.downloadUrl(id === 'times'), name);
  }

  async function copyLink(): Promise<void> {
    if (selected.value === null) return;
    try {
      await copyText(new URL(hrefOf(selected.value), window.location.href).href);
      say(messages.copy.copied);
    } catch (error) {
      say(messages.logViewer.notCopied(sentenceOf(error)));
    }
  }

  return { said, copies, downloads, copy, download, copyLink };
}
