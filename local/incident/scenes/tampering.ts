import { call } from '../calls.ts';
import type { Cast } from '../cast.ts';
import { localeTime } from '../clock.ts';
import { sessionArn, uniqueId } from '../identities.ts';
import { account, global, home } from '../places.ts';
import type { Stage } from '../scene.ts';

/** 02:46: ana's session tries to stop the trail and is stopped itself; then it makes a key that will outlive it. */
export function tampering(stage: Stage, { sessions, callers }: Cast): void {
  const { random } = stage;
  const session = sessions.ana;
  const trail = `arn:aws:cloudtrail:${home}:${account}:trail/organization-audit`;
  const stopped = stage.at('02:46:12');
  stage.add(
    stopped,
    call(
      stopped,
      callers.ana('cloudtrail.stop-logging'),
      {
        service: 'cloudtrail',
        name: 'StopLogging',
        readOnly: false,
        error: {
          code: 'AccessDenied',
          message: `User: ${sessionArn(session)} is not authorized to perform: cloudtrail:StopLogging on resource: ${trail} with an explicit deny in a service control policy`,
        },
      },
      random,
    ),
    'ana tries to stop the trail, and a service control policy denies it',
    {
      detection: 'audit-tampering',
      severity: 'critical',
      actor: session.name,
      target: trail,
      kind: `${session.role.arn} StopLogging ${trail}`,
    },
  );

  const made = stage.at('02:50:37', global);
  const userName = 'svc-migration';
  stage.add(
    made,
    call(
      made,
      callers.ana('iam.create-access-key'),
      {
        service: 'iam',
        name: 'CreateAccessKey',
        readOnly: false,
        request: { userName },
        response: {
          accessKey: {
            userName,
            accessKeyId: uniqueId('AKIA', 'made-in-the-night'),
            status: 'Active',
            createDate: localeTime(made.time),
          },
        },
        tls: 'iam.amazonaws.com',
      },
      random,
    ),
    'ana makes an access key for svc-migration',
  );
}
