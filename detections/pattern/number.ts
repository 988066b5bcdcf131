/** What `1.0`, `1e0` and `100e-2` have in common: the sign, the digits that count, and the power of ten. */
function canonical(literal: string): string | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(literal);
  if (!parts) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  // A BigDecimal has no room for a greater exponent: event-ruler cannot compare such a number, not even 0e9999999999.
  if (Math.abs(Number(exponent)) > 0x7fff_ffff) return undefined;
  const digits = whole + fraction;
  let first = 0;
  let end = digits.length;
  while (digits[first] === '0') first++;
  if (first === end) return '0';
  while (digits[end - 1] === '0') end--;
  const power = Number(exponent) - fraction.length + (digits.length - end);
  return `${sign}${digits.slice(first, end)}e${power}`;
}

/**
 * The value of a number literal if event-ruler can compare it: a double must hold it with nothing lost. Otherwise
 * (1e400, 12345678901234567890, 0.1 with twenty digits) it only equals its own spelling.
 */
export function comparableNumber(literal: string): number | undefined {
  const value = Number(literal);
  const exact = canonical(literal);
  return exact !== undefined && exact === canonical(String(value)) ? value : undefined;
}

/** A number as it is spelled in JSON text, for when a double would lose the spelling. */
export class NumberText {
  readonly literal: string;
  /** See `comparableNumber`. */
  readonly value: number | undefined;

  constructor(literal: string) {
    this.literal = literal;
    this.value = comparableNumber(literal);
  }
}
