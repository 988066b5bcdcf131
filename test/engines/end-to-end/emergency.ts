import {
  apiCall,
  assumeRole,
  iamUser,
  readSecret,
  roleArn,
  roleSession,
  serviceEvent,
  type Fields,
} from '../../detections/event-builders.ts';

export const breakGlass = roleArn('BREAK-GLASS-ADMIN');
export const ana = iamUser('ana');
export const bob = iamUser('bob');

/** The second of a moment (ms), as CloudTrail writes it. */
export function iso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** `by` opens the glass for 900 seconds, the shortest that AWS gives, in a session of a name. */
export function opening(by: Fields, session: string, at: number): Fields {
  const opened = assumeRole(by, breakGlass, { session, more: { eventTime: iso(at) } });
  return { ...opened, requestParameters: { ...(opened.requestParameters as Fields), durationSeconds: 900 } };
}

/** The caller in a session of the break-glass role that began at `began` (ms). */
export function inEmergency(session: string, began: number): Fields {
  const caller = roleSession('BREAK-GLASS-ADMIN', { session });
  const context = caller.sessionContext as Fields;
  return {
    ...caller,
    sessionContext: { ...context, attributes: { creationDate: iso(began), mfaAuthenticated: 'true' } },
  };
}

export function reading(by: Fields, secretId: string, at: number): Fields {
  return readSecret(by, secretId, { more: { eventTime: iso(at) } });
}

/** A call of Secrets Manager that made a version, as its log tells it. */
export function versionMade(name: string, by: Fields, secret: string, version: string, at: number): Fields {
  return apiCall('secretsmanager', name, by, {
    asked: { secretId: secret, clientRequestToken: version },
    answered: { arn: secret, versionId: version },
    more: { eventTime: iso(at), readOnly: false },
  });
}

/** What Secrets Manager tells of a rotation by itself. */
export function rotation(name: string, secret: string, at: number): Fields {
  return { ...serviceEvent(name, { SecretId: secret }), eventTime: iso(at) };
}

/** A parameter was written. CloudTrail hides its value. */
export function parameterPut(by: Fields, name: string, at: number): Fields {
  return apiCall('ssm', 'PutParameter', by, {
    asked: { name, type: 'String', value: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    answered: { version: 1, tier: 'Standard' },
    more: { eventTime: iso(at), readOnly: false },
  });
}
