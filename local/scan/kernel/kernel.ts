import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sign } from '../../../detections/pattern/necessity.ts';

/** What the kernel (assembly/records.ts) offers; addresses and lengths in bytes. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  begin(length: number): number;
  next(): number;
  watchAt(): number;
  addWatch(length: number, isKey: number): number;
  kindCount(): number;
  forgetKinds(): void;
  likenessOf(record: number): number;
  likenessBytesLeft(): number;
  forgetLikenesses(): void;
}

// As in assembly/layout.ts.
const kindsAt = 65_536;
const recordsAt = 655_360;
const recordFields = 18;
const ownFieldsAt = 5;
const whichField = 28;
const mostRecords = 16_384;
const mostKinds = 4_096;
const textAt = 10_485_760;
const page = 65_536;

/** Longer texts are read by other means: the kernel's memory never shrinks. */
const longestText = 64 * 1024 * 1024;
/** More than the kernel looks at behind what it reads. */
const zerosBehind = 256;

/** Less room (bytes) for what records are like is too little for the next file. */
const roomForFile = 1024 * 1024;

/** Fields of which each record has a value of its own: records that differ in nothing else are alike. */
export const ownFields = ['eventID', 'eventTime', 'requestID', 'sharedEventID'] as const;
export type OwnField = (typeof ownFields)[number];

/** Bytes of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a kind of record has in common. */
export interface RecordKind {
  readonly eventSource: string;
  readonly eventName: string;
  /** Null where the call succeeded. */
  readonly errorCode: string | null;
}

/** A record in the text of a file, as the kernel saw it. */
export interface SeenRecord extends Span {
  /** Number of its kind. */
  readonly kind: number;
  /** Bit i: it shows the sign of watch i. */
  readonly marks: number;
  /** Whether it holds escapes that can hide a sign. */
  readonly hides: boolean;
  /** Its place among those told of together. */
  readonly place: number;
}

let compiled: WebAssembly.Module | undefined;

/** Reads the kernel's code; other threads can be given it. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(join(import.meta.dirname, 'records.wasm')));
  return compiled;
}

/**
 * Looks through the text of a log file: checks that it is whole JSON of the form that CloudTrail writes, and tells of each
 * record where it stands, its kind, and which signs it shows. Written in AssemblyScript, because checking each byte in
 * JavaScript costs more than unpacking it.
 */
export class Kernel {
  readonly #kernel: Exports;
  #integers: Int32Array;
  #bytes: Uint8Array;

  constructor(module: WebAssembly.Module) {
    this.#kernel = new WebAssembly.Instance(module).exports as unknown as Exports;
    this.#integers = new Int32Array(this.#kernel.memory.buffer);
    this.#bytes = new Uint8Array(this.#kernel.memory.buffer);
  }

  /** Watches for a sign. Answers its number, from 0 to 31; null where there is no more room. */
  watch({ in: place, text }: Sign): number | null {
    this.#bytes.set(Buffer.from(text, 'latin1'), this.#kernel.watchAt());
    const watch = this.#kernel.addWatch(text.length, place === 'key' ? 1 : 0);
    return watch === -1 ? null : watch;
  }

  /** Whether so many kinds are known that numbers should be given anew. */
  get isCrowded(): boolean {
    return this.#kernel.kindCount() > mostKinds / 2;
  }

  /** Kinds' numbers are given anew from here on. */
  forgetKinds(): void {
    this.#kernel.forgetKinds();
  }

  /** Whether so much is remembered of what records are like that numbers should be given anew. */
  get isFullOfLikenesses(): boolean {
    return this.#kernel.likenessBytesLeft() < roomForFile;
  }

  forgetLikenesses(): void {
    this.#kernel.forgetLikenesses();
  }

  /**
   * The number of what a record is like: two of one number are the same byte by byte, but for the values of `ownFields`.
   * To be asked while the record is told of. -1 where no more can be remembered.
   */
  likeness({ place }: SeenRecord): number {
    return this.#kernel.likenessOf(place);
  }

  /** Where the value of one of a record's own fields stands in the text; null where it has none. To be asked likewise. */
  own({ place }: SeenRecord, field: OwnField): Span | null {
    const from = recordsAt / 4 + place * recordFields + ownFieldsAt;
    for (let at = from; at < from + ownFields.length * 2; at += 2) {
      const start = this.#integers[at] ?? 0;
      if (start === 0) return null;
      if (start >>> whichField === ownFields.indexOf(field))
        return { start: start & ((1 << whichField) - 1), end: this.#integers[at + 1] ?? 0 };
    }
    return null;
  }

  kind(number: number): RecordKind {
    const at = (kindsAt + number * 16) / 4;
    const [start = 0, source = 0, name = 0, error = 0] = this.#integers.subarray(at, at + 4);
    const text = (from: number, length: number) =>
      Buffer.from(this.#bytes.buffer, from, length).toString('utf8');
    return {
      eventSource: text(start, source),
      eventName: text(start + source, name),
      errorCode: error === -1 ? null : text(start + source + name, error),
    };
  }

  /**
   * Tells of each record of a text, in order; what is told of one is not to be kept, because the next is told in the same
   * object. False where the text must be read by other means, because it is not whole
   * JSON, not `{"Records":[…]}`, or holds a record unlike those that AWS writes: what was told until then does not count.
   */
  look(text: Uint8Array, onRecord: (record: SeenRecord) => void): boolean {
    if (text.length > longestText) return false;
    this.#copy(text);
    if (this.#kernel.begin(text.length) === 0) return false;
    const record = { start: 0, end: 0, kind: 0, marks: 0, hides: false, place: 0 };
    for (;;) {
      const count = this.#kernel.next();
      if (count === -1) return false;
      const table = this.#integers;
      for (let i = 0, at = recordsAt / 4; i < count; i++, at += recordFields) {
        record.start = table[at] ?? 0;
        record.end = table[at + 1] ?? 0;
        record.kind = table[at + 2] ?? 0;
        record.marks = table[at + 3] ?? 0;
        record.hides = table[at + 4] !== 0;
        record.place = i;
        onRecord(record);
      }
      if (count < mostRecords) return true;
    }
  }

  #copy(text: Uint8Array): void {
    const missing = textAt + text.length + zerosBehind - this.#bytes.length;
    if (missing > 0) {
      this.#kernel.memory.grow(Math.ceil(missing / page));
      this.#integers = new Int32Array(this.#kernel.memory.buffer);
      this.#bytes = new Uint8Array(this.#kernel.memory.buffer);
    }
    this.#bytes.set(text, textAt);
    this.#bytes.fill(0, textAt + text.length, textAt + text.length + zerosBehind);
  }
}
