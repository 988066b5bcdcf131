import { askFor, bearings, type Bearing, type Interest } from './interest.ts';
import { Kernel, ownFields, type RecordKind, type SeenRecord, type Span } from './kernel/kernel.ts';
import { SeenLikeness, type Likeness } from './likeness.ts';
import { timeIn } from './time-in.ts';

/** A record that may be of interest: its place among the file's records, from 0, and where it stands in the text. */
export interface WantedRecord extends Span {
  readonly index: number;
  /** Null where it must be looked at by itself. */
  readonly likeness: Likeness | null;
}

/** What a file holds, when it is as AWS writes it: every record an event, those of no interest only counted. */
export interface ScannedText {
  readonly records: number;
  readonly wanted: readonly WantedRecord[];
}

/** Finds the records of interest in files' texts without parsing the others. */
export class RecordScanner {
  readonly #kernel: Kernel;
  readonly #bearingOf: (kind: RecordKind) => Bearing;
  #bearings: Bearing[] = [];
  readonly #likens: boolean;
  /** Likenesses forgotten so far: numbers are not given twice. */
  #forgotten = 0;
  #remembered = 0;

  constructor(module: WebAssembly.Module, interests: readonly Interest[]) {
    this.#kernel = new Kernel(module);
    this.#bearingOf = bearings(interests, (sign) => this.#kernel.watch(sign));
    // Where somebody asks for what each record has of its own, no two are alike.
    this.#likens = !askFor(ownFields, interests);
  }

  /** Null where the text must be parsed whole: it is unlike what AWS writes, or no JSON. */
  scan(text: Uint8Array): ScannedText | null {
    if (this.#kernel.isCrowded) {
      this.#kernel.forgetKinds();
      this.#bearings = [];
    }
    if (this.#kernel.isFullOfLikenesses) {
      this.#kernel.forgetLikenesses();
      this.#forgotten += this.#remembered;
      this.#remembered = 0;
    }
    const bytes = Buffer.from(text.buffer, text.byteOffset, text.length);
    const wanted: WantedRecord[] = [];
    let records = 0;
    const isLikeAws = this.#kernel.look(text, (record) => {
      if (this.#isWanted(record))
        wanted.push({
          index: records,
          start: record.start,
          end: record.end,
          likeness: this.#likens ? this.#likeness(record, bytes) : null,
        });
      records += 1;
    });
    return isLikeAws ? { records, wanted } : null;
  }

  #likeness(record: SeenRecord, text: Buffer): Likeness | null {
    const time = this.#kernel.own(record, 'eventTime');
    const id = this.#kernel.own(record, 'eventID');
    const eventTime = time === null ? null : timeIn(text, time.start, time.end);
    if (eventTime === null || id === null) return null;
    const number = this.#kernel.likeness(record);
    if (number === -1) return null;
    this.#remembered = Math.max(this.#remembered, number + 1);
    const isShared = this.#kernel.own(record, 'sharedEventID') !== null;
    return new SeenLikeness(this.#forgotten + number, eventTime, isShared, text, id);
  }

  #isWanted({ kind, marks, hides }: SeenRecord): boolean {
    const bearing = (this.#bearings[kind] ??= this.#bearingOf(this.#kernel.kind(kind)));
    if (bearing === 'never') return false;
    if (bearing === 'always' || hides) return true;
    return bearing.some((signs) => signs.every((mask) => (marks & mask) !== 0));
  }
}
