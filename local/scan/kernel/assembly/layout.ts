// Where things lie in the kernel's memory, in bytes. The text comes last: memory grows with the largest file.

/** Brackets that are open, one byte each. */
export const STACK: usize = 1024;
export const DEEPEST: i32 = 4096;

/** For 256 hashes of four bytes: the watches that may begin (values) or end (keys) so. u32 masks. */
export const VALUE_BUCKETS: usize = 8192;
export const KEY_BUCKETS: usize = 9216;
/** Each watch: address and length, i32. */
export const WATCHES: usize = 10240;
export const MOST_WATCHES: i32 = 32;
/** The part that is being parsed: as those in PARTS. */
export const PARSED_PART: usize = 12288;
/** The bytes of all watches, one after the other. */
export const WATCH_BYTES: usize = 16384;

/** Hash table of kinds: number + 1, i32; 0 is free. */
export const KIND_SLOTS: usize = 32768;
export const MOST_SLOTS: u32 = 8192;
export const MOST_KINDS: i32 = 4096;
/** Each kind: address, lengths of source, name and error code (-1: none), i32. */
export const KINDS: usize = 65536;
/** The bytes of all kinds, one after the other. */
export const KIND_BYTES: usize = 131072;
export const KIND_BYTES_END: usize = 655360;

/**
 * Each record: start, end, kind, marks, escaped; its own fields as (start and which, end), 0 behind the last; the numbers
 * of its parts, -1 where one is not remembered; i32.
 */
export const RECORDS: usize = 655360;
export const OWN_FIELDS: usize = 20;
export const MOST_OWN_FIELDS: i32 = 4;
export const PART_NUMBERS: usize = 52;
export const RECORD_SIZE: usize = 72;
export const MOST_RECORDS: i32 = 16384;

/** Hash table of parts: number + 1, i32; 0 is free. */
export const PART_SLOTS: usize = 1835008;
export const MOST_PART_SLOTS: u32 = 65536;
/** Which parts followed last, by what came before them: number + 1, i32; 0 is free. */
export const GUESSES: usize = 2097152;
export const MOST_GUESSES: u32 = 16384;
export const GUESS_SIZE: usize = 16;
/** Hashes of parts that were seen once, u32. */
export const SEEN_ONCE: usize = 2359296;
export const MOST_SEEN_ONCE: u32 = 65536;
/** Each part: see parts.ts. */
export const PARTS: usize = 2621440;
export const PART_SIZE: usize = 64;
export const MOST_PARTS: i32 = 24576;
/** Their bytes, one after the other. */
export const PART_BYTES: usize = 4194304;
export const PART_BYTES_END: usize = 9437184;

/** Hash table of likenesses: number + 1, i32; 0 is free. */
export const LIKENESS_SLOTS: usize = 9437184;
export const MOST_LIKENESS_SLOTS: u32 = 32768;
export const MOST_LIKENESSES: i32 = 16384;
/** Each: the numbers of its parts, -1 behind the last; i32. */
export const LIKENESSES: usize = 9568256;
export const LIKENESS_SIZE: usize = 24;

export const TEXT: usize = 10485760;
