// What a comparison came to, as text for docs/benchmarks.md.
import { differences, middle, type RealPacks, type SmallNodes } from './nodes-cases.ts';
import { comparisonTable, type Comparison } from './nodes-document.ts';
import type { Report } from './nodes.ts';
import type { Took } from './nodes-ways.ts';

const ON_BOX_S = 1;
const BAD_SET_S = 180;

/** Head, table, and the values behind the medians. */
export function reportText(report: Report): string {
  const { small, packs, bad } = report;
  const rows: Comparison[] = [
    ...(small ? smallRows(small) : []),
    ...(packs ? [packsRow(packs)] : []),
    ...(bad ? [badRow(bad)] : []),
  ];
  return [
    `${report.versions}. Command: \`${report.command}\`.`,
    [
      ...(small ? [`- Small nodes, rounds: ${small.cold.ours.length}, medians. ${report.circumstances.small}`] : []),
      ...(packs
        ? [`- Real nodes, rounds of ours: ${packs.times.ours.length}, the others once. ${report.circumstances.packs}`]
        : []),
      ...(bad ? [`- Good and bad nodes, once. ${report.circumstances.bad}`] : []),
    ].join('\n'),
    comparisonTable(rows),
    ...(small ? ['Single values in seconds, in the order of the rounds:', rawSmall(small)] : []),
    ...(packs ? [packsText(packs)] : []),
    ...(bad ? [badText(bad)] : []),
  ].join('\n\n');
}

const seconds = (value: number): string => (value < 1 ? `${value.toFixed(3)} s` : `${value.toFixed(1)} s`);
const times = (value: number): string => `${value < 20 ? value.toFixed(1) : value.toFixed(0)} ×`;

function row(what: string, by: Record<string, Took[]>, least: number | null): Comparison {
  const { ours = [], predecessor = [], pyinfra = [] } = by;
  const ratio = middle(predecessor) / middle(ours);
  return {
    what,
    ours: seconds(middle(ours)),
    predecessor: seconds(middle(predecessor)),
    pyinfra: pyinfra.length > 0 ? seconds(middle(pyinfra)) : '',
    // A run that was ended early may lack one of the two.
    ratio: Number.isNaN(ratio) ? '' : times(ratio),
    bar: least === null ? '' : `≥ ${least} ×`,
    met: least === null || Number.isNaN(ratio) ? null : ratio >= least,
  };
}

function smallRows({ cold, again, warm }: SmallNodes): Comparison[] {
  const onBox = middle(again.ours, 'onBox');
  const theirs = middle(again.predecessor, 'onBox');
  return [
    row('17 small nodes, nothing there, caches empty', cold, 8),
    row('17 small nodes, nothing there, caches of pip and uv kept', warm, null),
    {
      what: 'again with nothing to do, on the box',
      ours: seconds(onBox),
      predecessor: seconds(theirs),
      pyinfra: '',
      ratio: times(theirs / onBox),
      bar: `≥ 100 ×, < ${ON_BOX_S} s`,
      met: theirs / onBox >= 100 && onBox < ON_BOX_S,
    },
    row('again with nothing to do, as a person waits for it', again, null),
  ];
}

const packsRow = ({ times: by }: RealPacks): Comparison =>
  row('requirement files of eight real nodes, caches empty', by, 10);

function badRow({ seconds: took, nodes, wrong }: NonNullable<Report['bad']>): Comparison {
  return {
    what: `the full set of ${nodes} good and bad nodes: all as it has to be`,
    ours: `${seconds(took)}, ${wrong.length} wrong`,
    predecessor: '',
    pyinfra: '',
    ratio: '',
    bar: `≤ ${BAD_SET_S} s, 0 wrong`,
    met: took <= BAD_SET_S && wrong.length === 0,
  };
}

function rawSmall({ cold, again, warm }: SmallNodes): string {
  const list = (took: Took[], which: 'seconds' | 'onBox' = 'seconds') =>
    took.map((one) => (one[which] ?? Number.NaN).toFixed(which === 'onBox' ? 3 : 2)).join(', ');
  const lines = (label: string, by: SmallNodes['cold']) => [
    `- ${label}: ours ${list(by.ours)} · predecessor ${list(by.predecessor)} · pyinfra ${list(by.pyinfra)}`,
  ];
  return [
    ...lines('caches empty', cold),
    ...lines('caches kept', warm),
    ...lines('again', again),
    `- again, on the box: ours ${list(again.ours, 'onBox')} · predecessor ${list(again.predecessor, 'onBox')}`,
  ].join('\n');
}

function packsText({ times: by, packages }: RealPacks): string {
  const list = (took: Took[] = []) => took.map((one) => one.seconds.toFixed(1)).join(', ');
  const lines = [
    `Eight real nodes: ours ${list(by.ours)} · predecessor ${list(by.predecessor)} · pyinfra ${list(by.pyinfra)} s.`,
  ];
  const said = [...by.ours, ...by.predecessor, ...by.pyinfra].map(({ said: words }) => words).filter(Boolean);
  lines.push(`Last words: ${[...new Set(said)].map((words) => `\`${words.split('\n').at(-1)}\``).join(', ')}.`);
  const others = differences(packages.ours, packages.predecessor);
  const count = Object.keys(packages.ours ?? {}).length;
  lines.push(
    `${count} packages at the end; different from the predecessor's (ours / its own): ${others.join(', ') || 'none'}.`,
  );
  return lines.join('\n');
}

function badText({ reasons, imports, wrong }: NonNullable<Report['bad']>): string {
  const named = Object.entries({ ...reasons, ...imports }).map(([name, reason]) => `${name}: ${reason}`);
  return `The bad ones by name: ${named.join(', ')}.${wrong.length > 0 ? ` Not as it has to be: ${wrong.join('; ')}.` : ''}`;
}
