import type { Config } from '../../config/schema.ts';
import type { Fact } from '../../handlers/deadline/facts/fact.ts';
import { FactBook } from '../../handlers/deadline/facts/fact-book.ts';
import type { LogFile, SkippedFile, UnreadableFile } from '../reader/reader.ts';
import type { Progress } from '../replay/progress.ts';
import type { Trouble } from '../replay/replay.ts';
import type { LikeOthers } from '../scan/like-others.ts';
import { scan } from '../scan/scan.ts';
import { factsLike, type FactPatterns } from './alike-facts.ts';
import type { FactsFile, FactsKnowledge } from './facts-task.ts';

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
  /** Threads that read; default: as many as there is work for. */
  readonly workers?: number | undefined;
  readonly progress: Progress;
  readonly onTrouble: (trouble: Trouble) => void;
  /** Told the facts as they are found, for whoever wants to judge at several moments. */
  readonly onFacts?: (facts: readonly Fact[]) => void;
}

/** Reads the facts of the deadline out of log files, in any order and split, with any number of workers. */
export async function readFacts(files: readonly LogFile[], options: ReadFactsOptions): Promise<LogFacts> {
  const { config, now, workers, progress, onTrouble, onFacts } = options;
  const book = new FactBook(now);
  const gathering = new FactsGathering((facts) => {
    book.add(facts);
    onFacts?.(facts);
  });
  let [done, bytes, records, unreadable] = [0, 0, 0, 0];
  const trouble = (file: string, position: string | null, reason: string) => {
    unreadable += 1;
    onTrouble({ kind: position === null ? 'unreadable' : 'no-event', file, position, reason });
  };
  const onFile = ({ path, size }: LogFile, result: FactsFile | UnreadableFile | SkippedFile) => {
    if (result.outcome === 'unreadable') trouble(path, null, result.reason);
    if (result.outcome === 'read') {
      records += result.records;
      for (const { position, reason } of result.noEvents) trouble(path, position, reason);
      gathering.add(result);
    }
    done += 1;
    bytes += size ?? 0;
    progress.update(done, bytes, records);
  };
  const knowledge = await scan('facts', { config }, { files, workers, onFile });
  progress.stop();
  gathering.end(knowledge);
  return { book, coverage: coverageAt(knowledge, now), records, unreadable };
}

/** Gathers the facts of files, whatever thread read them. */
export class FactsGathering {
  readonly #onFacts: (facts: readonly Fact[]) => void;
  readonly #alike: { readonly thread: number; readonly facts: LikeOthers }[] = [];

  /** @param onFacts told them as they are found */
  constructor(onFacts: (facts: readonly Fact[]) => void) {
    this.#onFacts = onFacts;
  }

  add({ facts, alike, thread }: FactsFile): void {
    if (facts !== null) this.#onFacts(JSON.parse(facts) as Fact[]);
    if (alike !== null) this.#alike.push({ thread, facts: alike });
  }

  /** @param knowledge of all threads: what records have in common is known when all are read */
  end(knowledge: readonly FactsKnowledge[]): void {
    const patterns = new Map<number, FactPatterns>(knowledge.map((one) => [one.thread, one.patterns]));
    for (const { thread, facts } of this.#alike)
      this.#onFacts([...factsLike(facts, patterns.get(thread) ?? new Map())]);
  }
}

/** Region → the hours (ms) in which it has records; those later than `now` (ms) show none. */
export function coverageAt(
  knowledge: readonly Pick<FactsKnowledge, 'coverage'>[],
  now: number,
): Map<string, Set<number>> {
  const all = new Map<string, Set<number>>();
  for (const [region, hours] of knowledge.flatMap(({ coverage }) => [...coverage])) {
    const covered = [...hours].filter(([, first]) => first <= now).map(([hour]) => hour);
    if (covered.length > 0) all.set(region, new Set([...(all.get(region) ?? []), ...covered]));
  }
  return all;
}
