import { afterKey, afterSpace, afterValue, endOfString, escapes, spellings } from './json';
import { kindOf } from './kinds';
import { MOST_RECORDS, OWN_FIELDS, RECORDS, RECORD_SIZE, TEXT } from './layout';
import { clearMarks, markValue, marks } from './watches';

export { forgetKinds, kindCount } from './kinds';
export { forgetLikenesses, likenessBytesLeft, likenessOf } from './likeness';
export { addWatch, watchAt } from './watches';

// Fields of a record that decide what it is; bits of the set of those seen.
const NO_FIELD: i32 = 0;
const EVENT_ID: i32 = 1;
const EVENT_TIME: i32 = 2;
const EVENT_SOURCE: i32 = 4;
const EVENT_NAME: i32 = 8;
const NEEDED: i32 = 15;
const ERROR_CODE: i32 = 16;
const EVENT_CATEGORY: i32 = 32;
const REQUEST_ID: i32 = 64;
const SHARED_EVENT_ID: i32 = 128;
/** What each record has of its own, though it be like another: see likeness.ts. */
const OWN: i32 = EVENT_ID | EVENT_TIME | REQUEST_ID | SHARED_EVENT_ID;
/** Of an envelope, or of what lookup-events gives. */
const FOREIGN: i32 = 256;

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

function afterRecord(start: usize, entry: usize): usize {
  if (load<u8>(start) != 0x7b) return 0;
  let source: usize = 0;
  let sourceLength: i32 = 0;
  let name: usize = 0;
  let nameLength: i32 = 0;
  let error: usize = 0;
  let errorLength: i32 = -1;
  let seen: i32 = 0;
  let own: usize = entry + OWN_FIELDS;
  const spellingsBefore = spellings;
  clearMarks();

  let p = afterSpace(start + 1);
  while (true) {
    const escapesBefore = escapes;
    const key = p + 1;
    const value = afterKey(p);
    if (value == 0 || escapes != escapesBefore) return 0;
    const field = fieldOf(key);
    if (field == NO_FIELD) {
      p = afterValue(value);
      if (p == 0) return 0;
    } else {
      if ((seen & field) != 0 || field == FOREIGN) return 0;
      seen |= field;
      if ((field & (REQUEST_ID | SHARED_EVENT_ID)) != 0) {
        p = afterValue(value);
        if (p == 0) return 0;
      } else if (load<u8>(value) == 0x22) {
        const quote = endOfString(value + 1);
        if (quote == 0 || escapes != escapesBefore) return 0;
        const length = <i32>(quote - value - 1);
        markValue(value + 1, length);
        if (length == 0 && field != ERROR_CODE) return 0;
        if (field == EVENT_SOURCE) {
          source = value + 1;
          sourceLength = length;
        } else if (field == EVENT_NAME) {
          name = value + 1;
          nameLength = length;
        } else if (field == ERROR_CODE && length > 0) {
          error = value + 1;
          errorLength = length;
        } else if (field == EVENT_CATEGORY && isSummary(value + 1, length)) {
          return 0;
        }
        p = quote + 1;
      } else {
        // errorCode null is no error; anything else is no text that AWS would write here.
        if (field != ERROR_CODE || load<u32>(value) != 0x6c6c756e) return 0;
        p = value + 4;
      }
      if ((field & OWN) != 0) {
        // Bits 28 and 29 tell which field it is: texts are shorter.
        store<i32>(own, (<i32>(value - TEXT)) | ((ctz(field) & 3) << 28));
        store<i32>(own, <i32>(p - TEXT), 4);
        own += 8;
      }
    }
    p = afterSpace(p);
    if (load<u8>(p) == 0x7d) break;
    if (load<u8>(p) != 0x2c) return 0;
    p = afterSpace(p + 1);
  }
  p++;
  if ((seen & NEEDED) != NEEDED) return 0;
  if ((seen & OWN) != OWN) store<i32>(own, 0);
  const kind = kindOf(source, sourceLength, name, nameLength, error, errorLength);
  if (kind < 0) return 0;
  store<i32>(entry, <i32>(start - TEXT));
  store<i32>(entry, <i32>(p - TEXT), 4);
  store<i32>(entry, kind, 8);
  store<u32>(entry, marks, 12);
  store<i32>(entry, spellings == spellingsBefore ? 0 : 1, 16);
  return p;
}

/** Insight and Aggregated records only sum up others: a file of them is skipped, which the reader decides. */
function isSummary(p: usize, length: i32): bool {
  if (length == 7) return load<u32>(p) == 0x69736e49 && load<u32>(p, 3) == 0x74686769; // Insi ight
  return length == 10 && load<u64>(p) == 0x7461676572676741 && load<u16>(p, 8) == 0x6465; // Aggregat ed
}

function fieldOf(key: usize): i32 {
  // The key's own quote tells its end: a longer key has another byte there.
  const first = load<u64>(key);
  if (first == 0x756f53746e657665) {
    return load<u32>(key, 8) == 0x22656372 ? EVENT_SOURCE : NO_FIELD; // eventSou rce"
  }
  if (first == 0x6d614e746e657665) return load<u16>(key, 8) == 0x2265 ? EVENT_NAME : NO_FIELD; // eventNam e"
  if (first == 0x6d6954746e657665) return load<u16>(key, 8) == 0x2265 ? EVENT_TIME : NO_FIELD; // eventTim e"
  if (first == 0x224449746e657665) return EVENT_ID; // eventID"
  if (first == 0x646f43726f727265) return load<u16>(key, 8) == 0x2265 ? ERROR_CODE : NO_FIELD; // errorCod e"
  if (first == 0x746143746e657665) {
    return load<u64>(key, 6) == 0x2279726f67657461 ? EVENT_CATEGORY : NO_FIELD; // eventCat ategory"
  }
  if (first == 0x742d6c6961746564) return load<u32>(key, 8) == 0x22657079 ? FOREIGN : NO_FIELD; // detail-t ype"
  if (first == 0x61725464756f6c43) {
    return load<u64>(key, 8) == 0x22746e6576456c69 ? FOREIGN : NO_FIELD; // CloudTra ilEvent"
  }
  if (first == 0x4974736575716572) return load<u16>(key, 8) == 0x2244 ? REQUEST_ID : NO_FIELD; // requestI D"
  if (first == 0x7645646572616873) {
    return load<u64>(key, 6) == 0x224449746e657645 ? SHARED_EVENT_ID : NO_FIELD; // sharedEventID"
  }
  return NO_FIELD;
}
