import { hashOf } from './bytes';
import {
  EVENT_NAME,
  EVENT_SOURCE,
  KIND_FIELDS,
  NEEDED,
  NO_FIELD,
  OWN,
  REQUEST_ID,
  SHARED_EVENT_ID,
} from './fields';
import { afterSpace, afterValue, endOfString, escapes, spellings } from './json';
import { kindOf } from './kinds';
import { MOST_RECORDS, OWN_FIELDS, PARSED_PART, PART_NUMBERS, RECORDS, RECORD_SIZE, TEXT } from './layout';
import { likelyEnd } from './likely-end';
import {
  ENDS_AT,
  ERROR,
  ERROR_LENGTH,
  FIELDS,
  KIND,
  LENGTH,
  MARKS,
  NAME,
  NAME_LENGTH,
  SOURCE,
  SOURCE_LENGTH,
  SPELLINGS,
  parsePart,
} from './part-facts';
import { guessed, learnGuess, numberOf, partNumbered, remembered } from './parts';
import { clearMarks, markValue, marks } from './watches';

export { forgetKinds, kindCount } from './kinds';
export { forgetLikenesses, likenessBytesLeft, likenessOf } from './likeness';
export { addWatch, watchAt } from './watches';

let at: usize = 0;
let end: usize = 0;

/** Begins with a text of `length` bytes at TEXT, zeros behind it. Answers whether it begins as AWS's own files do. */
export function begin(length: i32): bool {
  end = TEXT + length;
  at = afterSpace(TEXT + 12);
  // {"Records":[
  return length > 12 && load<u64>(TEXT) == 0x64726f636552227b && load<u32>(TEXT, 8) == 0x5b3a2273;
}

/** What `next` answers where the file must be read by other means: it is no JSON, or unlike what AWS writes. */
const UNLIKE: i32 = -1;

/**
 * Puts the next records into the table, at most MOST_RECORDS; answers how many. Fewer than that: the text has ended, and
 * is a whole JSON document.
 */
export function next(): i32 {
  let p = at;
  for (let count: i32 = 0; count < MOST_RECORDS; count++) {
    if (load<u8>(p) == 0x5d) {
      p = afterSpace(p + 1);
      return load<u8>(p) == 0x7d && afterSpace(p + 1) == end ? count : UNLIKE;
    }
    p = afterRecord(p, RECORDS + <usize>count * RECORD_SIZE);
    if (p == 0) return UNLIKE;
    p = afterSpace(p);
    if (load<u8>(p) == 0x2c) {
      p = afterSpace(p + 1);
      if (load<u8>(p) == 0x5d) return UNLIKE;
    } else if (load<u8>(p) != 0x5d) {
      return UNLIKE;
    }
    at = p;
  }
  return MOST_RECORDS;
}

/** Reads a record part by part. Answers the address after it; 0 where it is no JSON, or unlike what AWS writes. */
function afterRecord(start: usize, entry: usize): usize {
  let source: usize = 0;
  let sourceLength: i32 = 0;
  let name: usize = 0;
  let nameLength: i32 = 0;
  let error: usize = 0;
  let errorLength: i32 = -1;
  /** The part that has all three; 0 where they are of several. */
  let deciding: usize = 0;
  let seen: i32 = NO_FIELD;
  let shown: u32 = 0;
  const spellingsBefore = spellings;
  let spelt: i32 = 0;
  let own = entry + OWN_FIELDS;
  let numbers = entry + PART_NUMBERS;
  let key = beginning(start);
  let p = start;
  while (true) {
    let number = known(p, key);
    if (number < 0) {
      if (!parsePart(p, p == start)) return 0;
      number = remembered(p, false);
      if (number >= 0) learnGuess(key, number);
    }
    store<i32>(numbers, number);
    numbers += 4;
    const part = number < 0 ? PARSED_PART : partNumbered(number);
    const fields = load<i32>(part, FIELDS);
    if ((seen & fields) != 0) return 0;
    seen |= fields;
    shown |= load<u32>(part, MARKS);
    if (number >= 0) spelt |= load<i32>(part, SPELLINGS);
    if ((fields & KIND_FIELDS) != 0) {
      deciding = number >= 0 && (seen & KIND_FIELDS) == (fields & KIND_FIELDS) ? part : 0;
      if ((fields & EVENT_SOURCE) != 0) {
        source = p + load<i32>(part, SOURCE);
        sourceLength = load<i32>(part, SOURCE_LENGTH);
      }
      if ((fields & EVENT_NAME) != 0) {
        name = p + load<i32>(part, NAME);
        nameLength = load<i32>(part, NAME_LENGTH);
      }
      if (load<i32>(part, ERROR_LENGTH) > 0) {
        error = p + load<i32>(part, ERROR);
        errorLength = load<i32>(part, ERROR_LENGTH);
      }
    }
    const length = load<i32>(part, LENGTH);
    const field = load<i32>(part, ENDS_AT);
    p += length;
    if (field == NO_FIELD) break;
    const value = p;
    clearMarks();
    p = afterOwnValue(value, field);
    if (p == 0) return 0;
    shown |= marks;
    // Bits 28 and 29 tell which field it is: texts are shorter.
    store<i32>(own, (<i32>(value - TEXT)) | ((ctz(field) & 3) << 28));
    store<i32>(own, <i32>(p - TEXT), 4);
    own += 8;
    key = following(key, number, length, source, name);
  }
  if ((seen & NEEDED) != NEEDED) return 0;
  if ((seen & OWN) != OWN) store<i32>(own, 0);
  let kind = deciding == 0 ? -1 : load<i32>(deciding, KIND);
  if (kind < 0) {
    kind = kindOf(source, sourceLength, name, nameLength, error, errorLength);
    if (kind < 0) return 0;
    if (deciding != 0) store<i32>(deciding, kind, KIND);
  }
  store<i32>(entry, <i32>(start - TEXT));
  store<i32>(entry, <i32>(p - TEXT), 4);
  store<i32>(entry, kind, 8);
  store<u32>(entry, shown, 12);
  store<i32>(entry, spelt | (spellings - spellingsBefore), 16);
  return p;
}

/** The number of the part that begins at `p`, where it is remembered; -1 where it must be parsed. */
function known(p: usize, key: u32): i32 {
  const guess = guessed(key, p, end);
  if (guess >= 0) return guess;
  const value = likelyEnd(p, end);
  if (value == 0 || load<u8>(value) <= 0x20) return -1;
  const length = <i32>(value - p);
  const number = numberOf(p, length, hashOf(p, length));
  if (number >= 0) learnGuess(key, number);
  return number;
}

/** What a record's first part is guessed by: the beginning of who made the call. */
function beginning(p: usize): u32 {
  return <u32>(
    ((mixed(load<u64>(p, 72), load<u64>(p, 88)) ^ mixed(load<u64>(p, 80), load<u64>(p, 96))) >>> 32)
  );
}

/** What the next part is guessed by: the one before it, and what came before that where it is short. */
function following(key: u32, number: i32, length: i32, source: usize, name: usize): u32 {
  if (number < 0)
    return source == 0 || name == 0 ? key + 1 : <u32>(mixed(load<u64>(source) + key, load<u64>(name)) >>> 32);
  return <u32>(mixed(length < 64 ? key : 0, number + 1) >>> 32);
}

function mixed(a: u64, b: u64): u64 {
  return ((a ^ (a >>> 29)) * 0x9e3779b97f4a7c15 + b) * 0xff51afd7ed558ccd;
}

/** An own field's value; eventID and eventTime are texts without escapes. */
function afterOwnValue(value: usize, field: i32): usize {
  if ((field & (REQUEST_ID | SHARED_EVENT_ID)) != 0) return afterValue(value);
  if (load<u8>(value) != 0x22) return 0;
  const escapesBefore = escapes;
  const quote = endOfString(value + 1);
  if (quote == 0 || escapes != escapesBefore || quote == value + 1) return 0;
  markValue(value + 1, <i32>(quote - value - 1));
  return quote + 1;
}
