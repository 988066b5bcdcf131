import { z } from 'zod';
import { nameOfPrincipal } from '../../config/arn.ts';
import { expiryMs } from '../../config/schema.ts';

/** One waiver: who takes responsibility for a value that is not replaced, why, and until when. */
export const waiverSchema = z.strictObject({
  exposure: z.string().regex(/^[0-9a-f]{16}$/, 'expected the id of an exposure: 16 hex digits'),
  reason: z.string().trim().min(1, 'expected a reason'),
  author: z.string().trim().min(1, 'expected who waives it: an ARN or a name'),
  expires: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })], {
      error: 'expected a date such as "2026-12-31"',
    })
    .describe('a date (valid through its end, UTC) or an instant'),
});
/** A waiver, and what the log tells of it where it does. */
export type Waiver = z.output<typeof waiverSchema> & {
  /** What else its author is called: principalId, source identity. */
  readonly alsoNamed?: readonly string[];
  /** When it was last put, ms. */
  readonly putAt?: number;
  /** eventID of that. */
  readonly putEvent?: string;
  /** Whether it was put later than the log tells: then its author is not known, and it does not count. */
  readonly unproven?: boolean;
};
export const waiversSchema = z.array(waiverSchema);

/** Whether a waiver still counts at `now` (ms). */
export function isInForce({ expires }: Waiver, now: number): boolean {
  return expiryMs(expires) > now;
}

/**
 * Whether a waiver's author is the one whose read it would excuse, by any name that the log knows them by. Names are
 * compared as IAM compares them, without regard to case.
 */
export function isByExposed({ author, alsoNamed = [] }: Waiver, namesOfExposed: Iterable<string>): boolean {
  const known = new Set([...namesOfExposed].map((name) => name.toLowerCase()));
  return [author, ...alsoNamed].some((name) => {
    const given = name.toLowerCase();
    return (
      known.has(given) ||
      known.has(nameOfPrincipal(given)) ||
      known.has(given.slice(given.lastIndexOf(':') + 1))
    );
  });
}
