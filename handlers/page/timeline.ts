import { html, type Html } from './html.ts';
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

const middle = 11;

/**
 * What happened when, a lane a thing, all on one scale. Places are shares of the width (%), so that texts keep their size
 * on a phone. Instants that are none are left out; nothing is drawn where none is left.
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
  const first = Math.min(...instants);
  const last = Math.max(...instants);
  const step = tickStep(last - first);
  const from = Math.floor(first / step) * step;
  const to = Math.max(from + step, Math.ceil(last / step) * step);
  const place = (ms: number) => `${Math.round(((ms - from) / (to - from)) * 100_000) / 1000}%`;
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);
  return html`<figure class="timeline">
    <figcaption>${caption}</figcaption>
    <div class="lane">
      <span class="label quiet"
        >${timeText(isoOf(from)).slice(0, 16)} to ${timeText(isoOf(to)).slice(0, 16)} UTC</span
      >
      <svg width="100%" height="18" aria-hidden="true">
        ${ticks.map(
          (tick, index) =>
            html`<text
              x="${place(tick)}"
              y="13"
              text-anchor="${index === 0 ? 'start' : index === ticks.length - 1 ? 'end' : 'middle'}"
              >${tickText(tick, step)}</text
            >`,
        )}
      </svg>
    </div>
    ${lanes.map(
      ({ label, spans, marks }) =>
        html`<div class="lane">
          <span class="label">${label}</span>
          <svg
            width="100%"
            height="${middle * 2}"
            role="img"
            aria-label="${[label, ...spans.map(({ says }) => says), ...marks.map(({ says }) => says)].join('; ')}"
          >
            ${ticks.map((tick) => html`<line class="tick" x1="${place(tick)}" x2="${place(tick)}" y1="0" y2="${middle * 2}" />`)}
            ${spans.map((span) => spanOf(span, place, (to - from) / 400))}
            ${marks.map((mark) => markOf(mark, place))}
          </svg>
        </div> `,
    )}
    <ul class="legend">
      ${legend.map(
        ({ tone, label }) =>
          html`<li>
            <svg width="12" height="12" aria-hidden="true">
              <rect class="fill-${tone}" width="12" height="12" rx="2" /></svg
            >${label}
          </li>`,
      )}
    </ul>
  </figure> `;
}

type Place = (ms: number) => string;

/** `least`: ms that a bar is drawn for at least, to be seen. */
function spanOf({ from, to, tone, shape, says }: TimelineSpan, place: Place, least: number): Html {
  const start = Date.parse(from);
  const end = Math.max(Date.parse(to), start + least);
  if (Number.isNaN(end)) return html``;
  return html`<line
    class="${shape} line-${tone}"
    x1="${place(start)}"
    x2="${place(end)}"
    y1="${middle}"
    y2="${middle}"
    ><title>${says}</title></line
  >`;
}

function markOf({ at, tone, shape, says }: TimelineMark, place: Place): Html {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return html``;
  return shape === 'dot'
    ? html`<circle class="mark fill-${tone}" cx="${place(ms)}" cy="${middle}" r="5"
        ><title>${says}</title></circle
      >`
    : html`<line
        class="deadline line-${tone}"
        x1="${place(ms)}"
        x2="${place(ms)}"
        y1="2"
        y2="${middle * 2 - 2}"
        ><title>${says}</title></line
      >`;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  minute,
  5 * minute,
  15 * minute,
  hour,
  2 * hour,
  4 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
];

/** The finest step (ms) that leaves at most six ticks. */
function tickStep(length: number): number {
  return steps.find((step) => length / step <= 5) ?? Math.ceil(length / (5 * day)) * day;
}

function tickText(ms: number, step: number): string {
  const text = isoOf(ms);
  return step >= day ? text.slice(5, 10) : text.slice(11, 16);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
