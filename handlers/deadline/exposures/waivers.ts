import type { Judging } from '../judging.ts';
import { isByExposed, isInForce, type Waiver } from '../waiver.ts';
import type { Exposure } from './exposure.ts';
import { namesOf } from './people.ts';

/** A waiver that does not count, and why. */
export interface Refusal {
  readonly waiver: Waiver;
  readonly why: 'unproven' | 'by-exposed' | 'before-read' | 'expired' | 'unknown-exposure';
}

type Waiving = Pick<Judging, 'waivers' | 'now'>;

/** The waiver in force for an exposure. */
export function waiverFor(exposure: Exposure, { waivers, now }: Waiving): Waiver | null {
  return (
    waivers.find((waiver) => concerns(waiver, exposure) && whyRefused(waiver, exposure, now) === null) ?? null
  );
}

/** The waivers that count for none of the exposures. */
export function refusalsOf(exposures: readonly Exposure[], { waivers, now }: Waiving): Refusal[] {
  return waivers.flatMap((waiver): Refusal[] => {
    const exposure = exposures.find((one) => concerns(waiver, one));
    const why = exposure === undefined ? 'unknown-exposure' : whyRefused(waiver, exposure, now);
    return why === null ? [] : [{ waiver, why }];
  });
}

/** An id can be computed by whoever knows how: nobody can answer for a read that has not happened. */
function whyRefused(waiver: Waiver, { group, reads }: Exposure, now: number): Refusal['why'] | null {
  if (waiver.unproven === true) return 'unproven';
  if (isByExposed(waiver, namesOf(group))) return 'by-exposed';
  if (waiver.putAt !== undefined && waiver.putAt < reads[0].at) return 'before-read';
  return isInForce(waiver, now) ? null : 'expired';
}

function concerns({ exposure }: Waiver, { id, formerIds }: Exposure): boolean {
  return exposure === id || formerIds.includes(exposure);
}
