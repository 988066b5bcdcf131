import { PARSED_PART } from './layout';
import {
  ERROR_CODE,
  EVENT_CATEGORY,
  EVENT_NAME,
  EVENT_SOURCE,
  FOREIGN,
  NO_FIELD,
  OWN,
  fieldOf,
  isSummary,
} from './fields';
import { afterKey, afterSpace, afterValue, endOfString, escapes, spellings } from './json';
import { clearMarks, markValue, marks } from './watches';

// A part of a record is what stands before, between and behind the values of its own fields. What it comes to hangs on
// its bytes alone, and on whether it is the first.

// What is known of a part, i32 each. Places of texts are counted from the part's start; their lengths are -1 where the
// part has none.
/** Where its bytes are remembered. */
export const ADDRESS: usize = 0;
export const LENGTH: usize = 4;
export const HASH: usize = 8;
/** Set of the fields in it, the one that it ends at included. */
export const FIELDS: usize = 12;
export const MARKS: usize = 16;
/** How many escapes it has that can spell a letter or slash. */
export const SPELLINGS: usize = 20;
/** The own field whose value follows it; NO_FIELD: the record ends with it. */
export const ENDS_AT: usize = 24;
export const SOURCE: usize = 28;
export const SOURCE_LENGTH: usize = 32;
export const NAME: usize = 36;
export const NAME_LENGTH: usize = 40;
export const ERROR: usize = 44;
export const ERROR_LENGTH: usize = 48;
/** Number of the kind of record that has its eventSource, eventName and errorCode from it; -1 while not asked. */
export const KIND: usize = 52;

/** Parses a part into PARSED_PART. False where the text is no JSON, or unlike what AWS writes. */
export function parsePart(start: usize, isFirst: bool): bool {
  const facts = PARSED_PART;
  store<i32>(facts, -1, SOURCE_LENGTH);
  store<i32>(facts, -1, NAME_LENGTH);
  store<i32>(facts, -1, ERROR_LENGTH);
  store<i32>(facts, -1, KIND);
  const spellingsBefore = spellings;
  clearMarks();
  let seen: i32 = NO_FIELD;
  let p = isFirst ? start : afterSpace(start);
  if (!isFirst && load<u8>(p) == 0x7d) return ended(start, p + 1, seen, NO_FIELD, spellingsBefore);
  if (load<u8>(p) != (isFirst ? 0x7b : 0x2c)) return false;
  while (true) {
    p = afterSpace(p + 1);
    const escapesBefore = escapes;
    const value = afterKey(p);
    if (value == 0 || escapes != escapesBefore) return false;
    const field = fieldOf(p + 1);
    if (field != NO_FIELD) {
      if ((seen & field) != 0 || field == FOREIGN) return false;
      seen |= field;
      if ((field & OWN) != 0) return ended(start, value, seen, field, spellingsBefore);
    }
    p = field == NO_FIELD ? afterValue(value) : afterText(value, field, start);
    if (p == 0) return false;
    p = afterSpace(p);
    if (load<u8>(p) == 0x7d) return ended(start, p + 1, seen, NO_FIELD, spellingsBefore);
    if (load<u8>(p) != 0x2c) return false;
  }
}

function ended(start: usize, end: usize, seen: i32, at: i32, spellingsBefore: i32): bool {
  const facts = PARSED_PART;
  store<i32>(facts, <i32>(end - start), LENGTH);
  store<i32>(facts, seen, FIELDS);
  store<u32>(facts, marks, MARKS);
  store<i32>(facts, spellings - spellingsBefore, SPELLINGS);
  store<i32>(facts, at, ENDS_AT);
  return true;
}

/** The value of a field that decides what the record is. */
function afterText(value: usize, field: i32, start: usize): usize {
  // errorCode null is no error; anything else is no text that AWS would write here.
  if (load<u8>(value) != 0x22) return field == ERROR_CODE && load<u32>(value) == 0x6c6c756e ? value + 4 : 0;
  const escapesBefore = escapes;
  const quote = endOfString(value + 1);
  if (quote == 0 || escapes != escapesBefore) return 0;
  const text = value + 1;
  const length = <i32>(quote - text);
  markValue(text, length);
  if (length == 0 && field != ERROR_CODE) return 0;
  const facts = PARSED_PART;
  if (field == EVENT_SOURCE) {
    store<i32>(facts, <i32>(text - start), SOURCE);
    store<i32>(facts, length, SOURCE_LENGTH);
  } else if (field == EVENT_NAME) {
    store<i32>(facts, <i32>(text - start), NAME);
    store<i32>(facts, length, NAME_LENGTH);
  } else if (field == ERROR_CODE && length > 0) {
    store<i32>(facts, <i32>(text - start), ERROR);
    store<i32>(facts, length, ERROR_LENGTH);
  } else if (field == EVENT_CATEGORY && isSummary(text, length)) {
    return 0;
  }
  return quote + 1;
}
