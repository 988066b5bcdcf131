import type { Description, Detection, DetectionContext } from '../../detections/catalogue/detection.ts';
import type { CloudTrailEvent } from '../../detections/event/cloudtrail-event.ts';
import { proofOf } from '../../detections/event/proof.ts';
import type { Severity } from '../../config/severity.ts';
import type { Alert } from './alert.ts';
import { linksOf } from './links.ts';

/** A detection that matched, with its words for the event. */
export interface Match {
  readonly detection: Detection;
  readonly description: Description;
  /** The detection's severity, or the event's own where that is worse or milder. */
  readonly severity: Severity;
}

/** Makes the alert of an event out of the match that speaks. */
export function composeAlert(
  event: CloudTrailEvent,
  { config, identity, breakGlass }: DetectionContext,
  speaking: Match,
  also: readonly Match[],
  mode: Alert['mode'],
): Alert {
  const { detection, description, severity } = speaking;
  const proof = proofOf(event, identity);
  return {
    version: 1,
    mode,
    detection: detection.id,
    also: also.map((match) => match.detection.id),
    severity,
    title: description.title,
    what: description.what,
    who: {
      name: proof.name,
      proved: proof.principal,
      claims: [...new Set([...proof.claims, ...(description.claims ?? [])])],
      kind: identity.kind,
      principal: identity.principal,
      session: identity.session,
      account: identity.accountId,
      sourceIdentity: identity.sourceIdentity,
      mfa: identity.mfa,
      via: identity.via,
      sourceIPAddress: event.sourceIPAddress,
      userAgent: event.userAgent,
      openedBy: breakGlass?.chained === true ? breakGlass.actor : null,
      opener: breakGlass?.opener ?? null,
    },
    announced: description.announced ?? null,
    signs: description.signs,
    noise: /^None\b/.test(detection.noise) ? null : detection.noise,
    // The text leads up to the command; where there is none, it ends as a sentence.
    next: description.command === null ? description.next.replace(/:$/, '.') : description.next,
    command: description.command,
    due: description.due ?? null,
    eventID: event.eventID,
    eventTime: event.eventTime,
    eventSource: event.eventSource,
    eventName: event.eventName,
    account: event.recipientAccountId,
    region: event.awsRegion,
    actor: identity.actor,
    target: description.target,
    count: null,
    folded: false,
    possiblyRepeated: false,
    links: linksOf(event, detection.id, config.runbook),
  };
}
