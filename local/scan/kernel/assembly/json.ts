import { DEEPEST, STACK } from './layout';
import { markKey, markValue } from './watches';

// RFC 8259. Each function takes the address of a token and answers the address after it, 0 where the text is not JSON.
// Behind the text stand zeros, which end every token.

const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;
const COMMA: u8 = 0x2c;
const COLON: u8 = 0x3a;
const OPEN_BRACE: u8 = 0x7b;
const CLOSE_BRACE: u8 = 0x7d;
const OPEN_BRACKET: u8 = 0x5b;
const CLOSE_BRACKET: u8 = 0x5d;

/** How many escapes were seen, and how many of them can spell a letter or slash: `\u` and `\/`. */
export let escapes: i32 = 0;
export let spellings: i32 = 0;

export function afterSpace(p: usize): usize {
  while (true) {
    const c = load<u8>(p);
    if (c > 0x20 || (c != 0x20 && c != 0x0a && c != 0x0d && c != 0x09)) return p;
    p++;
  }
}

/** The address of the quote that ends a string; `p` is after the one that begins it. */
export function endOfString(p: usize): usize {
  while (true) {
    const bytes = v128.load(p);
    const isQuote = i8x16.eq(bytes, i8x16.splat(0x22));
    const isBackslash = i8x16.eq(bytes, i8x16.splat(0x5c));
    const isControl = i8x16.lt_u(bytes, i8x16.splat(0x20));
    const stops = i8x16.bitmask(v128.or(v128.or(isQuote, isBackslash), isControl));
    if (stops == 0) {
      p += 16;
      continue;
    }
    p += ctz(stops);
    const c = load<u8>(p);
    if (c == QUOTE) return p;
    if (c != BACKSLASH) return 0;
    p = afterEscape(p);
    if (p == 0) return 0;
  }
}

function afterEscape(p: usize): usize {
  escapes++;
  switch (load<u8>(p, 1)) {
    case 0x75: // u
      spellings++;
      for (let i: usize = 2; i < 6; i++) if (!isHex(load<u8>(p + i))) return 0;
      return p + 6;
    case 0x2f: // slash
      spellings++;
      return p + 2;
    case QUOTE:
    case BACKSLASH:
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return p + 2;
    default:
      return 0;
  }
}

function isHex(c: u8): bool {
  const lower = c | 0x20;
  return (c >= 0x30 && c <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}

/** A key, the colon behind it, and whitespace: the address of the value. */
export function afterKey(p: usize): usize {
  if (load<u8>(p) != QUOTE) return 0;
  const end = endOfString(p + 1);
  if (end == 0) return 0;
  markKey(p + 1, <i32>(end - p - 1));
  const colon = afterSpace(end + 1);
  return load<u8>(colon) == COLON ? afterSpace(colon + 1) : 0;
}

/** Any value. Its own stack: the depth of a text must not break the call stack. */
export function afterValue(p: usize): usize {
  let depth: i32 = 0;
  while (true) {
    const c = load<u8>(p);
    if (c == QUOTE) {
      const end = endOfString(p + 1);
      if (end == 0) return 0;
      markValue(p + 1, <i32>(end - p - 1));
      p = end + 1;
    } else if (c == OPEN_BRACE || c == OPEN_BRACKET) {
      const close = c == OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
      p = afterSpace(p + 1);
      if (load<u8>(p) == close) {
        p++;
      } else {
        if (depth == DEEPEST) return 0;
        store<u8>(STACK + depth++, close);
        if (close == CLOSE_BRACE) {
          p = afterKey(p);
          if (p == 0) return 0;
        }
        continue;
      }
    } else {
      p = afterWord(p);
      if (p == 0) return 0;
    }
    while (true) {
      if (depth == 0) return p;
      p = afterSpace(p);
      const next = load<u8>(p);
      const close = load<u8>(STACK + depth - 1);
      if (next == COMMA) {
        p = afterSpace(p + 1);
        if (close == CLOSE_BRACE) {
          p = afterKey(p);
          if (p == 0) return 0;
        }
        break;
      }
      if (next != close) return 0;
      depth--;
      p++;
    }
  }
}

function afterWord(p: usize): usize {
  switch (load<u8>(p)) {
    case 0x74:
      return load<u32>(p) == 0x65757274 ? p + 4 : 0; // true
    case 0x6e:
      return load<u32>(p) == 0x6c6c756e ? p + 4 : 0; // null
    case 0x66:
      return load<u32>(p, 1) == 0x65736c61 ? p + 5 : 0; // false
    default:
      return afterNumber(p);
  }
}

function afterNumber(p: usize): usize {
  if (load<u8>(p) == 0x2d) p++;
  if (load<u8>(p) == 0x30) p++;
  else {
    p = afterDigits(p);
    if (p == 0) return 0;
  }
  if (load<u8>(p) == 0x2e) {
    p = afterDigits(p + 1);
    if (p == 0) return 0;
  }
  if ((load<u8>(p) | 0x20) != 0x65) return p;
  const sign = load<u8>(p, 1);
  return afterDigits(sign == 0x2b || sign == 0x2d ? p + 2 : p + 1);
}

function afterDigits(p: usize): usize {
  const start = p;
  while (load<u8>(p) >= 0x30 && load<u8>(p) <= 0x39) p++;
  return p == start ? 0 : p;
}
