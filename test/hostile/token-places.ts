import type { Fields } from '../detections/event-builders.ts';

/** What no output may hold. */
export const canary = 'IQoJb3JpZ2luX2VjE-CANARY-must-never-be-shown';

/** Where tokens and secrets have stood in events, or could: CloudTrail's own places, and those of its neighbours. */
export const places: readonly (readonly [string, ...string[]])[] = [
  ['responseElements', 'credentials', 'sessionToken'],
  ['responseElements', 'credentials', 'secretAccessKey'],
  ['responseElements', 'sessionToken'],
  ['responseElements', 'x-amz-security-token'],
  ['responseElements', 'accessKey', 'secretAccessKey'],
  ['responseElements', 'secretString'],
  ['responseElements', 'webIdentityToken'],
  ['responseElements', 'assumedRoleUser', 'sessionToken'],
  ['additionalEventData', 'x-amz-security-token'],
  ['additionalEventData', 'X-Amz-Security-Token'],
  ['additionalEventData', 'SigninToken'],
  ['additionalEventData', 'LoginTo'],
  ['additionalEventData', 'RedirectTo'],
  ['requestParameters', 'X-Amz-Security-Token'],
  ['requestParameters', 'secretString'],
  ['requestParameters', 'sAMLAssertion'],
  ['requestParameters', 'webIdentityToken'],
  ['requestParameters', 'clientRequestToken'],
  ['userIdentity', 'sessionContext', 'sessionToken'],
  ['userIdentity', 'sessionContext', 'attributes', 'sessionToken'],
  ['userIdentity', 'credentialToken'],
  ['serviceEventDetails', 'token'],
  ['tlsDetails', 'x-amz-security-token'],
  ['sessionToken'],
  ['requestID'],
];

/** An event with the canary in one more place; whatever stands there gives way. */
export function planted(event: Fields, place: readonly string[]): Fields {
  return plantedWith(event, place, canary);
}

/** An event with a value in one more place; whatever stands there gives way. */
export function plantedWith(event: Fields, [key = '', ...rest]: readonly string[], value: string): Fields {
  const inner = event[key];
  const holder = typeof inner === 'object' && inner !== null ? (inner as Fields) : {};
  return { ...event, [key]: rest.length === 0 ? value : plantedWith(holder, rest, value) };
}
