/** Further on (bytes), no end is looked for. */
const FURTHEST: usize = 4096;

/**
 * Where the part of a record that begins at `start` likely ends: at the value of the next field that each record has of
 * its own. Looks at bytes alone, whatever they stand in, and can be wrong. 0 where none is near.
 */
export function likelyEnd(start: usize, textEnd: usize): usize {
  const last = min(textEnd, start + FURTHEST);
  for (let p = start; p < last; p += 16) {
    const bytes = v128.load(p);
    const next = v128.load(p, 1);
    // D" of …ID", and Ti of eventTime
    const ofId = v128.and(i8x16.eq(bytes, i8x16.splat(0x44)), i8x16.eq(next, i8x16.splat(0x22)));
    const ofTime = v128.and(i8x16.eq(bytes, i8x16.splat(0x54)), i8x16.eq(next, i8x16.splat(0x69)));
    let hits = i8x16.bitmask(v128.or(ofId, ofTime));
    while (hits != 0) {
      const value = valueBehind(p + <usize>ctz(hits));
      if (value != 0) return value <= last ? value : 0;
      hits &= hits - 1;
    }
  }
  return 0;
}

/** The address behind an own field's key, whose D of ID or T of Time stands at `p`; 0 where it is no such key. */
function valueBehind(p: usize): usize {
  if (load<u8>(p) == 0x54) {
    return load<u64>(p - 6) == 0x6954746e65766522 && load<u32>(p, 2) == 0x3a22656d ? p + 6 : 0; // "eventTi me":
  }
  if (load<u16>(p, 1) != 0x3a22) return 0; // ":
  const before = load<u64>(p - 7);
  const isOwn =
    before == 0x4449746e65766522 || // "eventID
    (before == 0x4449747365757165 && load<u16>(p - 9) == 0x7222) || // "r equestID
    (before == 0x4449746e65764564 && load<u64>(p - 13) == 0x4564657261687322); // "sharedE dEventID
  return isOwn ? p + 3 : 0;
}
