import { threadId } from 'node:worker_threads';
import { secretsShown, type LogSecretDirectory } from '../../detections/event/secret-directory.ts';
import type { SecretReference } from '../../detections/event/secret.ts';
import type { Sifted } from '../../handlers/alert/candidate.ts';
import { Lessons } from '../scan/lessons.ts';
import { LikeOthersList, type LikeOthers } from '../scan/like-others.ts';
import type { Likeness } from '../scan/likeness.ts';
import { eventText } from './packed-events.ts';

/** What records that are alike have in common, once they passed a gate. */
export interface AlikeEvents {
  /** One of them, as JSON. */
  readonly text: string;
  readonly gate: readonly string[];
}

/** Of one file, the candidates that are like earlier ones. */
export interface AlikeCandidates extends LikeOthers {
  /** The thread whose numbers these are. */
  readonly thread: number;
}

/** What one record told, which holds of all that are like it. */
interface Lesson {
  /** The secrets that it shows. */
  readonly shown: readonly SecretReference[];
  /** ms; of what was shown earlier, nobody need be told again. */
  since: number;
  /** Empty: unmatched. */
  readonly gate: readonly string[];
  /** Whether one of them is kept: from the second candidate on, since most have no second. */
  isKept: boolean;
}

/** So many events are kept of those that have others like them; candidates like the rest are packed as all are. */
const mostEvents = 4_096;

/**
 * Remembers what records told, so that those that are like them need not be parsed: in a busy log the same callers make
 * the same calls, thousands of times.
 */
export class AlikeRecords {
  readonly #lessons = new Lessons<Lesson>();
  readonly #events = new Map<number, AlikeEvents>();
  readonly #directory: LogSecretDirectory;
  readonly #candidates = new LikeOthersList();

  constructor(directory: LogSecretDirectory) {
    this.#directory = directory;
  }

  /** Whether all is known of a record; notes what it alone tells. */
  isKnown(likeness: Likeness): boolean {
    const { number, eventTime } = likeness;
    const lesson = this.#lessons.of(number);
    if (lesson === undefined) return false;
    if (lesson.gate.length > 0) {
      // A candidate's sharedEventID is told.
      if (!lesson.isKept || likeness.isShared) return false;
      this.#candidates.add(likeness);
    }
    if (eventTime < lesson.since) {
      for (const reference of lesson.shown) this.#directory.note(reference, eventTime);
      lesson.since = eventTime;
    }
    return true;
  }

  /** Remembers what a record told that was parsed. */
  remember({ number, eventTime }: Likeness, sifted: Sifted): void {
    if (sifted.kind === 'no-event') return;
    const event = sifted.kind === 'candidate' ? sifted.candidate.event : null;
    if (sifted.kind === 'candidate' && event === null) return;
    const known = this.#lessons.of(number);
    if (known === undefined) {
      const shown = secretsShown(sifted.record, event);
      if (shown === null) return;
      const gate = sifted.kind === 'candidate' ? sifted.candidate.gate : [];
      this.#lessons.learn(number, { shown, since: eventTime, gate, isKept: false });
    } else if (event !== null && !known.isKept && this.#events.size < mostEvents) {
      const text = eventText(event);
      if (text === null) return;
      known.isKept = true;
      this.#events.set(number, { text, gate: known.gate });
    }
  }

  /** The candidates among what was known since this was asked last; null where there is none. */
  take(): AlikeCandidates | null {
    const taken = this.#candidates.take();
    return taken === null ? null : { thread: threadId, ...taken };
  }

  /** One event of each likeness of which there were candidates, by its number. */
  get events(): ReadonlyMap<number, AlikeEvents> {
    return this.#events;
  }
}
