import { html, type Html } from './html.ts';
import { numberText } from './table.ts';
import type { Tone } from './tone.ts';

/** A number that is seen before all else. */
export interface ShownFigure {
  readonly label: string;
  readonly value: number | string;
  readonly tone: Tone;
  /** Makes a link of what is shown; null where it leads nowhere. */
  readonly link: ((inside: Html) => Html) | null;
}

/** Numbers side by side; nothing where there are none. */
export function figures(shown: readonly ShownFigure[]): Html | null {
  if (shown.length === 0) return null;
  return html`<ul class="figures">${shown.map(figureOf)}</ul>\n`;
}

function figureOf({ label, value, tone, link }: ShownFigure): Html {
  const text = typeof value === 'number' ? numberText(value) : value;
  const inside = html`<b>${text}</b><span class="label">${label}</span>`;
  return html`<li class="figure tone-${tone}">${link === null ? html`<span>${inside}</span>` : link(inside)}</li>`;
}
