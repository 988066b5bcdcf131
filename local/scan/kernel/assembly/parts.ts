import { hashOf, isSame } from './bytes';
import { NO_FIELD } from './fields';
import {
  GUESSES,
  GUESS_SIZE,
  MOST_GUESSES,
  MOST_PARTS,
  MOST_PART_SLOTS,
  MOST_SEEN_ONCE,
  PARSED_PART,
  PARTS,
  PART_BYTES,
  PART_BYTES_END,
  PART_SIZE,
  PART_SLOTS,
  SEEN_ONCE,
} from './layout';
import { ADDRESS, ENDS_AT, HASH, KIND, LENGTH } from './part-facts';

// Most parts of a log's records were seen before, byte by byte. What they came to is remembered, so that they need only be
// compared, which is many times quicker than parsing them. No part is taken for another because two hashes agree.

/** Longer parts are parsed each time, and looked for in vain. */
const LONGEST: i32 = 8192;
/** Of the room, so much (a fourth) is kept for parts of records that somebody wants. */
const MOST_OF_OTHERS: i32 = (MOST_PARTS / 4) * 3;
const BYTES_OF_OTHERS: usize = PART_BYTES + ((PART_BYTES_END - PART_BYTES) / 4) * 3;
/** So many parts that came again and found no room are reason enough to begin anew. */
const MOST_TURNED_AWAY: i32 = MOST_PARTS;

let count: i32 = 0;
let end: usize = PART_BYTES;
let turnedAway: i32 = 0;

export function forgetParts(): void {
  if (count == 0) return;
  count = 0;
  turnedAway = 0;
  end = PART_BYTES;
  memory.fill(PART_SLOTS, 0, MOST_PART_SLOTS * 4);
  memory.fill(GUESSES, 0, <usize>MOST_GUESSES * GUESS_SIZE);
}

/** Kinds' numbers are given anew from here on. */
export function forgetKindsOfParts(): void {
  for (let number = 0; number < count; number++) store<i32>(partNumbered(number), -1, KIND);
}

/** Bytes of room; 0 where it is time to forget. */
export function roomForParts(): i32 {
  return count == MOST_PARTS || turnedAway >= MOST_TURNED_AWAY ? 0 : <i32>(PART_BYTES_END - end);
}

export function partNumbered(number: i32): usize {
  return PARTS + <usize>number * PART_SIZE;
}

/** Whether the text at `p` begins with a part, and no space is between it and what follows. */
function stands(number: i32, p: usize, textEnd: usize): bool {
  const part = partNumbered(number);
  const length = load<i32>(part, LENGTH);
  const after = p + <usize>length;
  if (after > textEnd || !isSame(load<i32>(part, ADDRESS), p, length)) return false;
  return load<i32>(part, ENDS_AT) == NO_FIELD || load<u8>(after) > 0x20;
}

/** The part at `p`, if it is among those that stood last after the same; -1: none of them. */
export function guessed(key: u32, p: usize, textEnd: usize): i32 {
  const guesses = GUESSES + <usize>(key & (MOST_GUESSES - 1)) * GUESS_SIZE;
  for (let i: usize = 0; i < GUESS_SIZE; i += 4) {
    const number = load<i32>(guesses + i) - 1;
    if (number < 0) return -1;
    if (!stands(number, p, textEnd)) continue;
    if (i > 0) bringForward(guesses, i, number);
    return number;
  }
  return -1;
}

/** Notes what stood after that which `key` stands for. */
export function learnGuess(key: u32, number: i32): void {
  bringForward(GUESSES + <usize>(key & (MOST_GUESSES - 1)) * GUESS_SIZE, GUESS_SIZE - 4, number);
}

/** Puts a part before the others, over that at `place`. */
function bringForward(guesses: usize, place: usize, number: i32): void {
  for (let i = place; i > 0; i -= 4) store<i32>(guesses + i, load<i32>(guesses + i - 4));
  store<i32>(guesses, number + 1);
}

/** The number of the part of `length` bytes at `p`; -1 where it is not remembered. */
export function numberOf(p: usize, length: i32, hash: u32): i32 {
  let slot = hash & (MOST_PART_SLOTS - 1);
  while (true) {
    const number = load<i32>(PART_SLOTS + <usize>slot * 4) - 1;
    if (number < 0) return -1;
    const part = partNumbered(number);
    if (
      load<u32>(part, HASH) == hash &&
      load<i32>(part, LENGTH) == length &&
      isSame(load<i32>(part, ADDRESS), p, length)
    ) {
      return number;
    }
    slot = (slot + 1) & (MOST_PART_SLOTS - 1);
  }
}

/**
 * The number of the part in PARSED_PART, which stands at `p`. Of a record that nobody wants it is remembered when it comes
 * the second time: what never comes again must not fill the memory. -1 where it is not.
 */
export function remembered(p: usize, isWanted: bool): i32 {
  const length = load<i32>(PARSED_PART, LENGTH);
  if (length > LONGEST) return -1;
  const hash = hashOf(p, length);
  const known = numberOf(p, length, hash);
  if (known >= 0) return known;
  if (isWanted) return added(p, length, hash);
  const once = SEEN_ONCE + <usize>(hash & (MOST_SEEN_ONCE - 1)) * 4;
  if (load<u32>(once) != hash) {
    store<u32>(once, hash);
    return -1;
  }
  if (count < MOST_OF_OTHERS && end + <usize>length <= BYTES_OF_OTHERS) return added(p, length, hash);
  turnedAway++;
  return -1;
}

function added(p: usize, length: i32, hash: u32): i32 {
  // 16 bytes: more than the part may be looked at.
  if (count == MOST_PARTS || end + <usize>length + 16 > PART_BYTES_END) return -1;
  const part = partNumbered(count);
  memory.copy(part, PARSED_PART, PART_SIZE);
  store<i32>(part, <i32>end, ADDRESS);
  store<u32>(part, hash, HASH);
  memory.copy(end, p, length);
  end += length;
  let slot = hash & (MOST_PART_SLOTS - 1);
  while (load<i32>(PART_SLOTS + <usize>slot * 4) != 0) slot = (slot + 1) & (MOST_PART_SLOTS - 1);
  store<i32>(PART_SLOTS + <usize>slot * 4, count + 1);
  return count++;
}
