import { bearings, type Bearing, type Interest } from './interest.ts';
import { Kernel, type RecordKind, type SeenRecord } from './kernel/kernel.ts';

/** A record that may be of interest: its place among the file's records, from 0, and its JSON text in bytes. */
export interface WantedRecord {
  readonly index: number;
  readonly json: Uint8Array;
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

  constructor(module: WebAssembly.Module, interests: readonly Interest[]) {
    this.#kernel = new Kernel(module);
    this.#bearingOf = bearings(interests, (sign) => this.#kernel.watch(sign));
  }

  /** Null where the text must be parsed whole: it is unlike what AWS writes, or no JSON. */
  scan(text: Uint8Array): ScannedText | null {
    if (this.#kernel.isCrowded) {
      this.#kernel.forgetKinds();
      this.#bearings = [];
    }
    const wanted: WantedRecord[] = [];
    let records = 0;
    const isLikeAws = this.#kernel.look(text, (record) => {
      if (this.#isWanted(record))
        wanted.push({ index: records, json: text.subarray(record.start, record.end) });
      records += 1;
    });
    return isLikeAws ? { records, wanted } : null;
  }

  #isWanted({ kind, marks, hides }: SeenRecord): boolean {
    const bearing = (this.#bearings[kind] ??= this.#bearingOf(this.#kernel.kind(kind)));
    if (bearing === 'never') return false;
    if (bearing === 'always' || hides) return true;
    return bearing.some((signs) => signs.every((mask) => (marks & mask) !== 0));
  }
}
