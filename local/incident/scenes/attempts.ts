import type { Cast } from '../cast.ts';
import { people, roles } from '../cast.ts';
import { call } from '../calls.ts';
import { global } from '../places.ts';
import type { Stage } from '../scene.ts';
import { decoy } from '../secrets.ts';

/** 01:52: mallory.dev tries to break the glass, then tries the decoy. Both are denied, so requestParameters is null. */
export function attempts(stage: Stage, { callers }: Cast): void {
  const { random } = stage;
  const { mallory } = people;
  const denied = stage.at('01:52:16', global);
  stage.add(
    denied,
    call(
      denied,
      callers.mallory,
      {
        service: 'sts',
        name: 'AssumeRole',
        readOnly: true,
        error: {
          code: 'AccessDenied',
          message: `User: ${mallory.arn} is not authorized to perform: sts:AssumeRole on resource: ${roles.admin.arn}`,
        },
        extra: { RequestDetails: { endpointType: 'global', awsServingRegion: 'eu-central-1' } },
        tls: 'sts.amazonaws.com',
      },
      random,
    ),
    'mallory.dev is denied BREAK-GLASS-admin',
    {
      detection: 'break-glass-denied',
      severity: 'high',
      actor: mallory.name,
      target: roles.admin.arn,
      kind: `${mallory.arn} ${roles.admin.arn}`,
    },
  );

  const lured = stage.at('01:53:02');
  const action = 'secretsmanager:GetSecretValue';
  stage.add(
    lured,
    call(
      lured,
      callers.mallory,
      {
        service: 'secretsmanager',
        name: 'GetSecretValue',
        readOnly: true,
        error: {
          code: 'AccessDenied',
          message: `User: ${mallory.arn} is not authorized to perform: ${action} on resource: ${decoy.name} because no identity-based policy allows the ${action} action`,
        },
      },
      random,
    ),
    'mallory.dev is denied the decoy',
    {
      detection: 'decoy-read',
      also: ['secret-access-denied'],
      severity: 'critical',
      actor: mallory.name,
      target: decoy.arn,
      kind: `${mallory.arn} ${decoy.arn}`,
    },
  );
}
