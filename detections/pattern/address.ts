const V4 = /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/;
const V6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;
const HEX = '0123456789ABCDEF';

const hexByte = (value: number): string => value.toString(16).toUpperCase().padStart(2, '0');

function v4Hex(text: string): string | undefined {
  if (text.length > 15) return undefined;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte < 256) ? bytes.map(hexByte).join('') : undefined;
}

function groups(text: string): number[] | undefined {
  if (text === '') return [];
  const values = text.split(':').map((group) => (group === '' ? NaN : parseInt(group, 16)));
  return values.every((value) => value <= 0xffff) ? values : undefined;
}

function v6Hex(text: string): string | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groups(halves[0] ?? '');
  const tail = groups(halves[1] ?? '');
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...Array<number>(missing).fill(0), ...tail];
  const hex = all.map((group) => hexByte(group >> 8) + hexByte(group & 0xff)).join('');
  // An IPv4 address in IPv6 clothing is that IPv4 address (Java's InetAddress, which event-ruler asks).
  return hex.startsWith('00000000000000000000FFFF') ? hex.slice(24) : hex;
}

/** The hex digits of an IP address (8 or 32), or nothing if the text is not one. */
export function addressHex(text: string): string | undefined {
  if (V4.test(text)) return v4Hex(text);
  return text.length <= 128 && V6.test(text) ? v6Hex(text) : undefined;
}

/** First and last address of a range, as hex digits of the same length. */
export interface AddressRange {
  readonly first: string;
  readonly last: string;
}

/** Reads `10.0.0.0/8` or `2001:db8::/32`; a sentence says what is wrong with anything else. */
export function readCidr(text: string): AddressRange | { readonly wrong: string } {
  // Java's split, which event-ruler uses, drops what is empty at the end: "10.0.0.0/8/" is valid there.
  const [address = '', mask = '', ...rest] = text.replace(/\/+$/, '').split('/');
  if (rest.length > 0 || mask === '') return { wrong: 'a CIDR is an address, a slash and a number of bits' };
  if (!/^[+-]?\d+$/.test(mask)) return { wrong: 'the mask of a CIDR must be an integer' };
  const hex = addressHex(address);
  if (hex === undefined) return { wrong: `${JSON.stringify(address)} is not an IP address` };
  const bits = Number(mask);
  const most = hex.length * 4 - 1;
  if (bits < 0 || bits > most) return { wrong: `the mask must be from 0 to ${most}` };
  const low = (1n << BigInt(hex.length * 4 - bits)) - 1n;
  const value = BigInt(`0x${hex}`);
  const digits = (n: bigint): string => n.toString(16).toUpperCase().padStart(hex.length, '0');
  return { first: digits(value & ~low), last: digits(value | low) };
}

/**
 * Whether digits lie in the range as event-ruler 2.1.0 sees it: digit by digit from the left, decided as soon as a
 * digit lies strictly inside, whatever follows. Hence an IPv6 address can fall into an IPv4 range that its first
 * digits fit (seen).
 */
export function inRange({ first, last }: AddressRange, digits: string): boolean {
  let aboveFirst = false;
  let belowLast = false;
  for (let i = 0; i < first.length; i++) {
    const digit = HEX.indexOf(digits.charAt(i) || ' ');
    const low: number = aboveFirst ? 0 : HEX.indexOf(first.charAt(i));
    const high: number = belowLast ? 15 : HEX.indexOf(last.charAt(i));
    if (digit < low || digit > high) return false;
    aboveFirst ||= digit > low;
    belowLast ||= digit < high;
    if (aboveFirst && belowLast) return true;
  }
  return true;
}
