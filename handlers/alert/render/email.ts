import type { Alert } from '../alert.ts';
import { clipped } from './clip.ts';
import { harmless } from './harmless.ts';
import { tellingOf, withRoomFor, type TellingPart } from './telling.ts';

/** An e-mail as SNS sends it: plain text. */
export interface Email {
  /** ASCII, at most 99 characters, no control characters (aws-facts, section 12). */
  readonly subject: string;
  readonly body: string;
}

const subjectLimit = 99;
const partLimit = 4_000;
const labelWidth = 7;

/** An alert as an e-mail. */
export function emailOf(alert: Alert): Email {
  const { headline, parts } = tellingOf(alert);
  return emailOfParts(`${alert.severity.toUpperCase()}: ${harmless(headline)}`, parts);
}

/** An e-mail out of the parts of what is told. */
export function emailOfParts(title: string, parts: readonly TellingPart[]): Email {
  const lines = parts
    .map((part) => withRoomFor(partLimit, part))
    .flatMap(({ label, text, command, link }) => [
      `${`${label}:`.padEnd(labelWidth)} ${clipped(harmless(text), partLimit)}`,
      ...(link === undefined || link.length > partLimit ? [] : [`${' '.repeat(labelWidth)} ${link}`]),
      ...(command === undefined ? [] : ['', command, '']),
    ]);
  return { subject: asciiSubject(title), body: `${clipped(title, partLimit)}\n\n${lines.join('\n')}\n` };
}

/**
 * The subject of an e-mail. SNS once demanded ASCII, and mail servers still mangle the rest: a count's `×` becomes `x`, all
 * else `?`. `=?` would begin an encoded word (RFC 2047), in which a mail program reads whatever an attacker encoded.
 */
export function asciiSubject(headline: string): string {
  const ascii = `[Glasswatch] ${headline}`
    .replaceAll('×', 'x')
    .replace(/[^\x20-\x7e]+/g, '?')
    .replaceAll('=?', '= ?');
  return ascii.length <= subjectLimit ? ascii : `${ascii.slice(0, subjectLimit - 3)}...`;
}
