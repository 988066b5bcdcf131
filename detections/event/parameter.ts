import type { CloudTrailEvent } from './cloudtrail-event.ts';
import { partitionOf, textOf } from './identity.ts';

/** Parameter Store hands a secret out under this prefix (aws-facts, more facts). */
export const secretReferencePrefix = '/aws/reference/secretsmanager/';

/** What a pattern asks of the parameters of a call that reads a secret through Parameter Store. */
export const asksByReference = {
  $or: [{ name: [{ prefix: secretReferencePrefix }] }, { names: [{ prefix: secretReferencePrefix }] }],
};

/** The names of secrets that a Parameter Store call refers to; references go through GetParameter and GetParameters. */
export function secretsReferredTo(event: CloudTrailEvent): string[] {
  return namesAsked(event).flatMap((name) =>
    name.startsWith(secretReferencePrefix) ? [name.slice(secretReferencePrefix.length)] : [],
  );
}

function namesAsked(event: CloudTrailEvent): string[] {
  const { name, names } = event.requestParameters ?? {};
  const listed = Array.isArray(names) ? names.flatMap((one) => textOf(one) ?? []) : [];
  return [...(textOf(name) === null ? [] : [String(name)]), ...listed];
}

/** The ARNs of the parameters that a Parameter Store call names, references aside; a path ends in `/*`. */
export function parametersNamed(event: CloudTrailEvent): string[] {
  const path = textOf(event.requestParameters?.path);
  const named = namesAsked(event).filter((name) => !name.startsWith(secretReferencePrefix));
  return [...named, ...(path === null ? [] : [`${path.replace(/\/$/, '')}/*`])].map((name) =>
    parameterArn(name, event),
  );
}

/** The ARN of a parameter named by name or ARN; a selector (`…:version` or `…:label`) is no part of either. */
function parameterArn(name: string, event: CloudTrailEvent): string {
  if (name.startsWith('arn:')) return name.split(':').slice(0, 6).join(':');
  const bare = name.split(':')[0] ?? name;
  const region = event.awsRegion ?? '';
  const account = event.recipientAccountId ?? '';
  return `arn:${partitionOf(event)}:ssm:${region}:${account}:parameter${bare.startsWith('/') ? '' : '/'}${bare}`;
}
