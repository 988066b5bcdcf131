import { home, global, regions } from './places.ts';
import type { ScriptedEvent } from './scene.ts';

const slotMs = 5 * 60_000;
const dayMs = 86_400_000;

/** The day has 288 slots of delivery; what happens at its end is delivered in one more. */
const slots = dayMs / slotMs + 1;

/** CloudTrail begins another file where one grows large. */
const recordsPerFile = 680;

/** The latest that an event is delivered (ms), and the usual delay of a scripted one. KMS events come later. */
export const longestLag = 594_000;
const scriptedLag = { kms: 270_000, others: 210_000 } as const;

/** One file of the log. */
export interface LogFile {
  readonly region: string;
  /** When it is delivered (ms). */
  readonly delivered: number;
  /** Files of one Region and slot are numbered. */
  readonly part: number;
  readonly scripted: readonly ScriptedEvent[];
  /** How many records of everyday traffic it holds. */
  readonly noise: number;
}

export interface Delivery {
  readonly files: readonly LogFile[];
  /** The file that is delivered twice. */
  readonly again: LogFile;
}

/**
 * Shares `records` out over the files of the day: the script's events where their time puts them, everyday traffic by
 * Region and hour. The file that holds `anchor` is delivered twice, and both copies count. Where `records` is less than
 * the script needs, there is no traffic.
 */
export function planDelivery(
  start: number,
  records: number,
  events: readonly ScriptedEvent[],
  anchor: ScriptedEvent,
): Delivery {
  const scripted = new Map<string, ScriptedEvent[]>();
  for (const event of events) {
    const key = slotKey(event.region, slotOf(event, start));
    const listed = scripted.get(key);
    if (listed === undefined) scripted.set(key, [event]);
    else listed.push(event);
  }
  const again = slotKey(anchor.region, slotOf(anchor, start));
  const cells = cellsOf();

  const lay = (noise: number, extra: number) => {
    let shared = 0;
    let weights = 0;
    return cells.flatMap(({ region, slot, weight }) => {
      weights += weight;
      const until = Math.floor(noise * weights + 1e-6);
      const mine = until - shared + (region === home && slot === busiest ? extra : 0);
      shared = until;
      const own = scripted.get(slotKey(region, slot)) ?? [];
      return filesOf({ region, slot, noise: mine, own, delivered: start + (slot + 1) * slotMs });
    });
  };
  const find = (files: readonly LogFile[]) => {
    const file = files.find(({ scripted }) => scripted.includes(anchor));
    if (file === undefined) throw new Error(`No file is delivered twice: ${again} is missing.`);
    return file;
  };
  const sizeOf = (file: LogFile) => file.noise + file.scripted.length;

  // The copy's own size depends on how much traffic there is: come down until all fits, and fill up elsewhere.
  let noise = Math.max(0, records - events.length);
  let files = lay(noise, 0);
  for (;;) {
    const over = events.length + noise + sizeOf(find(files)) - records;
    if (over <= 0 || noise === 0) break;
    noise = Math.max(0, noise - over);
    files = lay(noise, 0);
  }
  const missing = Math.max(0, records - events.length - noise - sizeOf(find(files)));
  files = lay(noise, missing);
  return { files: files.filter((file) => sizeOf(file) > 0), again: find(files) };
}

/** Half past ten UTC: the file that takes what is left over. */
const busiest = 126;

function slotOf({ time, record }: ScriptedEvent, start: number): number {
  const lag = record.eventSource === 'kms.amazonaws.com' ? scriptedLag.kms : scriptedLag.others;
  return Math.ceil((time + lag - start) / slotMs) - 1;
}

function slotKey(region: string, slot: number): string {
  return `${region} ${slot}`;
}

const shareOf: Readonly<Record<string, number>> = { [home]: 0.7, [global]: 0.2, 'eu-west-1': 0.1 };

/** All pairs of slot and Region with their share of the day's traffic; office hours are the busiest. */
function cellsOf() {
  const cells = Array.from({ length: slots }, (_, slot) => {
    const hour = (slot * slotMs) / 3_600_000;
    const ofHour = 0.55 + Math.exp(-(((hour - 11.5) / 4.2) ** 2));
    // The first and the last slot hold only part of the day.
    const ofDay = slot === 0 ? 0.7 : slot === slots - 1 ? 0.3 : 1;
    return regions.map((region) => ({ region, slot, weight: ofHour * ofDay * (shareOf[region] ?? 0) }));
  }).flat();
  const total = cells.reduce((sum, { weight }) => sum + weight, 0);
  return cells.map((cell) => ({ ...cell, weight: cell.weight / total }));
}

interface Slot {
  readonly region: string;
  readonly slot: number;
  readonly delivered: number;
  readonly noise: number;
  readonly own: readonly ScriptedEvent[];
}

function filesOf({ region, delivered, noise, own }: Slot): LogFile[] {
  const parts = Math.max(1, Math.ceil((noise + own.length) / recordsPerFile));
  return Array.from({ length: parts }, (_, part) => ({
    region,
    delivered,
    part,
    scripted: part === 0 ? own : [],
    noise: Math.floor((noise * (part + 1)) / parts) - Math.floor((noise * part) / parts),
  }));
}
