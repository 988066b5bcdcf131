import { harmless, harmlessJson } from '../../handlers/alert/render/harmless.ts';
import { csvText } from '../../handlers/page/csv.ts';
import { wrapped } from './wrapped.ts';
import type { Answer, AnswerRow } from '../../queries/log-query.ts';

export const answerFormats = ['table', 'csv', 'json'] as const;
export type AnswerFormat = (typeof answerFormats)[number];

/** An answer as text, ending in a newline. `width`: columns of the terminal; Infinity in a pipe. */
export function answerText(answer: Answer, format: AnswerFormat, width: number): string {
  switch (format) {
    case 'json':
      return answer.rows.length === 0
        ? '[]\n'
        : `[\n${answer.rows.map((row) => `  ${harmlessJson(row)}`).join(',\n')}\n]\n`;
    case 'csv':
      return csvText(answer.columns, answer.rows);
    case 'table':
      return tableOf(answer, width);
  }
}

/**
 * Columns as wide as their widest cell, cut to the terminal from the widest down; where even that is too wide, each row is a
 * block of lines, which cuts nothing.
 */
function tableOf({ columns, rows }: Answer, width: number): string {
  if (rows.length === 0) return 'no rows\n';
  const lines = [
    columns.map(({ name }) => name.toUpperCase()),
    ...rows.map((row) => columns.map(({ name }) => cellText(row, name))),
  ];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  const gap = 2;
  let over = widths.reduce((sum, one) => sum + one + gap, -gap) - width;
  while (over > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    const before = widths[widest] ?? 0;
    const next = Math.max(
      narrowest,
      before - over,
      Math.max(...widths.filter((_, index) => index !== widest), narrowest) - 1,
    );
    if (next >= before) break;
    widths[widest] = next;
    over -= before - next;
  }
  if (over > 0) return blocksOf({ columns, rows }, width);
  const cell = (text: string, index: number) => {
    const room = widths[index] ?? text.length;
    return text.length > room ? `${text.slice(0, room - 1)}…` : text.padEnd(room);
  };
  return lines.map((line) => `${line.map(cell).join(' '.repeat(gap)).trimEnd()}\n`).join('');
}

/** A line for each value, below each other, for a terminal that is too narrow for the columns. */
function blocksOf({ columns, rows }: Pick<Answer, 'columns' | 'rows'>, width: number): string {
  const label = Math.max(...columns.map(({ name }) => name.length)) + 2;
  const blocks = rows.map((row) =>
    columns
      .map(({ name }) => {
        const value = wrapped(cellText(row, name), width, label);
        return `${name.toUpperCase().padEnd(label)}${value}`.trimEnd();
      })
      .join('\n'),
  );
  return `${blocks.join('\n\n')}\n`;
}

/** No column is cut shorter than this. */
const narrowest = 8;

function cellText(row: AnswerRow, name: string): string {
  const value = row[name] ?? null;
  return value === null ? '' : harmless(String(value));
}
