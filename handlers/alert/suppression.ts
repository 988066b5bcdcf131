import { expiryMs, type Suppression } from '../../config/schema.ts';
import type { CloudTrailEvent } from '../../detections/event/cloudtrail-event.ts';
import type { Identity } from '../../detections/event/identity.ts';
import { isNamedBy, type Secret } from '../../detections/event/secret.ts';

/** Whether a suppression has run out at `now` (ms): then it no longer suppresses. */
export function isExpired(suppression: Suppression, now: number): boolean {
  return expiryMs(suppression.expires) <= now;
}

/**
 * Whether a suppression covers a match. Only what the caller cannot choose is compared: never a session name, user
 * agent or address.
 */
export function covers(
  suppression: Suppression,
  match: { detection: string; event: CloudTrailEvent; identity: Identity; secrets: readonly Secret[] },
): boolean {
  const { detection, principal, account, errorCode, secret } = suppression;
  return (
    detection === match.detection &&
    (principal === undefined || principal === match.identity.principal) &&
    (account === undefined || account === match.identity.accountId) &&
    (errorCode === undefined || errorCode === match.event.errorCode) &&
    (secret === undefined ||
      (match.secrets.length > 0 && match.secrets.every((one) => isNamedBy(one, secret))))
  );
}
