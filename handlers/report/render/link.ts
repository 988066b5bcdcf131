import { html, type Html } from '../../page/html.ts';
import type { RowsBehind } from '../report.ts';

/** A link to the rows behind a number: the page's script sets the table's filter. */
export function linkTo({ table, filter }: RowsBehind, inside: Html): Html {
  return html`<a href="#${table}" data-filter="${filter}">${inside}</a>`;
}
