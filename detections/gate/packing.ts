import type { EventPattern } from '../pattern/matcher.ts';
import { readObjectPattern } from '../pattern/objects.ts';
import { meetsRulerDefect } from '../pattern/ruler-defects.ts';
import { halves } from './halves.ts';

/** Longest pattern that EventBridge takes, characters of JSON (aws-facts, section 8). */
const longestPattern = 2_048;

/**
 * What every rule asks of the envelope. PutEvents refuses sources that begin `aws.`: nobody in the account can forge an
 * event that passes.
 */
const fromCloudTrail = {
  source: [{ prefix: 'aws.' }],
  'detail-type': [{ suffix: ' via CloudTrail' }],
};

/**
 * Packs patterns of CloudTrail records (`{ detail }`) into few rules: a rule admits what any of its patterns admits.
 * Patterns with wildcards come together, since EventBridge counts rules that have one; then those of one service, since an
 * event that two rules match is delivered twice. Patterns that overlap come apart: EventBridge's own matcher would forget
 * one of them (detections/pattern/ruler-defects.ts).
 *
 * @throws Error where a pattern is too long and has no list that could be cut in two, or cannot be matched by event-ruler
 * even alone.
 */
export function packPatterns(patterns: readonly EventPattern[]): EventPattern[] {
  const details = unique(patterns.map(detailOf))
    .flatMap((detail) => cutToFit(detail, (one) => ruleOf([one])))
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const packs: object[][] = [];
  for (const detail of details) {
    if (isForgotten([detail]))
      throw new Error(`event-ruler would forget a part of this pattern: ${beginningOf(detail)}`);
    const pack = packs.findLast((one) => isShort(ruleOf([...one, detail])) && !isForgotten([...one, detail]));
    if (pack === undefined) packs.push([detail]);
    else pack.push(detail);
  }
  return packs.map(ruleOf);
}

/** Whether a rule counts as one with wildcards. */
export function hasWildcard(pattern: object): boolean {
  return JSON.stringify(pattern).includes('{"wildcard":');
}

function detailOf({ detail, ...others }: EventPattern): object {
  if (Object.keys(others).length > 0 || typeof detail !== 'object' || detail === null)
    throw new Error(`expected a pattern of detail alone: ${JSON.stringify({ detail, ...others })}`);
  return detail;
}

function unique(details: readonly object[]): object[] {
  return [...new Map(details.map((detail) => [JSON.stringify(detail), detail])).values()];
}

/**
 * Patterns that together match what one matches, each short enough as the pattern of a rule that `ruleOf` makes of it.
 *
 * @throws Error where it has no list that could be cut in two.
 */
export function cutToFit<Pattern extends object>(
  pattern: Pattern,
  ruleOf: (pattern: Pattern) => object = (whole) => whole,
): Pattern[] {
  if (isShort(ruleOf(pattern))) return [pattern];
  const cut = halves(pattern);
  if (cut === null) throw new Error(`too long for a rule: ${beginningOf(pattern)}`);
  return cut.flatMap((half) => cutToFit(half, ruleOf));
}

function orderOf(detail: object): string {
  const { eventSource } = detail as { eventSource?: readonly unknown[] };
  return `${hasWildcard(detail) ? 0 : 1} ${JSON.stringify(eventSource ?? '')} ${JSON.stringify(detail)}`;
}

function isShort(rule: object): boolean {
  return JSON.stringify(rule).length <= longestPattern;
}

function isForgotten(details: readonly object[]): boolean {
  return meetsRulerDefect(readObjectPattern(ruleOf(details)));
}

function beginningOf(detail: object): string {
  return `${JSON.stringify(detail).slice(0, 200)}…`;
}

/** `$or` of one is no `$or` to EventBridge but a field of that name. */
function ruleOf(details: readonly object[]): EventPattern {
  const [only] = details;
  const detail = details.length === 1 ? only : { $or: details };
  return { ...fromCloudTrail, detail } as EventPattern;
}
