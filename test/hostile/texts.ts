import fc from 'fast-check';
import { expect } from 'vitest';

/** What attackers have written into names, agents and messages, and what they will. */
export const attacks: readonly string[] = [
  '<!channel>',
  '<!here|now>',
  '<!date^0^{date}^https://evil.example|x>',
  '<@U123>',
  '<#C123|general>',
  '<https://evil.example|ok>',
  '&lt;!channel&gt; & &amp;',
  '*bold* _it_ ~gone~ :secret: `code`',
  '```\nfenced\n```',
  '\u001b[2J\u001b[1;1H',
  '\u001b[31mred\u001b[0m',
  '\u001b]0;owned\u0007',
  '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\',
  '\u001b]52;c;ZXZpbA==\u0007',
  '\u001b[6n\u001b[c\u001b[>c',
  '\u001bP+q544e\u001b\\',
  '\u001b[?1049h\u001b[?25l\u001b[?1000h',
  '\u001bc\u001b(0',
  '\u009b2J\u009d0;owned\u009c\u0090x\u009c',
  '\u0085\u0084',
  'a\nsummary {"records":0}',
  'a\r\nBcc: victim@example.com\r\n\r\nbody',
  'a\rover',
  '\t\v\f\b\u007f',
  'nul\u0000nul',
  '\u202egnp.exe\u202c',
  '\u2066isolated\u2069\u200f\u200e\u061c',
  'zero\u200bwidth\u200d\u2060\ufeff\u00ad',
  'blank\u115f\u1160\u3164\uffa0\u180e\u034f',
  'pick\ufe0f\u{e0100}',
  '\u{e0001}\u{e0041}\u{e007f}',
  'private\ue000\u{f0000}',
  'lines\u2028apart\u2029',
  'none\ufffe\u{10ffff}\ufdd0',
  'high\ud800',
  'low\udc00',
  'back\udc00\ud800wards',
  '=HYPERLINK("https://evil.example","ok")',
  '=?utf-8?B?Qmxvd24gdXA=?=',
  '+1-1@SUM(1)',
  '$(touch made-by-alert)',
  '`touch made-by-alert`',
  '"; touch made-by-alert; "',
  "'; touch made-by-alert; '",
  "'\\''\"\\",
  '&& touch made-by-alert || true',
  '| touch made-by-alert # !! !x ~ * ? [a] {a,b} > made-by-alert',
  '${IFS}$HOME$((1+1))%PATH%',
  '--endpoint-url=https://evil.example',
  '-h',
  'file:///etc/passwd',
  'a,AttributeKey=EventName,AttributeValue=b',
  '__proto__',
  '{"version":1}',
  '\\',
  '\\n',
  '🙂👩‍💻🇩🇪',
  'z\u0300\u0301\u0302\u0303',
  'שלום العربية',
  '\u{1d173}\u{1bca0}',
];

const pieces = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...attacks) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }) },
  { weight: 1, arbitrary: fc.constantFrom('a', 'prod/db', 'ops@example.com', ' ', '  ') },
);

const few = fc.array(pieces, { minLength: 1, maxLength: 3 }).map((some) => some.join(''));

/** Text that an attacker wrote, never empty; now and then 10,000 characters of it. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: few },
  { weight: 1, arbitrary: few.map((text) => text.repeat(Math.ceil(10_000 / text.length)).slice(0, 10_000)) },
);

/** Names as AWS allows them for sessions, roles and source identities. */
export function ordinaryName(maxLength: number): fc.Arbitrary<string> {
  return fc.stringMatching(new RegExp(`^[A-Za-z0-9_+=.@-]{2,${maxLength}}$`));
}

/**
 * What hides, moves or breaks text wherever it is shown: controls, invisible and bidirectional marks, fillers, variation
 * selectors and tags, separators of lines, halves of surrogate pairs, private use. The last two of each plane are none.
 */
const hidden: readonly (readonly [from: number, to: number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x600, 0x605],
  [0x61c, 0x61c],
  [0x6dd, 0x6dd],
  [0x70f, 0x70f],
  [0x890, 0x891],
  [0x8e2, 0x8e2],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xe000, 0xf8ff],
  [0xfe00, 0xfe0f],
  [0xfdd0, 0xfdef],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x110bd, 0x110bd],
  [0x110cd, 0x110cd],
  [0x13430, 0x1343f],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
  [0xf0000, 0x10ffff],
];

const planes = Array.from({ length: 17 }, (_, plane): [number, number] => [
  plane * 0x10000 + 0xfffe,
  plane * 0x10000 + 0xffff,
]);
const ranges = [...hidden, ...planes].map(
  ([from, to]) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`,
);
const anyHidden = new RegExp(`[${ranges.join('')}]`, 'gu');

/** The characters of a text that nobody should be shown as they are. */
export function hiddenIn(text: string): string[] {
  return text.match(anyHidden) ?? [];
}

/** The text behind visible escapes (`\u{1b}`); one that an ellipsis cuts short is dropped with it. */
export function behindEscapes(text: string): string {
  return text.replace(/\\u\{([0-9a-f]+)\}/g, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
}

/**
 * Expects `shown` to be the whole of a text in visible escapes; or, where a channel has room for `limit` characters only,
 * as many of its beginning and an ellipsis.
 */
export function expectTold(shown: string, text: string, limit = Infinity): void {
  expect(shown.length).toBeLessThanOrEqual(limit);
  // A surrogate pair is left out rather than cut in two.
  const clipped = shown.length >= limit - 1 && shown.endsWith('…');
  const beginning = clipped ? shown.replace(/(\\(u(\{[0-9a-f]*)?)?)?…$/, '') : shown;
  expect(behindEscapes(beginning)).toBe(clipped ? text.slice(0, behindEscapes(beginning).length) : text);
}
