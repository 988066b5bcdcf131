import type { CloudTrailEvent } from './cloudtrail-event.ts';
import { partitionOf, textOf } from './identity.ts';

/** Parameter Store hands a secret out under this prefix (aws-facts, more facts). */
export const secretReferencePrefix = '/aws/reference/secretsmanager/';

/** The ARNs of the parameters that a Parameter Store call names; a path ends in `/*`. */
export function parametersNamed(event: CloudTrailEvent): string[] {
  const asked = event.requestParameters ?? {};
  const names = Array.isArray(asked.names) ? asked.names.flatMap((name) => textOf(name) ?? []) : [];
  const path = textOf(asked.path);
  const named = [...(textOf(asked.name) === null ? [] : [String(asked.name)]), ...names];
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
