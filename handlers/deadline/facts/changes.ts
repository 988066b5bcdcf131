import { own } from '../../../config/own.ts';
import type { CloudTrailEvent } from '../../../detections/event/cloudtrail-event.ts';
import { textOf } from '../../../detections/event/identity.ts';
import { parametersNamed } from '../../../detections/event/parameter.ts';
import { secretOfKmsCall, secretsNamed } from '../../../detections/event/secret.ts';
import type { Fact, FactCaller, Step } from './fact.ts';
import { known } from './sessions.ts';
import { versionMark } from './version-mark.ts';

/** How the value of a secret or parameter changes, which ARNs its name stands for, and how it is rotated. */
export function changesIn(event: CloudTrailEvent, by: FactCaller): Fact[] {
  if (event.errorCode !== null) return [];
  switch (event.eventSource) {
    case 'secretsmanager.amazonaws.com':
      return [...shownIn(event), ...secretChange(event, by), ...taggedIn(event)];
    case 'ssm.amazonaws.com':
      return parameterChange(event, by);
    case 'kms.amazonaws.com':
      return shownByKms(event);
    default:
      return [];
  }
}

function secretChange(event: CloudTrailEvent, by: FactCaller): Fact[] {
  const step = stepOf(event);
  const [secret] = secretsNamed(event);
  if (step === null || secret === undefined) return [];
  return [
    { ...known(event, 'change'), kind: 'change', what: { secret }, step, version: versionOf(event), by },
  ];
}

function stepOf(event: CloudTrailEvent): Step | null {
  const asked = event.requestParameters ?? {};
  switch (event.eventName) {
    case 'RotateSecret':
      // Without immediate rotation only the settings are tested (aws-facts, section 11).
      return asked.rotateImmediately === false || asked.rotateImmediately === 'false' ? null : 'requested';
    case 'RotationStarted':
      return 'started';
    case 'RotationSucceeded':
      return 'succeeded';
    case 'RotationFailed':
    case 'RotationAbandoned':
      return 'failed';
    case 'CreateSecret':
      return 'created';
    case 'PutSecretValue': {
      const stages = asked.versionStages;
      return !Array.isArray(stages) || stages.includes('AWSCURRENT') ? 'put' : 'pending';
    }
    case 'UpdateSecret':
      return event.responseElements?.versionId == null ? null : 'updated';
    case 'UpdateSecretVersionStage':
      return asked.versionStage === 'AWSCURRENT' && textOf(asked.moveToVersionId) !== null ? 'moved' : null;
    case 'DeleteSecret':
      return 'deleted';
    case 'RestoreSecret':
      return 'restored';
    case 'ReplicationSucceeded':
      return 'replicated';
    case 'StopReplicationToReplica':
      return 'replica-stopped';
    default:
      return null;
  }
}

/** Of PutSecretValue and RotateSecret the new version's id is the request's token (aws-facts, section 6). */
function versionOf(event: CloudTrailEvent): string | null {
  const asked = event.requestParameters ?? {};
  const id =
    textOf(asked.moveToVersionId) ?? event.responseElements?.versionId ?? textOf(asked.clientRequestToken);
  return id === null ? null : versionMark(id);
}

/** A full ARN that AWS wrote, or that a caller typed and AWS answered. */
function shownIn(event: CloudTrailEvent): Fact[] {
  return secretsNamed(event)
    .filter(({ form }) => form !== 'name')
    .map((secret, index) => ({ ...known(event, `shown/${index}`), kind: 'shown', secret }));
}

function shownByKms(event: CloudTrailEvent): Fact[] {
  const secret = secretOfKmsCall(event);
  return secret === null ? [] : [{ ...known(event, 'shown/0'), kind: 'shown', secret }];
}

const alternatingTag = 'glasswatch:alternating-users';

function taggedIn(event: CloudTrailEvent): Fact[] {
  if (!['TagResource', 'UntagResource', 'CreateSecret'].includes(event.eventName)) return [];
  const [secret] = secretsNamed(event);
  const { tags, tagKeys } = event.requestParameters ?? {};
  const put = [tags]
    .flat()
    .some((tag) => (tag as { key?: unknown } | null | undefined)?.key === alternatingTag);
  const taken = [tagKeys].flat().includes(alternatingTag);
  if (secret === undefined || (!put && !taken)) return [];
  return [{ ...known(event, 'tagged'), kind: 'tagged', what: { secret }, alternating: put }];
}

function parameterChange(event: CloudTrailEvent, by: FactCaller): Fact[] {
  const step = own(parameterSteps, event.eventName);
  if (step === undefined) return [];
  return parametersNamed(event).map((parameter, index) => ({
    ...known(event, `change/${index}`),
    kind: 'change',
    what: { parameter },
    step,
    version: null,
    by,
  }));
}

const parameterSteps: Readonly<Record<string, Step>> = {
  PutParameter: 'parameter-put',
  DeleteParameter: 'deleted',
  DeleteParameters: 'deleted',
};
