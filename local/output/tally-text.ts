import { harmless, harmlessJson } from '../../handlers/alert/render/harmless.ts';
import type { TallyRow } from './detection-tally.ts';
import { severityPaint, type Colors } from './severity-paint.ts';
import type { Format } from './stream-notifier.ts';
import { wrapped } from './wrapped.ts';

interface Look {
  readonly colors: Colors;
  readonly width: number;
}

const indent = 2;

/** How often each detection spoke: for people, or a line of JSON for each. Ends in a newline. */
export function tallyText(rows: readonly TallyRow[], format: Format, look: Look): string {
  if (format === 'ndjson') return rows.map((row) => `${harmlessJson(row)}\n`).join('');
  const spoke = rows.filter(({ first }) => first !== null);
  const silent = rows.filter(({ first }) => first === null);
  return [...spoke.map((row) => spokeText(row, look)), silentText(silent, look)].join('\n');
}

function spokeText(row: TallyRow, { colors, width }: Look): string {
  const { detection, severity, mode, first, last, title } = row;
  const paint = severityPaint(severity, colors);
  const head = `${paint(` ${severity.toUpperCase()} `)} ${colors.bold(detection)}${mode === 'alert' ? '' : ` (${mode})`}`;
  const when = first === last ? `at ${first ?? ''}` : `from ${first ?? ''} to ${last ?? ''}`;
  const lines = [`${countsText(row)}, ${when}`, `first: ${harmless(title ?? '')}`];
  const below = lines.map((line) => `${' '.repeat(indent)}${wrapped(harmless(line), width, indent)}\n`);
  return `${head}\n${below.join('')}`;
}

function countsText({ alerted, grouped, shadowed, suppressed, also }: TallyRow): string {
  const counts = [
    alerted > 0 && `${number(alerted)} told`,
    grouped > 0 && `${number(grouped)} ${grouped === 1 ? 'repeat' : 'repeats'} counted`,
    shadowed > 0 && `${number(shadowed)} in shadow`,
    suppressed > 0 && `${number(suppressed)} suppressed`,
    also > 0 && `${number(also)} beside a worse one`,
  ];
  return counts.filter((one) => one !== false).join(', ');
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
