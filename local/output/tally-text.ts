import { harmless, harmlessJson } from '../../handlers/alert/render/harmless.ts';
import type { TallyRow } from './detection-tally.ts';
import { severityPaint, type Colors } from './severity-paint.ts';
import type { Format } from './stream-notifier.ts';
import { wrapped } from './wrapped.ts';

interface Look {
  readonly colors: Colors;
  readonly width: number;
}

type Count = 'alerted' | 'grouped' | 'shadowed' | 'suppressed' | 'also';

/** What is counted, and what each count means. */
const counts: readonly (readonly [count: Count, head: string, means: string])[] = [
  ['alerted', 'TOLD', 'alerts that were told'],
  ['grouped', 'REPEATS', 'counted instead of told: only the 10th, 100th, … of a kind is told again'],
  ['shadowed', 'SHADOW', 'would have been told'],
  ['suppressed', 'SUPPRESSED', 'kept quiet by a suppression'],
  ['also', 'BESIDE', 'matched events that a worse detection told'],
];

const gap = '  ';
const indent = 2;

/** How often each detection spoke: for people, or a line of JSON for each. Ends in a newline. */
export function tallyText(rows: readonly TallyRow[], format: Format, look: Look): string {
  if (format === 'ndjson') return rows.map((row) => `${harmlessJson(row)}\n`).join('');
  const spoke = rows.filter(({ first }) => first !== null);
  const silent = rows.filter(({ first }) => first === null);
  return [...(spoke.length === 0 ? [] : [tableText(spoke, look)]), silentText(silent, look)].join('\n');
}

/** A row of counts for each detection, and below it when it spoke and what it said first; the sums stand last. */
function tableText(rows: readonly TallyRow[], { colors, width }: Look): string {
  const shown = counts.filter(([count]) => count === 'alerted' || rows.some((row) => row[count] > 0));
  const names = Math.max(...rows.map((row) => nameOf(row).length), 'DETECTION'.length);
  const line = (name: string, severity: string, cells: readonly string[]) =>
    [name, severity, ...cells.map((cell, index) => cell.padStart(shown[index]?.[1].length ?? 0))].join(gap);
  const cellsOf = (row: Readonly<Record<Count, number>>) => shown.map(([count]) => number(row[count]));
  const severityWidth = 'SEVERITY'.length;
  const head = line(
    'DETECTION'.padEnd(names),
    'SEVERITY',
    shown.map(([, name]) => name),
  );
  const fits = head.length <= width;
  const body = rows.map((row) => {
    // Too narrow for columns: the same counts in words.
    if (!fits)
      return `${severityPaint(row.severity, colors)(row.severity)}  ${colors.bold(nameOf(row))}\n${below(inWords(row), width, colors)}${below(saidOf(row), width, colors)}`;
    const severity =
      severityPaint(row.severity, colors)(row.severity) + ' '.repeat(severityWidth - row.severity.length);
    return `${line(colors.bold(nameOf(row)) + ' '.repeat(names - nameOf(row).length), severity, cellsOf(row))}\n${below(saidOf(row), width, colors)}`;
  });
  const sums = Object.fromEntries(
    counts.map(([count]) => [count, rows.reduce((sum, row) => sum + row[count], 0)]),
  ) as Record<Count, number>;
  const total = line('in all'.padEnd(names), ' '.repeat(severityWidth), cellsOf(sums));
  const legend = shown.map(([, name, means]) => `${name}: ${means}`).join('. ');
  if (!fits) return `${body.join('')}in all\n${below(inWords(sums), width, colors)}`;
  return `${colors.dim(head)}\n${body.join('')}${colors.bold(total)}\n\n${below(`${legend}.`, width, colors, 0)}`;
}

function inWords(row: Readonly<Record<Count, number>>): string {
  const some = counts.filter(([count]) => row[count] > 0);
  return some.map(([count, name]) => `${number(row[count])} ${name.toLowerCase()}`).join(', ');
}

function nameOf({ detection, mode }: TallyRow): string {
  return mode === 'alert' ? detection : `${detection} (${mode})`;
}

function saidOf({ first, last, title }: TallyRow): string {
  const when = first === last ? (first ?? '') : `${first ?? ''} to ${last ?? ''}, first`;
  return `${when}: ${title ?? ''}`;
}

function below(text: string, width: number, colors: Colors, by = indent): string {
  return wrapped(harmless(text), width, by)
    .split('\n')
    .map((one, index) => `${' '.repeat(index === 0 ? by : 0)}${colors.dim(one)}\n`)
    .join('');
}

function silentText(rows: readonly TallyRow[], { width }: Look): string {
  if (rows.length === 0) return '';
  const names = rows.map(({ detection, mode, also }) => {
    const why = [mode === 'alert' ? null : mode, also > 0 ? `${number(also)} beside a worse one` : null];
    const said = why.filter((one) => one !== null).join(', ');
    return said === '' ? detection : `${detection} (${said})`;
  });
  return `${wrapped(`silent: ${names.join(', ')}`, width, indent)}\n`;
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}
