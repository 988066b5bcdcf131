import { html, type Html } from './html.ts';
import { numberText } from './table.ts';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** What it is held against: drawn behind it as an outline. */
  readonly before: number | null;
}

export interface BarsContent {
  readonly caption: string;
  /** What `before` is, for the legend. */
  readonly beforeIs: string;
  readonly bars: readonly Bar[];
}

/** px */
const height = 120;
const room = 18;
const ground = height + room;

/**
 * Bars side by side. Places are shares of the width (%), so that texts keep their size on a phone. To a screen reader the
 * drawing is one image that tells all numbers.
 */
export function barChart({ caption, beforeIs, bars }: BarsContent): Html {
  const most = Math.max(1, ...bars.flatMap(({ value, before }) => [value, before ?? 0]));
  const everyNth = Math.ceil(bars.length / 7);
  const summary = bars.map(({ label, value }) => `${label}: ${numberText(value)}`).join(', ');
  const slots = bars.map((bar, index) =>
    slotOf(
      bar,
      { left: (index * 100) / bars.length, width: 100 / bars.length, most },
      index % everyNth === 0,
    ),
  );
  const legend = html`<ul class="legend"><li>${swatch}${beforeIs}</li></ul>\n`;
  return html`<figure>
<figcaption>${caption}</figcaption>
<svg width="100%" height="${ground + room}" role="img" aria-label="${caption}: ${summary}">
<line class="base" x1="0" x2="100%" y1="${ground}" y2="${ground}"/>
${slots}</svg>
${bars.some(({ before }) => before !== null) && legend}</figure>
`;
}

const swatch = html`<svg width="12" height="12" aria-hidden="true"><rect class="ghost" width="12" height="12"/></svg>`;

/** Where a bar stands, in % of the width, and the value that is as tall as the drawing. */
interface Slot {
  readonly left: number;
  readonly width: number;
  readonly most: number;
}

function slotOf({ label, value, before }: Bar, { left, width, most }: Slot, labelled: boolean): Html {
  const tall = (one: number) => rounded((one / most) * height);
  const bar = (kind: string, one: number, inset: number) =>
    html`<rect class="${kind}" x="${rounded(left + width * inset)}%" width="${rounded(width * (1 - 2 * inset))}%" y="${rounded(ground - tall(one))}" height="${tall(one)}"><title>${label}: ${numberText(one)}</title></rect>`;
  const text = (shown: string, kind: string, y: number) =>
    html`<text class="${kind}" x="${rounded(left + width / 2)}%" y="${y}" text-anchor="middle">${shown}</text>`;
  // A value below its outline's top stands above the outline, where it can be read.
  const top = ground - Math.max(tall(value), tall(before ?? 0));
  return html`${before !== null && bar('ghost', before, 0.1)}${bar('fill-low', value, 0.2)}${
    labelled && [
      text(numberText(value), 'value', rounded(top - 5)),
      text(label, 'name-of', ground + room - 4),
    ]
  }\n`;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
