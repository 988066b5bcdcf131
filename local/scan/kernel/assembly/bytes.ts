// Bytes compared and hashed, 16 or more at a time. May look at up to 16 bytes behind what is asked about.

export function isSame(a: usize, b: usize, length: i32): bool {
  let left = length;
  for (; left >= 16; left -= 16) {
    if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false;
    a += 16;
    b += 16;
  }
  if (left == 0) return true;
  const differ = i8x16.bitmask(i8x16.ne(v128.load(a), v128.load(b)));
  return (differ & ((1 << left) - 1)) == 0;
}

/** Finds what may be the same; whether it is, `isSame` says. */
export function hashOf(p: usize, length: i32): u32 {
  const factor = i32x4.splat(0x2c1b3c6d);
  let a = i32x4.splat(length);
  let b = i32x4.splat(0x165667b1);
  let c = i32x4.splat(0x27d4eb2f);
  let d = i32x4.splat(0x3d4d51cb);
  let left = length;
  for (; left >= 64; left -= 64) {
    a = i32x4.mul(v128.xor(a, v128.load(p)), factor);
    b = i32x4.mul(v128.xor(b, v128.load(p, 16)), factor);
    c = i32x4.mul(v128.xor(c, v128.load(p, 32)), factor);
    d = i32x4.mul(v128.xor(d, v128.load(p, 48)), factor);
    p += 64;
  }
  for (; left >= 16; left -= 16) {
    a = i32x4.mul(v128.xor(a, v128.load(p)), factor);
    p += 16;
  }
  let h =
    lanes(a) ^
    (lanes(b) * 0x9e3779b97f4a7c15) ^
    (lanes(c) * 0xff51afd7ed558ccd) ^
    (lanes(d) * 0xc4ceb9fe1a85ec53);
  for (; left > 0; left--) h = (h ^ load<u8>(p++)) * 0xff51afd7ed558ccd;
  h ^= h >>> 29;
  h *= 0x9e3779b97f4a7c15;
  return <u32>(h >>> 32);
}

function lanes(v: v128): u64 {
  const low = v128.extract_lane<u64>(v, 0);
  const high = v128.extract_lane<u64>(v, 1);
  return (low ^ (low >>> 31)) * 0xff51afd7ed558ccd + (high ^ (high >>> 29)) * 0x9e3779b97f4a7c15;
}
