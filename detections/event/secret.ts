import { parseArn } from '../../config/arn.ts';
import type { CloudTrailEvent } from './cloudtrail-event.ts';
import { denialOf } from './denial.ts';
import { partitionOf, textOf } from './identity.ts';

/**
 * A secret as an event names it: the caller's words (name, partial ARN, full ARN, `ARN:json-key:stage:id`) taken apart,
 * or an ARN that AWS itself wrote. aws-facts, sections 5 and 6.
 */
export interface SecretReference {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** The resource part after `secret:`, or the name as typed: with or without the six-character suffix. */
  readonly id: string;
  /** How sure the form of `id` is: AWS writes full ARNs; callers write anything. */
  readonly form: 'name' | 'typed-arn' | 'full-arn';
}

/** What Secrets Manager appends to a name: a hyphen and six characters (aws-facts, traps, row e). */
const suffix = /-[A-Za-z0-9]{6}$/;

/** Takes the caller's words for a secret apart; a bare name belongs to the account and Region of the call. */
export function secretReference(
  typed: string,
  event: CloudTrailEvent,
  form: 'typed' | 'full',
): SecretReference {
  const named = referenceOfArn(typed, form);
  if (named !== null) return named;
  const region = event.awsRegion ?? '';
  return {
    partition: partitionOf(event),
    region,
    account: event.recipientAccountId ?? event.userIdentity?.accountId ?? '',
    id: typed,
    form: 'name',
  };
}

/** The reference that an ARN is; null where it is no secret's. */
export function referenceOfArn(text: string, form: 'typed' | 'full'): SecretReference | null {
  const arn = parseArn(text);
  if (arn?.service !== 'secretsmanager' || !arn.resource.startsWith('secret:')) return null;
  return {
    partition: arn.partition,
    region: arn.region,
    account: arn.account,
    // What follows the name in `ARN:json-key:version-stage:version-id` is no part of it; names hold no colon.
    id: arn.resource.split(':')[1] ?? '',
    form: form === 'full' ? 'full-arn' : 'typed-arn',
  };
}

/** A secret as it is told: by its ARN, full where the suffix is known, and its name. */
export interface Secret {
  readonly arn: string;
  readonly name: string;
}

/** Whether a config means a secret: by its name, or by its ARN with or without suffix. */
export function isNamedBy({ arn, name }: Secret, named: string): boolean {
  const withoutSuffix = `${arn.slice(0, arn.indexOf(':secret:'))}:secret:${name}`;
  return named === arn || named === name || named === withoutSuffix;
}

/** The ARN of a reference as it stands; without suffix where the event did not show it. */
export function arnOf({ partition, region, account, id }: SecretReference): string {
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${id}`;
}

/** The name in a full ARN's id. */
export function withoutSuffix(id: string): string {
  return id.replace(suffix, '');
}

export function hasSuffix(id: string): boolean {
  return suffix.test(id);
}

/** The secrets that an event of Secrets Manager is about, in the order in which it names them, without repeats. */
export function secretsNamed(event: CloudTrailEvent): SecretReference[] {
  const written = [
    event.responseElements?.arn ?? event.responseElements?.aRN ?? event.responseElements?.ARN,
    event.additionalEventData?.SecretId ?? event.additionalEventData?.ARN,
    event.serviceEventDetails?.secretId,
  ].find((arn) => arn?.includes(':secretsmanager:'));
  if (written != null) return [secretReference(written, event, 'full')];
  const list = event.requestParameters?.secretIdList;
  const typed = Array.isArray(list)
    ? list.flatMap((id) => textOf(id) ?? [])
    : [
        textOf(event.requestParameters?.secretId) ??
          textOf(event.requestParameters?.name) ??
          deniedSecret(event),
      ];
  const references = typed.flatMap((id) => (id === null ? [] : [secretReference(id, event, 'typed')]));
  return references.filter(
    (reference, index) => references.findIndex((other) => arnOf(other) === arnOf(reference)) === index,
  );
}

/** A denied call names its secret only in the message; some messages name `*`, which is no secret. */
function deniedSecret(event: CloudTrailEvent): string | null {
  if (event.errorCode === null) return null;
  const { resource } = denialOf(event);
  return resource === '*' ? null : resource;
}

/** The ARN of the secret whose value a KMS call protects, or null. */
export function secretOfKmsCall(event: CloudTrailEvent): SecretReference | null {
  const context = event.requestParameters?.encryptionContext;
  if (typeof context !== 'object' || context === null) return null;
  const arn = textOf((context as Record<string, unknown>).SecretARN);
  return arn === null ? null : secretReference(arn, event, 'full');
}
