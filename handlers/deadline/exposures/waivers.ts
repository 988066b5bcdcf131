import type { Judging } from '../judging.ts';
import { isByExposed, isInForce, type Waiver } from '../waiver.ts';
import type { Exposure } from './exposure.ts';
import { namesOf } from './people.ts';

/** A waiver that does not count, and why. */
export interface Refusal {
  readonly waiver: Waiver;
  readonly why: 'by-exposed' | 'expired' | 'unknown-exposure';
}

type Waiving = Pick<Judging, 'waivers' | 'now'>;

/** The waiver in force for an exposure. */
export function waiverFor(exposure: Exposure, { waivers, now }: Waiving): Waiver | null {
  const counts = waivers.filter((waiver) => concerns(waiver, exposure) && isInForce(waiver, now));
  return counts.find((waiver) => !isByExposed(waiver, namesOf(exposure.group))) ?? null;
}

/** The waivers that count for none of the exposures. */
export function refusalsOf(exposures: readonly Exposure[], { waivers, now }: Waiving): Refusal[] {
  return waivers.flatMap((waiver): Refusal[] => {
    const exposure = exposures.find((one) => concerns(waiver, one));
    if (exposure === undefined) return [{ waiver, why: 'unknown-exposure' }];
    if (isByExposed(waiver, namesOf(exposure.group))) return [{ waiver, why: 'by-exposed' }];
    return isInForce(waiver, now) ? [] : [{ waiver, why: 'expired' }];
  });
}

function concerns({ exposure }: Waiver, { id, formerIds }: Exposure): boolean {
  return exposure === id || formerIds.includes(exposure);
}
