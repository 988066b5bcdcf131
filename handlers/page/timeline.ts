import { html, type Html } from './html.ts';
import { scaleOf, ticksOf, type Scale } from './scale.ts';
import { timeText } from './time.ts';
import type { Tone } from './tone.ts';

/** From one instant to another; ISO 8601 UTC. */
export interface TimelineSpan {
  readonly from: string;
  readonly to: string;
  readonly tone: Tone;
  /** `bar`: what happened; `clock`: a thin line, time that runs. */
  readonly shape: 'bar' | 'clock';
  readonly says: string;
}

export interface TimelineMark {
  readonly at: string;
  readonly tone: Tone;
  readonly shape: 'dot' | 'deadline';
  readonly says: string;
}

export interface TimelineLane {
  readonly label: string;
  readonly spans: readonly TimelineSpan[];
  readonly marks: readonly TimelineMark[];
}

export interface TimelineContent {
  readonly caption: string;
  readonly lanes: readonly TimelineLane[];
  readonly legend: readonly { readonly tone: Tone; readonly label: string }[];
}

/** px */
const middle = 11;

/**
 * What happened when, a lane a thing, all on one scale. Places are shares of the width (%), so that texts keep their size
 * on a phone. Instants that are none are left out; where none is left, so is the drawing.
 */
export function timeline({ caption, lanes, legend }: TimelineContent): Html {
  const instants = lanes
    .flatMap(({ spans, marks }) => [
      ...spans.flatMap(({ from, to }) => [from, to]),
      ...marks.map(({ at }) => at),
    ])
    .map((instant) => Date.parse(instant))
    .filter((ms) => !Number.isNaN(ms));
  if (instants.length === 0) return html``;
  const scale = scaleOf(
    instants.reduce((a, b) => Math.min(a, b)),
    instants.reduce((a, b) => Math.max(a, b)),
  );
  const swatches = legend.map(
    ({ tone, label }) =>
      html`<li><svg width="12" height="12" aria-hidden="true"><rect class="fill-${tone}" width="12" height="12" rx="2"/></svg>${label}</li>`,
  );
  return html`<figure>
<figcaption>${caption}</figcaption>
${axis(scale)}${lanes.map((lane) => laneOf(lane, scale))}<ul class="legend">${swatches}</ul>
</figure>
`;
}

function axis(scale: Scale): Html {
  const span = `${timeText(scale.fromText).slice(0, 16)} to ${timeText(scale.toText).slice(0, 16)} UTC`;
  const texts = ticksOf(scale).map(
    ({ place, text, anchor }) => html`<text x="${place}" y="13" text-anchor="${anchor}">${text}</text>`,
  );
  return html`<div class="lane"><span class="label quiet">${span}</span><svg width="100%" height="18" aria-hidden="true">${texts}</svg></div>\n`;
}

function laneOf({ label, spans, marks }: TimelineLane, scale: Scale): Html {
  const told = [label, ...spans.map(({ says }) => says), ...marks.map(({ says }) => says)].join('; ');
  const ticks = ticksOf(scale).map(
    ({ place }) => html`<line class="tick" x1="${place}" x2="${place}" y1="0" y2="${middle * 2}"/>`,
  );
  return html`<div class="lane"><span class="label">${label}</span><svg width="100%" height="${middle * 2}" role="img" aria-label="${told}">
${ticks}${spans.map((span) => spanOf(span, scale))}${marks.map((mark) => markOf(mark, scale))}</svg></div>
`;
}

function spanOf({ from, to, tone, shape, says }: TimelineSpan, scale: Scale): Html {
  const start = Date.parse(from);
  // What is too short to be seen is drawn a little longer.
  const end = Math.max(Date.parse(to), start + (scale.to - scale.from) / 400);
  if (Number.isNaN(end)) return html``;
  return html`<line class="${shape} line-${tone}" x1="${scale.place(start)}" x2="${scale.place(end)}" y1="${middle}" y2="${middle}"><title>${says}</title></line>`;
}

function markOf({ at, tone, shape, says }: TimelineMark, scale: Scale): Html {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return html``;
  const x = scale.place(ms);
  return shape === 'dot'
    ? html`<circle class="mark fill-${tone}" cx="${x}" cy="${middle}" r="5"><title>${says}</title></circle>`
    : html`<line class="deadline line-${tone}" x1="${x}" x2="${x}" y1="2" y2="${middle * 2 - 2}"><title>${says}</title></line>`;
}
