import { threadId } from 'node:worker_threads';
import type { Config } from '../../config/schema.ts';
import {
  asWrittenByCloudTrail,
  parseEvent,
  whyNoEvent,
  type CloudTrailEvent,
} from '../../detections/event/cloudtrail-event.ts';
import { concernsDeadline } from '../../handlers/deadline/facts/concerns.ts';
import type { Fact } from '../../handlers/deadline/facts/fact.ts';
import { factsOf } from '../../handlers/deadline/facts/facts-of.ts';
import type { SkippedFile, UnreadableFile } from '../reader/reader.ts';
import type { FileScan, ScannedEntry } from '../scan/scan-file.ts';
import type { LikeOthers } from '../scan/like-others.ts';
import type { ScanTask } from '../scan/scan-task.ts';
import { AlikeFacts, type FactPatterns } from './alike-facts.ts';

export interface FactsTaskOptions {
  readonly config: Config;
}

/** What one file gives for the deadline. */
export interface FactsFile {
  readonly outcome: 'read';
  /** The thread whose numbers `alike` has. */
  readonly thread: number;
  readonly records: number;
  readonly noEvents: readonly { readonly position: string; readonly reason: string }[];
  /** JSON: a text costs a message between threads less than what it spells. Null where there are none. */
  readonly facts: string | null;
  /** Of records like earlier ones; null where there are none. */
  readonly alike: LikeOthers | null;
}

/** What a thread gathered of all its files. */
export interface FactsKnowledge {
  /** Region → the hours (ms) in which it has records → the first of them (ms). */
  readonly coverage: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly thread: number;
  readonly patterns: FactPatterns;
}

const hourMs = 3_600_000;

/** Reads the facts of the deadline out of files, and which hours of which Region have records. */
export const factsTask: ScanTask<FactsTaskOptions, FactsFile | UnreadableFile | SkippedFile, FactsKnowledge> =
  {
    // Each record tells of its Region's hour; of those that are alike, one tells the rest.
    interests: () => [{ pattern: { eventSource: [{ exists: true }] }, of: 'record' }],

    begin: (options) => {
      const facts = new FactsTask(options);
      return {
        isKnown: (likeness) => {
          const isKnown = facts.alike.knows(likeness);
          if (isKnown) facts.alike.note(likeness);
          return isKnown;
        },
        file: (scan) => facts.file(scan),
        end: () => facts.end(),
      };
    },
  };

/** Gathers the facts of the files of one thread. */
export class FactsTask {
  readonly alike = new AlikeFacts((region, time) => {
    this.#cover(region, time);
  });
  readonly #config: Config;
  readonly #concerns: ReturnType<typeof concernsDeadline>;
  readonly #coverage = new Map<string, Map<number, number>>();

  constructor({ config }: FactsTaskOptions) {
    this.#config = config;
    this.#concerns = concernsDeadline(config);
  }

  file(scan: FileScan): FactsFile | UnreadableFile | SkippedFile {
    if (scan.outcome !== 'read') return scan;
    const facts: Fact[] = [];
    const noEvents: { position: string; reason: string }[] = [];
    for (const entry of scan.entries) {
      const reason = this.#take(entry, facts);
      if (reason !== null) noEvents.push({ position: entry.position, reason });
    }
    const records = scan.passedOver + scan.entries.length;
    const text = facts.length === 0 ? null : JSON.stringify(facts);
    return { outcome: 'read', thread: threadId, records, noEvents, facts: text, alike: this.alike.take() };
  }

  end(): FactsKnowledge {
    return { coverage: this.#coverage, thread: threadId, patterns: this.alike.patterns };
  }

  /** Why it is no event; null where it is one. */
  #take(entry: ScannedEntry, facts: Fact[]): string | null {
    if ('problem' in entry) return entry.problem;
    const reason = whyNoEvent(entry.value);
    if (reason !== null) return reason;
    const record = asWrittenByCloudTrail(entry.value as Record<string, unknown>);
    const region = typeof record.awsRegion === 'string' ? record.awsRegion : null;
    this.#cover(region, Date.parse(String(record.eventTime)));
    if (!this.#concerns(record)) {
      if (entry.likeness != null) this.alike.remember(entry.likeness, region, []);
      return null;
    }
    const event = parsed(record);
    if (typeof event === 'string') return event;
    const told = factsOf(event, this.#config);
    facts.push(...told);
    if (entry.likeness != null) this.alike.remember(entry.likeness, region, told);
    return null;
  }

  #cover(region: string | null, time: number): void {
    if (region === null || Number.isNaN(time)) return;
    const hour = Math.floor(time / hourMs) * hourMs;
    const hours = this.#coverage.get(region) ?? new Map<number, number>();
    if (hours.size === 0) this.#coverage.set(region, hours);
    const first = hours.get(hour);
    if (first === undefined || time < first) hours.set(hour, time);
  }
}

/** The event, or why it is none. */
function parsed(record: Record<string, unknown>): CloudTrailEvent | string {
  try {
    return parseEvent(record);
  } catch (error) {
    return error instanceof Error ? error.message : 'cannot be parsed';
  }
}
