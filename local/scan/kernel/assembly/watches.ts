import { KEY_BUCKETS, MOST_WATCHES, VALUE_BUCKETS, WATCHES, WATCH_BYTES } from './layout';
import { forgetParts } from './parts';

let count: i32 = 0;
let end: usize = WATCH_BYTES;
let keys: u32 = 0;

/** Which watches the strings seen since the last `clearMarks` met: bit i for watch i. */
export let marks: u32 = 0;

export function clearMarks(): void {
  marks = 0;
}

/** Where the bytes of the next watch are to be written before `addWatch`. */
export function watchAt(): usize {
  return end;
}

/**
 * Watches for strings that begin with (values), or end in (keys), the bytes written at `watchAt`: at least four.
 * Answers the watch's number, -1 where there is no room.
 */
export function addWatch(length: i32, isKey: bool): i32 {
  if (count == MOST_WATCHES || end + length > WATCH_BYTES + 16384 - 16) return -1;
  const entry = WATCHES + count * 8;
  store<i32>(entry, <i32>end);
  store<i32>(entry, length, 4);
  const bucket = isKey ? KEY_BUCKETS + hash(end + length - 4) : VALUE_BUCKETS + hash(end);
  store<u32>(bucket, load<u32>(bucket) | (1 << count));
  if (isKey) keys |= 1 << count;
  end += length;
  forgetParts();
  return count++;
}

/** Offset in a table of 256 u32. */
function hash(p: usize): usize {
  return ((load<u32>(p) * 0x9e3779b1) >>> 24) << 2;
}

export function markValue(start: usize, length: i32): void {
  const mask = load<u32>(VALUE_BUCKETS + hash(start));
  if (mask != 0) markAmong(mask, start, length, false);
}

export function markKey(start: usize, length: i32): void {
  if (length < 4) return;
  const mask = load<u32>(KEY_BUCKETS + hash(start + length - 4));
  if (mask != 0) markAmong(mask, start, length, true);
}

function markAmong(mask: u32, start: usize, length: i32, atEnd: bool): void {
  while (mask != 0) {
    const watch = ctz(mask);
    mask &= mask - 1;
    const wanted = load<i32>(WATCHES + watch * 8, 4);
    if (length < wanted) continue;
    const from = atEnd ? start + length - wanted : start;
    if (memory.compare(load<i32>(WATCHES + watch * 8), from, wanted) == 0) marks |= 1 << watch;
  }
}
