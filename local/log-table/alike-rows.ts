import { eventTimeOf } from '../../detections/event/event-time.ts';
import type { LogRow } from '../../queries/row.ts';
import { dayOf } from '../../queries/span.ts';
import type { LogFile } from '../reader/reader.ts';
import { Lessons } from '../scan/lessons.ts';
import type { Likeness } from '../scan/likeness.ts';
import { partitionOfPath } from './log-partition.ts';
import type { RowWriter } from './written-rows.ts';

/** What the rows of records that are alike have in common. */
interface Lesson {
  /** Whether they have rows. */
  readonly hasRow: boolean;
  /** The number of what was written; null: nothing but what each has of its own. */
  readonly common: number | null;
  /** Where CloudTrail would have put them, as far as they tell. */
  readonly region: string;
}

const dayMs = 86_400_000;
const nothing: Lesson = { hasRow: false, common: null, region: '' };

/** Remembers the rows of records, so that those that are like them need not be parsed. */
export class AlikeRows {
  readonly #lessons = new Lessons<Lesson>(16_384);
  readonly #writer: RowWriter;
  readonly #tellsRequest: boolean;
  readonly #tellsShared: boolean;
  #path: string | null = null;
  #partition: number | null = null;
  /** Numbers of partitions by Region and day (ms), where paths do not tell them. */
  readonly #told = new Map<string, number>();
  #time = { ms: NaN, text: '' };

  /** @param columns those that rows have */
  constructor(writer: RowWriter, columns: readonly string[]) {
    this.#writer = writer;
    this.#tellsRequest = columns.includes('requestid');
    this.#tellsShared = columns.includes('sharedeventid');
  }

  knows({ number }: Likeness): boolean {
    return this.#lessons.of(number) !== undefined;
  }

  /** Writes the row of a record that is known. */
  note(likeness: Likeness, { path }: LogFile): void {
    const lesson = this.#lessons.of(likeness.number);
    if (lesson?.hasRow !== true) return;
    if (path !== this.#path) {
      const partition = partitionOfPath(path);
      this.#path = path;
      this.#partition = partition === null ? null : this.#writer.partition(partition);
    }
    const { eventTime, eventID } = likeness;
    const partition = this.#partition ?? this.#toldPartition(lesson.region, eventTime);
    // A likeness tells no eventID with escapes.
    this.#writer.own(lesson.common, partition, `"${eventID}"`, this.#timeText(eventTime));
  }

  /**
   * Remembers the row of a record that was parsed; null: it has none.
   * @param common what the writer answered of it
   */
  remember(
    { number, isShared }: Likeness,
    record: Record<string, unknown>,
    row: LogRow | null,
    common: number | null,
  ): void {
    if (row === null) {
      this.#lessons.learn(number, nothing);
      return;
    }
    if (common !== null && (this.#tellsRequest || (isShared && this.#tellsShared))) return;
    // Keys that differ in case alone can make another column of what each record has of its own.
    if (row.eventid !== record.eventID || row.eventtime !== record.eventTime) return;
    const region = typeof record.awsRegion === 'string' ? record.awsRegion : '';
    this.#lessons.learn(number, { hasRow: true, common, region });
  }

  #toldPartition(region: string, time: number): number {
    const day = Math.floor(time / dayMs);
    const key = `${region} ${day}`;
    const known = this.#told.get(key);
    if (known !== undefined) return known;
    const number = this.#writer.partition({ region, day: dayOf(time) });
    this.#told.set(key, number);
    return number;
  }

  /** As CloudTrail writes it: a likeness tells no other. JSON. */
  #timeText(ms: number): string {
    if (ms !== this.#time.ms) this.#time = { ms, text: `"${eventTimeOf(ms)}"` };
    return this.#time.text;
  }
}
