// Fields of a record that decide what it is; bits of the set of those seen.
export const NO_FIELD: i32 = 0;
export const EVENT_ID: i32 = 1;
export const EVENT_TIME: i32 = 2;
export const EVENT_SOURCE: i32 = 4;
export const EVENT_NAME: i32 = 8;
export const NEEDED: i32 = 15;
export const ERROR_CODE: i32 = 16;
/** What a record's kind is made of. */
export const KIND_FIELDS: i32 = EVENT_SOURCE | EVENT_NAME | ERROR_CODE;
export const EVENT_CATEGORY: i32 = 32;
export const REQUEST_ID: i32 = 64;
export const SHARED_EVENT_ID: i32 = 128;
/** What each record has of its own, though it be like another: see likeness.ts. */
export const OWN: i32 = EVENT_ID | EVENT_TIME | REQUEST_ID | SHARED_EVENT_ID;
/** Of an envelope, or of what lookup-events gives. */
export const FOREIGN: i32 = 256;

export function fieldOf(key: usize): i32 {
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

/** Insight and Aggregated records only sum up others: a file of them is skipped, which the reader decides. */
export function isSummary(p: usize, length: i32): bool {
  if (length == 7) return load<u32>(p) == 0x69736e49 && load<u32>(p, 3) == 0x74686769; // Insi ight
  return length == 10 && load<u64>(p) == 0x7461676572676741 && load<u16>(p, 8) == 0x6465; // Aggregat ed
}
