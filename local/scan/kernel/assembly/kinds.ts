import { KINDS, KIND_BYTES, KIND_BYTES_END, KIND_SLOTS, MOST_KINDS, MOST_SLOTS } from './layout';
import { forgetKindsOfParts } from './parts';

let count: i32 = 0;
let end: usize = KIND_BYTES;

/** How many kinds are known. */
export function kindCount(): i32 {
  return count;
}

export function forgetKinds(): void {
  count = 0;
  end = KIND_BYTES;
  memory.fill(KIND_SLOTS, 0, MOST_SLOTS * 4);
  forgetKindsOfParts();
}

/**
 * The number of a kind of record: its eventSource, eventName and errorCode (`errorLength` -1: none). The same bytes give
 * the same number until `forgetKinds`. -1 where there is no more room.
 */
export function kindOf(
  source: usize,
  sourceLength: i32,
  name: usize,
  nameLength: i32,
  error: usize,
  errorLength: i32,
): i32 {
  let slot = hash(source, sourceLength, name, nameLength, errorLength);
  while (true) {
    const known = load<i32>(KIND_SLOTS + slot * 4) - 1;
    if (known < 0) break;
    const entry = KINDS + known * 16;
    const bytes = <usize>load<i32>(entry);
    if (
      load<i32>(entry, 4) == sourceLength &&
      load<i32>(entry, 8) == nameLength &&
      load<i32>(entry, 12) == errorLength &&
      memory.compare(bytes, source, sourceLength) == 0 &&
      memory.compare(bytes + sourceLength, name, nameLength) == 0 &&
      (errorLength <= 0 || memory.compare(bytes + sourceLength + nameLength, error, errorLength) == 0)
    ) {
      return known;
    }
    slot = (slot + 1) & (MOST_SLOTS - 1);
  }
  const length = sourceLength + nameLength + max(errorLength, 0);
  if (count == MOST_KINDS || end + length > KIND_BYTES_END) return -1;
  const entry = KINDS + count * 16;
  store<i32>(entry, <i32>end);
  store<i32>(entry, sourceLength, 4);
  store<i32>(entry, nameLength, 8);
  store<i32>(entry, errorLength, 12);
  memory.copy(end, source, sourceLength);
  memory.copy(end + sourceLength, name, nameLength);
  if (errorLength > 0) memory.copy(end + sourceLength + nameLength, error, errorLength);
  end += length;
  store<i32>(KIND_SLOTS + slot * 4, count + 1);
  return count++;
}

function hash(source: usize, sourceLength: i32, name: usize, nameLength: i32, errorLength: i32): u32 {
  let h: u32 = 0x811c9dc5 ^ sourceLength ^ (errorLength << 16);
  for (let i = 0; i < sourceLength && i < 8; i++) h = (h ^ load<u8>(source + i)) * 0x01000193;
  for (let i = 0; i < nameLength; i++) h = (h ^ load<u8>(name + i)) * 0x01000193;
  return (h ^ (h >>> 15)) & (MOST_SLOTS - 1);
}
