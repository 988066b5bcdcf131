import { filterText } from '../../../detections/event/batch.ts';
import type { CloudTrailEvent } from '../../../detections/event/cloudtrail-event.ts';
import { parametersNamed, secretsReferredTo } from '../../../detections/event/parameter.ts';
import { secretReference, secretsNamed } from '../../../detections/event/secret.ts';
import type { Fact, FactCaller, FactOf } from './fact.ts';
import { known } from './sessions.ts';

type Read = Pick<FactOf<'read'>, 'via' | 'what'>;

/** Reads that hand out a value, one fact for each secret or parameter that the event names. */
export function readsIn(event: CloudTrailEvent, caller: FactCaller): Fact[] {
  const refused = event.errorCode?.startsWith('AccessDenied') === true;
  // Of what failed only a batch's refused entry matters: it says which secret the batch did not hand out.
  if (event.errorCode !== null && !(refused && event.eventName === 'GetSecretValue')) return [];
  return readsOf(event).map(({ via, what }, index) => ({
    ...known(event, `read/${index}`),
    kind: 'read',
    caller,
    account: event.recipientAccountId,
    region: event.awsRegion,
    via,
    what,
    shared: event.sharedEventID,
    refused,
  }));
}

function readsOf(event: CloudTrailEvent): Read[] {
  const { eventSource, eventName } = event;
  if (eventSource === 'secretsmanager.amazonaws.com') {
    if (eventName === 'GetSecretValue')
      return secretsNamed(event).map((secret) => ({ via: 'entry', what: { secret } }));
    return eventName === 'BatchGetSecretValue' ? batchRead(event) : [];
  }
  if (eventSource !== 'ssm.amazonaws.com' || !parameterReads.has(eventName)) return [];
  const referred = secretsReferredTo(event).map((name): Read => {
    return { via: 'referred', what: { secret: secretReference(name, event, 'typed') } };
  });
  // Without decryption a SecureString comes back encrypted, and a plain parameter is no secret.
  if (event.requestParameters?.withDecryption !== true) return referred;
  const via = eventName === 'GetParametersByPath' ? 'path' : 'entry';
  return [...referred, ...parametersNamed(event).map((parameter): Read => ({ via, what: { parameter } }))];
}

const parameterReads = new Set([
  'GetParameter',
  'GetParameters',
  'GetParametersByPath',
  'GetParameterHistory',
]);

function batchRead(event: CloudTrailEvent): Read[] {
  const listed = secretsNamed(event);
  if (listed.length === 0) return [{ via: 'filter', what: { filter: filterText(event) } }];
  return listed.map((secret) => ({ via: 'listed', what: { secret } }));
}
