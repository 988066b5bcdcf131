import {
  LIKENESSES,
  LIKENESS_SIZE,
  LIKENESS_SLOTS,
  MOST_LIKENESSES,
  MOST_LIKENESS_SLOTS,
  MOST_OWN_FIELDS,
  OWN_FIELDS,
  PART_NUMBERS,
  RECORDS,
  RECORD_SIZE,
  TEXT,
} from './layout';
import { parsePart } from './part-facts';
import { forgetParts, remembered, roomForParts } from './parts';

// Records that are alike: made of the same parts, so that they are the same bytes but for the values of the fields that
// each has of its own. The keys are in the parts.

let count: i32 = 0;

export function forgetLikenesses(): void {
  count = 0;
  memory.fill(LIKENESS_SLOTS, 0, MOST_LIKENESS_SLOTS * 4);
  forgetParts();
}

/** Bytes of room for parts; 0 where it is time to forget. */
export function likenessBytesLeft(): i32 {
  return count == MOST_LIKENESSES ? 0 : roomForParts();
}

/** The number of what a record of the table is like; -1 where there is no more room. */
export function likenessOf(record: i32): i32 {
  const entry = RECORDS + <usize>record * RECORD_SIZE;
  const numbers = entry + PART_NUMBERS;
  let h: u32 = 0x811c9dc5;
  let parts: usize = 0;
  for (; parts <= <usize>MOST_OWN_FIELDS; parts++) {
    let number = load<i32>(numbers + parts * 4);
    if (number < 0) {
      number = partOf(entry, parts);
      if (number < 0) return -1;
      store<i32>(numbers + parts * 4, number);
    }
    h = (h ^ (number + 1)) * 0x9e3779b1;
    h ^= h >>> 15;
    if (isLastPart(entry, parts)) break;
  }
  parts++;
  let slot = h & (MOST_LIKENESS_SLOTS - 1);
  while (true) {
    const known = load<i32>(LIKENESS_SLOTS + <usize>slot * 4) - 1;
    if (known < 0) break;
    if (isMadeOf(LIKENESSES + <usize>known * LIKENESS_SIZE, numbers, parts)) return known;
    slot = (slot + 1) & (MOST_LIKENESS_SLOTS - 1);
  }
  if (count == MOST_LIKENESSES) return -1;
  const likeness = LIKENESSES + <usize>count * LIKENESS_SIZE;
  memory.copy(likeness, numbers, parts * 4);
  store<i32>(likeness + parts * 4, -1);
  store<i32>(LIKENESS_SLOTS + <usize>slot * 4, count + 1);
  return count++;
}

function isMadeOf(likeness: usize, numbers: usize, parts: usize): bool {
  for (let i: usize = 0; i < parts; i++) {
    if (load<i32>(likeness + i * 4) != load<i32>(numbers + i * 4)) return false;
  }
  return load<i32>(likeness + parts * 4) == -1;
}

/** Remembers a part of a record that was only parsed. */
function partOf(entry: usize, part: usize): i32 {
  const start = TEXT + <usize>(part == 0 ? load<i32>(entry) : load<i32>(entry + OWN_FIELDS + part * 8 - 4));
  return parsePart(start, part == 0) ? remembered(start, true) : -1;
}

function isLastPart(entry: usize, part: usize): bool {
  return part == <usize>MOST_OWN_FIELDS || (load<i32>(entry + OWN_FIELDS + part * 8) & 0x0fffffff) == 0;
}
