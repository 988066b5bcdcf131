import type { LogRow, Partition } from '../../queries/row.ts';
import { dayOf } from '../../queries/span.ts';
import { Lessons } from '../scan/lessons.ts';
import type { Likeness } from '../scan/likeness.ts';
import { commonMembers, rowLine } from './row-line.ts';

/** What the rows of records that are alike have in common. */
interface Lesson {
  readonly common: string;
  /** Where CloudTrail would have put them, as far as they tell. */
  readonly region: string;
}

/** Remembers the rows of records, so that those that are like them need not be parsed. */
export class AlikeRows {
  readonly #lessons = new Lessons<Lesson>(16_384);
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
    const lesson = this.#lessons.of(likeness.number);
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
    const region = typeof record.awsRegion === 'string' ? record.awsRegion : '';
    this.#lessons.learn(number, { common: commonMembers(row), region });
  }

  /** The rows of what was known since this was asked last. */
  take(): string[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}
