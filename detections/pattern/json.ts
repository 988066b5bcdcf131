import { NumberText } from './number.ts';

/** A JSON object with its keys in the order of the text, repeated ones included. */
export class JsonObject {
  readonly entries: readonly (readonly [string, Json])[];

  constructor(entries: readonly (readonly [string, Json])[]) {
    this.entries = entries;
  }
}

/** JSON with nothing lost: numbers keep their spelling, objects their order and their repeated keys. */
export type Json = string | boolean | null | NumberText | readonly Json[] | JsonObject;

/** event-ruler's JSON reader (Jackson) refuses what is nested deeper or a number that is longer. */
export const MAX_DEPTH = 1_000;
const MAX_NUMBER_LENGTH = 1_000;

const SPACE = /[ \t\n\r]*/y;
const PLAIN_CHARACTERS = /[^"\\\u0000-\u001f]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const FOUR_HEX = /[0-9a-fA-F]{4}/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * Reads the first JSON value of a text. What follows it is left unread: so does event-ruler 2.1.0, seen.
 * Throws SyntaxError, also for text nested deeper than 1,000.
 */
export function readJson(text: string): Json {
  let at = 0;

  const fail = (): never => {
    throw new SyntaxError(at < text.length ? `unexpected character at ${at}` : 'unexpected end of the text');
  };
  const take = (what: RegExp): string => {
    what.lastIndex = at;
    const found = what.exec(text)?.[0] ?? fail();
    at += found.length;
    return found;
  };
  const next = (): string => {
    take(SPACE);
    return text.charAt(at);
  };
  const expect = (character: string): void => {
    if (next() !== character) fail();
    at++;
  };

  const readString = (): string => {
    expect('"');
    let value = take(PLAIN_CHARACTERS);
    while (text.charAt(at) === '\\') {
      const escape = text.charAt(at + 1);
      at += 2;
      value +=
        escape === 'u' ? String.fromCharCode(parseInt(take(FOUR_HEX), 16)) : (ESCAPES[escape] ?? fail());
      value += take(PLAIN_CHARACTERS);
    }
    if (text.charAt(at) !== '"') fail();
    at++;
    return value;
  };
  const readNumber = (): NumberText => {
    const literal = take(NUMBER);
    if (literal.length > MAX_NUMBER_LENGTH) throw new SyntaxError(`a number of ${literal.length} characters`);
    return new NumberText(literal);
  };
  const readMembers = (close: string, readMember: () => void): void => {
    at++;
    if (next() === close) {
      at++;
      return;
    }
    for (;;) {
      readMember();
      if (next() === close) break;
      expect(',');
    }
    at++;
  };
  const readValue = (depth: number): Json => {
    if (depth > MAX_DEPTH) throw new SyntaxError(`nested deeper than ${MAX_DEPTH}`);
    switch (next()) {
      case '{': {
        const entries: [string, Json][] = [];
        readMembers('}', () => {
          const key = readString();
          expect(':');
          entries.push([key, readValue(depth + 1)]);
        });
        return new JsonObject(entries);
      }
      case '[': {
        const elements: Json[] = [];
        readMembers(']', () => {
          elements.push(readValue(depth + 1));
        });
        return elements;
      }
      case '"':
        return readString();
      case 't':
      case 'f':
      case 'n': {
        const word = take(WORD);
        return word === 'null' ? null : word === 'true';
      }
      default:
        return readNumber();
    }
  };
  return readValue(0);
}

/**
 * Reads an event like JSON.parse, but a number whose spelling a double would lose (1.0, 12345678901234567890) stays
 * as it is spelled, so that the matcher can treat it exactly as EventBridge does. Throws SyntaxError.
 */
export function parseEvent(text: string): unknown {
  return plain(readJson(text));
}

function plain(json: Json): unknown {
  if (json instanceof NumberText) return String(json.value) === json.literal ? json.value : json;
  if (json instanceof JsonObject) {
    const object = Object.create(null) as Record<string, unknown>;
    for (const [key, value] of json.entries) object[key] = plain(value);
    return object;
  }
  if (json === null || typeof json !== 'object') return json;
  return json.map(plain);
}
