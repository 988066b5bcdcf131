import type { Config } from '../../../config/schema.ts';
import { isBreakGlass } from '../../../detections/break-glass/session.ts';

const read = new Set([
  'GetParameter',
  'GetParameters',
  'GetParametersByPath',
  'GetParameterHistory',
  'PutParameter',
  'DeleteParameter',
  'DeleteParameters',
]);

/** Cheap and never wrong in the one direction that matters: a raw record that it turns away gives no fact. */
export function concernsDeadline(config: Config): (record: Record<string, unknown>) => boolean {
  const watched = new Map<unknown, boolean>();
  const declared = new Set(config.declaredIncidents.map(({ principal }) => principal));
  const opened = new Map<string, boolean>();
  const isOpened = (role: string): boolean => {
    const known = opened.get(role) ?? isBreakGlass(role, config);
    opened.set(role, known);
    return known;
  };
  const isWatched = (arn: unknown): boolean => {
    if (typeof arn !== 'string') return false;
    const known =
      watched.get(arn) ?? (declared.has(arn) || arn.includes(':assumed-role/') || isBreakGlass(arn, config));
    watched.set(arn, known);
    return known;
  };
  /** AWS's own services assume roles all day. Whatever is not told in the usual way is looked at. */
  const isRoutine = (userIdentity: unknown, requestParameters: unknown): boolean => {
    const role = has(requestParameters, 'roleArn');
    return (
      has(userIdentity, 'type') === 'AWSService' &&
      typeof role === 'string' &&
      role !== '' &&
      !declared.has(role) &&
      !isOpened(role)
    );
  };
  return ({ eventSource, eventName, userIdentity, requestParameters }) => {
    switch (eventSource) {
      case 'secretsmanager.amazonaws.com':
      case 'signin.amazonaws.com':
      case 'iam.amazonaws.com':
        return true;
      case 'sts.amazonaws.com':
        if (!isRoutine(userIdentity, requestParameters)) return true;
        break;
      case 'ssm.amazonaws.com':
        if (read.has(String(eventName))) return true;
        break;
      case 'kms.amazonaws.com':
        if (has(has(requestParameters, 'encryptionContext'), 'SecretARN') !== undefined) return true;
    }
    const issuer = has(has(has(userIdentity, 'sessionContext'), 'sessionIssuer'), 'arn');
    const arn = has(userIdentity, 'arn');
    // A session's own ARN lacks the role's path: where its role is told, that alone decides.
    const isToldByRole = isText(issuer, ':role/') && isText(arn, ':assumed-role/');
    return isWatched(issuer) || (!isToldByRole && isWatched(arn));
  };
}

function has(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function isText(value: unknown, holding: string): boolean {
  return typeof value === 'string' && value.includes(holding);
}
