import type { Fact } from '../../handlers/deadline/facts/fact.ts';
import { Lessons } from '../scan/lessons.ts';
import { LikeOthersList, type LikeOthers } from '../scan/like-others.ts';
import type { Likeness } from '../scan/likeness.ts';

/** The facts of one record of each likeness, by its number in the thread that saw it. */
export type FactPatterns = ReadonlyMap<number, readonly Fact[]>;

/** What holds of all records that are alike. */
interface Lesson {
  /** Null: it has none that is a text. */
  readonly region: string | null;
  readonly facts: readonly Fact[];
  /** Whether the facts show ARNs only: of what was shown earlier, nobody need be told again. */
  readonly onlyShows: boolean;
  /** The earliest eventTime that was told, ms. */
  since: number;
}

/** Facts that differ from those of a record that is alike in nothing but id, eventID and time. */
const alikeKinds: ReadonlySet<Fact['kind']> = new Set([
  'active',
  'signed-in',
  'read',
  'change',
  'shown',
  'tagged',
]);

/** Remembers which facts records gave, so that those that are like them need not be parsed. */
export class AlikeFacts {
  readonly #lessons = new Lessons<Lesson>();
  readonly #patterns = new Map<number, readonly Fact[]>();
  readonly #cover: (region: string | null, time: number) => void;
  readonly #others = new LikeOthersList();

  /** @param cover told of each record that is known: its Region and time (ms) */
  constructor(cover: (region: string | null, time: number) => void) {
    this.#cover = cover;
  }

  /** Whether all is known of a record, but for what is to be noted of it. */
  knows({ number, isShared }: Likeness): boolean {
    const lesson = this.#lessons.of(number);
    // A read tells its sharedEventID.
    return lesson !== undefined && !(isShared && lesson.facts.length > 0);
  }

  /** Notes what a known record alone tells. */
  note(likeness: Likeness): void {
    const { number, eventTime } = likeness;
    const lesson = this.#lessons.of(number);
    if (lesson === undefined) return;
    this.#cover(lesson.region, eventTime);
    if (lesson.facts.length === 0 || (lesson.onlyShows && eventTime >= lesson.since)) return;
    lesson.since = Math.min(lesson.since, eventTime);
    this.#patterns.set(number, lesson.facts);
    this.#others.add(likeness);
  }

  /** Remembers the facts of a record that was parsed. */
  remember({ number, eventTime, isShared }: Likeness, region: string | null, facts: readonly Fact[]): void {
    if (this.#lessons.of(number) !== undefined || !facts.every(({ kind }) => alikeKinds.has(kind))) return;
    if (isShared && facts.length > 0) return;
    const onlyShows = facts.every(({ kind }) => kind === 'shown');
    this.#lessons.learn(number, { region, facts, onlyShows, since: eventTime });
  }

  /** What was known since this was asked last; null where nothing was to be told. */
  take(): LikeOthers | null {
    return this.#others.take();
  }

  /** Of each likeness of which there were others. */
  get patterns(): FactPatterns {
    return this.#patterns;
  }
}

/** The facts of records that are like others. */
export function* factsLike(
  { numbers, times, eventIDs }: LikeOthers,
  patterns: FactPatterns,
): Generator<Fact> {
  for (const [index, eventID] of eventIDs.entries()) {
    const pattern = patterns.get(numbers[index] ?? -1);
    if (pattern === undefined) throw new RangeError(`no facts are known of likeness ${numbers[index] ?? -1}`);
    for (const fact of pattern)
      yield { ...fact, id: eventID + fact.id.slice(fact.eventID.length), eventID, at: times[index] ?? 0 };
  }
}
