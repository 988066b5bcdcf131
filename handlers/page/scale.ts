/** A scale of time with even ticks; instants in ms. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  /** ISO 8601 UTC. */
  readonly fromText: string;
  readonly toText: string;
  readonly step: number;
  /** An instant as a share of the width, `12.5%`. */
  readonly place: (ms: number) => string;
}

export interface Tick {
  readonly place: string;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [1, 5, 15, 60, 120, 240, 360, 720, 1440, 2880, 10_080].map((minutes) => minutes * minute);

/** The finest scale from `first` to `last` (ms) that has at most seven ticks. */
export function scaleOf(first: number, last: number): Scale {
  const length = last - first;
  const step = steps.find((one) => length / one <= 5) ?? Math.ceil(length / (5 * day)) * day;
  const from = Math.floor(first / step) * step;
  const to = Math.max(from + step, Math.ceil(last / step) * step);
  return {
    from,
    to,
    step,
    fromText: new Date(from).toISOString(),
    toText: new Date(to).toISOString(),
    place: (ms) => `${Math.round(((ms - from) / (to - from)) * 10_000) / 100}%`,
  };
}

export function ticksOf({ from, to, step, place }: Scale): readonly Tick[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => {
    const ms = from + index * step;
    const text = new Date(ms).toISOString();
    return {
      place: place(ms),
      text: step >= day ? text.slice(5, 10) : text.slice(11, 16),
      anchor: index === 0 ? 'start' : ms === to ? 'end' : 'middle',
    };
  });
}
