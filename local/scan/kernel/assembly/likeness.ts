import {
  LIKENESSES,
  LIKENESS_BYTES,
  LIKENESS_BYTES_END,
  LIKENESS_SLOTS,
  MOST_LIKENESSES,
  MOST_LIKENESS_SLOTS,
  MOST_OWN_FIELDS,
  OWN_FIELDS,
  RECORDS,
  RECORD_SIZE,
  TEXT,
} from './layout';

// Records that are alike: the same bytes, but for the values of the fields that each has of its own. The keys stay, so
// that the bytes tell where a value was taken out.

let count: i32 = 0;
let end: usize = LIKENESS_BYTES;

export function forgetLikenesses(): void {
  count = 0;
  end = LIKENESS_BYTES;
  memory.fill(LIKENESS_SLOTS, 0, MOST_LIKENESS_SLOTS * 4);
}

export function likenessBytesLeft(): i32 {
  return count == MOST_LIKENESSES ? 0 : <i32>(LIKENESS_BYTES_END - end);
}

/**
 * The number of what a record of the table is like. Records of the same number are alike, and compared byte by byte: no
 * record is taken for another because two hashes agree. -1 where there is no more room.
 */
export function likenessOf(record: i32): i32 {
  const entry = RECORDS + <usize>record * RECORD_SIZE;
  let length: i32 = 0;
  let h: u64 = 0x9e3779b97f4a7c15;
  for (let i = 0; i <= MOST_OWN_FIELDS; i++) {
    const from = partStart(entry, i);
    const to = partEnd(entry, i);
    h = hashOf(h, from, to);
    length += <i32>(to - from);
    if (isLastPart(entry, i)) break;
  }
  let slot = (<u32>(h ^ (h >>> 32))) & (MOST_LIKENESS_SLOTS - 1);
  while (true) {
    const known = load<i32>(LIKENESS_SLOTS + slot * 4) - 1;
    if (known < 0) break;
    const likeness = LIKENESSES + <usize>known * 16;
    if (
      load<u64>(likeness, 8) == h &&
      load<i32>(likeness, 4) == length &&
      isMadeOf(<usize>load<i32>(likeness), entry)
    ) {
      return known;
    }
    slot = (slot + 1) & (MOST_LIKENESS_SLOTS - 1);
  }
  if (count == MOST_LIKENESSES || end + <usize>length > LIKENESS_BYTES_END) return -1;
  const likeness = LIKENESSES + <usize>count * 16;
  store<i32>(likeness, <i32>end);
  store<i32>(likeness, length, 4);
  store<u64>(likeness, h, 8);
  for (let i = 0; i <= MOST_OWN_FIELDS; i++) {
    const from = partStart(entry, i);
    const part = partEnd(entry, i) - from;
    memory.copy(end, from, part);
    end += part;
    if (isLastPart(entry, i)) break;
  }
  store<i32>(LIKENESS_SLOTS + slot * 4, count + 1);
  return count++;
}

/** A record's parts are what stands before, between and behind the values of its own fields. */
function partStart(entry: usize, part: i32): usize {
  return TEXT + <usize>(part == 0 ? load<i32>(entry) : load<i32>(entry + OWN_FIELDS + part * 8 - 4));
}

function partEnd(entry: usize, part: i32): usize {
  return TEXT + <usize>(isLastPart(entry, part) ? load<i32>(entry, 4) : ownStart(entry, part));
}

function isLastPart(entry: usize, part: i32): bool {
  return part == MOST_OWN_FIELDS || ownStart(entry, part) == 0;
}

function ownStart(entry: usize, field: i32): i32 {
  return load<i32>(entry + OWN_FIELDS + field * 8) & 0x0fffffff;
}

function isMadeOf(bytes: usize, entry: usize): bool {
  for (let i = 0; i <= MOST_OWN_FIELDS; i++) {
    const from = partStart(entry, i);
    const part = partEnd(entry, i) - from;
    if (!isSame(bytes, from, part)) return false;
    bytes += part;
    if (isLastPart(entry, i)) break;
  }
  return true;
}

function isSame(a: usize, b: usize, length: usize): bool {
  let i: usize = 0;
  for (; i + 16 <= length; i += 16) {
    if (v128.any_true(v128.xor(v128.load(a + i), v128.load(b + i)))) return false;
  }
  for (; i < length; i++) if (load<u8>(a + i) != load<u8>(b + i)) return false;
  return true;
}

function hashOf(h: u64, from: usize, to: usize): u64 {
  for (; from + 8 <= to; from += 8) {
    h = (h ^ load<u64>(from)) * 0xff51afd7ed558ccd;
    h ^= h >>> 29;
  }
  for (; from < to; from++) h = (h ^ load<u8>(from)) * 0xff51afd7ed558ccd;
  return h;
}
