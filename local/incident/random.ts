const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Random numbers that a text decides (sfc32, seeded by hashing): the same text gives the same numbers on any machine,
 * and every file of the log has a stream of its own, so that files do not depend on each other.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: string) {
    [this.#a, this.#b, this.#c] = hash(seed);
    for (let i = 0; i < 12; i++) this.bits();
  }

  /** 32 random bits. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#counter) >>> 0;
    this.#counter = (this.#counter + 1) >>> 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) >>> 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) >>> 0;
    return sum;
  }

  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number {
    return Math.floor((this.bits() / 0x1_0000_0000) * end);
  }

  chance(probability: number): boolean {
    return this.bits() < probability * 0x1_0000_0000;
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new RangeError('Nothing to pick from.');
    return picked;
  }

  /** A number of the standard normal distribution (Box and Muller). */
  normal(): number {
    const u = (this.bits() + 1) / 0x1_0000_0001;
    const v = this.bits() / 0x1_0000_0000;
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
  }

  uuid(): string {
    const [a, b, c, d] = [this.bits(), this.bits(), this.bits(), this.bits()];
    const version = (b & 0xffff0fff) | 0x4000;
    const variant = (c & 0x3fffffff) | 0x80000000;
    const head = `${hex32(a)}-${hex32(version).slice(0, 4)}-${hex32(version).slice(4)}`;
    return `${head}-${hex32(variant).slice(0, 4)}-${hex32(variant).slice(4)}${hex32(d)}`;
  }

  hex(length: number): string {
    let text = '';
    while (text.length < length) text += hex32(this.bits());
    return text.slice(0, length);
  }

  /** An access key id or unique id as AWS prints them: the prefix and capitals. */
  awsId(prefix: string, length = 16): string {
    return prefix + this.#text(base32, 5, length);
  }

  /** Letters and digits. */
  letters(length: number): string {
    return this.#text(base62, 6, length);
  }

  /** Puts a list in random order, in place. */
  shuffle(list: unknown[]): void {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [list[i], list[j]] = [list[j], list[i]];
    }
  }

  #text(alphabet: string, bitsEach: number, length: number): string {
    let text = '';
    let left = 0;
    let bits = 0;
    while (text.length < length) {
      if (left < bitsEach) {
        bits = this.bits();
        left = 32;
      }
      text += alphabet[(bits & ((1 << bitsEach) - 1)) % alphabet.length] ?? '';
      bits >>>= bitsEach;
      left -= bitsEach;
    }
    return text;
  }
}

function hex32(bits: number): string {
  return (
    (hexOfByte[bits >>> 24] ?? '') +
    (hexOfByte[(bits >>> 16) & 255] ?? '') +
    (hexOfByte[(bits >>> 8) & 255] ?? '') +
    (hexOfByte[bits & 255] ?? '')
  );
}

/** Three well mixed numbers out of a text (multiply and rotate, as in MurmurHash3). */
function hash(text: string): [number, number, number] {
  const state: [number, number, number] = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35];
  const primes: [number, number, number] = [0xcc9e2d51, 0x1b873593, 0xe6546b64];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    for (const lane of [0, 1, 2] as const) {
      const mixed = Math.imul(state[lane] ^ code, primes[lane]);
      state[lane] = (mixed ^ (mixed >>> 15)) + state[((lane + 1) % 3) as 0 | 1 | 2];
    }
  }
  return [state[0] >>> 0, state[1] >>> 0, state[2] >>> 0];
}
