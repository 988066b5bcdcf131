import { nameOfPrincipal } from '../../config/arn.ts';
import type { DetectionContext } from '../catalogue/detection.ts';
import type { CloudTrailEvent } from '../event/cloudtrail-event.ts';
import { proofOf, type Proof } from '../event/proof.ts';

/**
 * Who made a call, to speak of them: in a break-glass session whoever opened it, where the opening was seen, else who the
 * record proves. Never a name that the caller chose.
 */
export function callerOf(
  event: CloudTrailEvent,
  { identity, breakGlass }: Pick<DetectionContext, 'identity' | 'breakGlass'>,
): Pick<Proof, 'name' | 'ask'> {
  const opener = breakGlass?.opener ?? null;
  if (breakGlass === null || opener === null) return proofOf(event, identity);
  const opened = nameOfPrincipal(breakGlass.opened);
  // A break-glass user's own session is opened by that user.
  return { name: opener.endsWith(` ${opened}`) ? opener : `${opener} in ${opened}`, ask: opener };
}
