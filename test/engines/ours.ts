import { compilePattern, InvalidPatternError, parseEvent } from '../../detections/pattern/matcher.ts';
import type { Pair, Verdict } from './ruler.ts';

/** Our matcher's verdict on a pair. `read` is how the event's text is parsed. */
export function ourVerdict(
  { pattern, event }: Pair,
  read: (text: string) => unknown = parseEvent,
): Verdict['verdict'] {
  let matches;
  try {
    matches = compilePattern(pattern);
  } catch (error) {
    if (error instanceof InvalidPatternError) return 'invalid';
    throw error;
  }
  return matches(read(event)) ? 'match' : 'no match';
}

/** The pairs on which we and event-ruler differ, each with both verdicts, ready to be printed. */
export function differences(pairs: readonly Pair[], verdicts: readonly Verdict[]): string[] {
  return pairs.flatMap((pair, i) => {
    const { verdict, why = '' } = verdicts[i] ?? { verdict: 'unreadable' };
    const ours = ourVerdict(pair);
    if (ours === verdict) return [];
    return [`pattern ${pair.pattern}\nevent   ${pair.event}\nruler   ${verdict} ${why}\nours    ${ours}\n`];
  });
}
