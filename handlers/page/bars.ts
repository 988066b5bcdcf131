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

const height = 120;
const room = 18;

/**
 * Bars side by side. Places are shares of the width (%), so that texts keep their size on a phone. The numbers also stand
 * in the table beside it, so that the drawing itself is one image to a screen reader.
 */
export function barChart({ caption, beforeIs, bars }: BarsContent): Html {
  const most = Math.max(1, ...bars.flatMap(({ value, before }) => [value, before ?? 0]));
  const step = 100 / Math.max(1, bars.length);
  const everyNth = Math.ceil(bars.length / 7);
  const tall = (value: number) => Math.round((value / most) * height * 10) / 10;
  const share = (part: number) => `${Math.round(part * 1000) / 1000}%`;
  const summary = bars.map(({ label, value }) => `${label}: ${numberText(value)}`).join(', ');
  return html`<figure>
    <figcaption>${caption}</figcaption>
    <svg width="100%" height="${height + room * 2}" role="img" aria-label="${caption}: ${summary}">
      <line class="base" x1="0" x2="100%" y1="${height + room}" y2="${height + room}" />
      ${bars.map(({ label, value, before }, index) => {
        const left = index * step;
        const top = height + room - tall(value);
        const labelled = index % everyNth === 0;
        return html`${
            before !== null &&
            html`<rect
              class="ghost"
              x="${share(left + step * 0.1)}"
              width="${share(step * 0.8)}"
              y="${height + room - tall(before)}"
              height="${tall(before)}"
            />`
          }<rect
            class="fill-low"
            x="${share(left + step * 0.2)}"
            width="${share(step * 0.6)}"
            y="${top}"
            height="${tall(value)}"
            ><title>${label}: ${numberText(value)}</title></rect
          >${
            labelled &&
            html`<text class="value" x="${share(left + step / 2)}" y="${top - 5}" text-anchor="middle"
                >${numberText(value)}</text
              ><text x="${share(left + step / 2)}" y="${height + room * 2 - 4}" text-anchor="middle"
                >${label.slice(5)}</text
              >`
          } `;
      })}
    </svg>
    ${
      bars.some(({ before }) => before !== null) &&
      html`<ul class="legend">
        <li>
          <svg width="12" height="12" aria-hidden="true"><rect class="ghost" width="12" height="12" /></svg
          >${beforeIs}
        </li>
      </ul>`
    }
  </figure> `;
}
