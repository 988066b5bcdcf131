import { own } from '../../config/own.ts';
import { counted, nounOf } from '../../config/counted.ts';
import { badge } from './badge.ts';
import { html, type Html } from './html.ts';
import { timeElement } from './time.ts';
import type { Tone } from './tone.ts';

export type TableCell = string | number | boolean | null;
export type TableRow = Readonly<Record<string, TableCell>>;

export interface TableColumn {
  /** Key of the rows, and what `name=value` in the filter calls it. */
  readonly name: string;
  readonly label: string;
  /** What the column says, in a sentence. */
  readonly says?: string;
  /** `name`: an ARN, a path or the like, which may break anywhere; `id`: short, and never broken. */
  readonly kind: 'text' | 'name' | 'id' | 'number' | 'time' | 'boolean';
  /** Values that are shown as badges, by their text (`yes` and `no` of a boolean). */
  readonly tones?: Readonly<Record<string, Tone>>;
  /** What the page shows instead of values that scripts count on. */
  readonly words?: Readonly<Record<string, string>>;
  /** Stands in the file only: what a person rarely looks at. */
  readonly fileOnly?: boolean;
}

export interface TableContent {
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** The file that holds all rows. */
  readonly file?: string;
}

/** More rows than this make a page slow; they are in the file. */
export const mostRows = 10_000;

/**
 * A table that the page's script makes sortable, filterable and paged. At most `mostRows` rows; it says so if there are more.
 * Columns without any value are left out.
 */
export function table({ id, caption, columns: all, rows, file }: TableContent): Html {
  const columns = all.filter(
    ({ name, fileOnly }) =>
      fileOnly !== true && (rows.length === 0 || rows.some((row) => (row[name] ?? null) !== null)),
  );
  const shown = rows.slice(0, mostRows);
  const rest = rows.length - shown.length;
  return html`<div class="table" id="${id}">
<div class="scroll">
<table>
<caption>${caption}<span class="more">${counted(rows.length, 'row')}${file !== undefined && html` · <a href="${file}">${file}</a>`}</span></caption>
<thead><tr>${columns.map(headOf)}</tr></thead>
<tbody>
${shown.map((row) => html`<tr>${columns.map((column) => cellOf(column, row))}</tr>\n`)}</tbody>
</table>
</div>
${rest > 0 && html`<p class="rest">${counted(rest, 'row')} more ${nounOf(rest, 'is', 'are')} ${file === undefined ? 'not shown' : html`in <a href="${file}">${file}</a> only`}.</p>`}
</div>
`;
}

function headOf({ name, label, says, kind }: TableColumn): Html {
  const title = says !== undefined && html` title="${says}"`;
  return html`<th scope="col" data-name="${name}" class="${kind}"${title}>${label}</th>`;
}

function cellOf(column: TableColumn, row: TableRow): Html {
  const value = row[column.name] ?? null;
  return html`<td class="${column.kind}" data-label="${column.label}">${shownAs(column, value)}</td>`;
}

function shownAs({ kind, tones, words }: TableColumn, value: TableCell): Html | string {
  if (value === null) return '';
  const text = textOf(value);
  const shown = own(words ?? {}, text) ?? text;
  const tone = own(tones ?? {}, text);
  if (tone !== undefined) return badge(shown, tone);
  if (kind === 'time') return timeElement(shown);
  return kind === 'name' ? nameElement(shown) : shown;
}

/** An ARN whose first parts, which hundreds share, are quieter than the name. */
function nameElement(text: string): Html {
  const [, service, place, name] = /^(arn:[^:]*:[^:]*:)([^:]*:[^:]*:)(.+)$/s.exec(text) ?? [];
  return service === undefined
    ? html`${text}`
    : html`<span><span class="prefix"><span>${service}</span><span>${place}</span></span>${name}</span>`;
}

function textOf(value: Exclude<TableCell, null>): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? numberText(value) : value;
}

/** A number as people read it: `12,345`, with at most one decimal. */
export function numberText(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}
