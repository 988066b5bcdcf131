import type { Config } from '../../config/schema.ts';
import {
  asWrittenByCloudTrail,
  parseEvent,
  whyNoEvent,
  type CloudTrailEvent,
} from '../../detections/event/cloudtrail-event.ts';
import { concernsDeadline } from '../../handlers/deadline/facts/concerns.ts';
import type { Fact } from '../../handlers/deadline/facts/fact.ts';
import { FactBook } from '../../handlers/deadline/facts/fact-book.ts';
import { factsOf } from '../../handlers/deadline/facts/facts-of.ts';
import { readLogFile, type LogFile } from '../reader/reader.ts';
import type { Progress } from '../replay/progress.ts';
import type { Trouble } from '../replay/replay.ts';

/** What the files of a log give for the deadline. */
export interface LogFacts {
  readonly book: FactBook;
  /** Region → the hours (ms) in which it has records. */
  readonly coverage: ReadonlyMap<string, ReadonlySet<number>>;
  readonly records: number;
  /** Files that could not be read, and places that hold no event. */
  readonly unreadable: number;
}

export interface ReadFactsOptions {
  readonly config: Config;
  /** Records later than this (ms) do not count. */
  readonly now: number;
  readonly progress: Progress;
  readonly onTrouble: (trouble: Trouble) => void;
  /** Told the facts as they are found, for whoever wants to judge at several moments. */
  readonly onFacts?: (facts: readonly Fact[]) => void;
}

const hourMs = 3_600_000;

/** Reads the facts of the deadline out of log files, in any order and split. */
export async function readFacts(files: readonly LogFile[], options: ReadFactsOptions): Promise<LogFacts> {
  const { config, now, progress, onTrouble, onFacts } = options;
  const book = new FactBook(now);
  const coverage = new Map<string, Set<number>>();
  const concerns = concernsDeadline(config);
  let [done, bytes, records, unreadable] = [0, 0, 0, 0];
  const trouble = (file: string, position: string | null, reason: string) => {
    unreadable += 1;
    onTrouble({ kind: position === null ? 'unreadable' : 'no-event', file, position, reason });
  };
  for (const file of files) {
    const reading = await readLogFile(file);
    if (reading.outcome === 'unreadable') trouble(file.path, null, reading.reason);
    for (const entry of reading.outcome === 'read' ? reading.entries : []) {
      records += 1;
      const reason = 'problem' in entry ? entry.problem : whyNoEvent(entry.value);
      if (reason !== null || 'problem' in entry) {
        trouble(file.path, entry.position, reason ?? '');
        continue;
      }
      const record = asWrittenByCloudTrail(entry.value as Record<string, unknown>);
      cover(coverage, record, now);
      if (!concerns(record)) continue;
      const event = parsed(record);
      if (typeof event === 'string') trouble(file.path, entry.position, event);
      else {
        const facts = factsOf(event, config);
        book.add(facts);
        onFacts?.(facts);
      }
    }
    done += 1;
    bytes += file.size ?? 0;
    progress.update(done, bytes, records);
  }
  progress.stop();
  return { book, coverage, records, unreadable };
}

/** The event, or why it is none. */
function parsed(record: Record<string, unknown>): CloudTrailEvent | string {
  try {
    return parseEvent(record);
  } catch (error) {
    return error instanceof Error ? error.message : 'cannot be parsed';
  }
}

function cover(
  coverage: Map<string, Set<number>>,
  { awsRegion, eventTime }: Record<string, unknown>,
  now: number,
) {
  const time = Date.parse(String(eventTime));
  if (typeof awsRegion !== 'string' || !(time <= now)) return;
  const hour = Math.floor(time / hourMs) * hourMs;
  const hours = coverage.get(awsRegion);
  if (hours === undefined) coverage.set(awsRegion, new Set([hour]));
  else hours.add(hour);
}
