import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { CanaryCalls } from '../canary.ts';
import { clientOptions, perRegion } from './clients.ts';
import { looking, unseen } from './unseen.ts';

const stsOf = perRegion((options) => new STSClient(options));
/** The shortest that STS gives, s. */
const sessionSeconds = 900;

/** The canary's calls, by each Region's own endpoints, so that they are logged there. */
export const canaryCalls: CanaryCalls = {
  assume: async (region, roleArn, sessionName) => {
    const { Credentials: given } = await looking({ action: 'sts:AssumeRole', region }, () =>
      stsOf(region).send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: sessionName,
          DurationSeconds: sessionSeconds,
        }),
      ),
    );
    const client = new SecretsManagerClient({
      ...clientOptions(region),
      credentials: {
        accessKeyId: given?.AccessKeyId ?? '',
        secretAccessKey: given?.SecretAccessKey ?? '',
        ...(given?.SessionToken === undefined ? {} : { sessionToken: given.SessionToken }),
      },
    });
    return {
      ask: async (secret) => {
        try {
          await client.send(new GetSecretValueCommand({ SecretId: secret }));
          return 'given';
        } catch (error) {
          // Who may not read is refused before it is looked whether there is such a secret.
          const name = error instanceof Error ? error.name : '';
          if (name === 'AccessDeniedException') return 'refused';
          if (name === 'ResourceNotFoundException') return 'given';
          throw unseen({ action: 'secretsmanager:GetSecretValue', region }, error);
        } finally {
          client.destroy();
        }
      },
    };
  },
};
