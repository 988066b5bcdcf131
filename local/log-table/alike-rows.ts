import type { LogRow, Partition } from '../../queries/row.ts';
import { dayOf } from '../../queries/span.ts';
import type { Likeness } from '../scan/likeness.ts';
import { commonMembers, rowLine } from './row-line.ts';

/** What the rows of records that are alike have in common. */
interface Lesson {
  readonly common: string;
  /** Where CloudTrail would have put them, as far as they tell. */
  readonly region: string;
}

/** Lessons are forgotten when there are so many: a log in which nothing is like another must not fill the memory. */
const mostLessons = 16_384;

/** Remembers the rows of records, so that those that are like them need not be parsed. */
export class AlikeRows {
  readonly #lessons = new Map<number, Lesson>();
  readonly #tellsRequest: boolean;
  readonly #tellsShared: boolean;
  #lines: string[] = [];

  /** @param columns those that rows have */
  constructor(columns: readonly string[]) {
    this.#tellsRequest = columns.includes('requestid');
    this.#tellsShared = columns.includes('sharedeventid');
  }

  /** Whether all is known of a record; makes its row. `partition`: where its file lies; null: not told. */
  isKnown(likeness: Likeness, partition: Partition | null): boolean {
    const lesson = this.#lessons.get(likeness.number);
    if (lesson === undefined) return false;
    const { eventTime, eventID } = likeness;
    const place = partition ?? { region: lesson.region, day: dayOf(eventTime) };
    const iso = new Date(eventTime).toISOString();
    this.#lines.push(rowLine(eventID, `${iso.slice(0, 19)}Z`, place, lesson.common));
    return true;
  }

  /** Remembers the row of a record that was parsed. */
  remember({ number, isShared }: Likeness, record: Record<string, unknown>, row: LogRow): void {
    if (this.#tellsRequest || (isShared && this.#tellsShared)) return;
    // Keys that differ in case alone can make another column of what each record has of its own.
    if (row.eventid !== record.eventID || row.eventtime !== record.eventTime) return;
    if (this.#lessons.size >= mostLessons) this.#lessons.clear();
    const region = typeof record.awsRegion === 'string' ? record.awsRegion : '';
    this.#lessons.set(number, { common: commonMembers(row), region });
  }

  /** The rows of what was known since this was asked last. */
  take(): string[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}
