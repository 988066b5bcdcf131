import type { Random } from './random.ts';

/** JSON text that stands for itself, e.g. a number in an odd spelling. */
export class Text {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An object by its entries, so that a key may repeat. */
export class Keys {
  readonly entries: (readonly [string, Value])[];

  constructor(entries: (readonly [string, Value])[]) {
    this.entries = entries;
  }
}

/** JSON to be written. */
export type Value = string | boolean | null | Text | Value[] | Keys;

/** Writes JSON text, now and then with a character escaped or a space. */
export function write(value: Value, random: Random): string {
  const space = (): string => (random.chance(0.02) ? random.pick([' ', '\n', '\t']) : '');
  if (value instanceof Text) return value.text;
  if (value instanceof Keys) {
    const entries = value.entries.map(
      ([key, member]) => `${writeString(key, random)}:${space()}${write(member, random)}`,
    );
    return `{${entries.join(`,${space()}`)}}`;
  }
  if (Array.isArray(value)) return `[${value.map((member) => write(member, random)).join(`${space()},`)}]`;
  return typeof value === 'string' ? writeString(value, random) : String(value);
}

function writeString(value: string, random: Random): string {
  const text = JSON.stringify(value);
  if (value === '' || !random.chance(0.03)) return text;
  const escaped = Array.from({ length: value.length }, (_, i) =>
    value.charCodeAt(i).toString(16).padStart(4, '0'),
  );
  return `"${escaped.map((hex) => `\\u${hex}`).join('')}"`;
}
