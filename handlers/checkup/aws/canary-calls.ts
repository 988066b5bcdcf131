import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { CanaryCalls } from '../canary.ts';
import { clientOptions, perRegion } from './clients.ts';
import { looking } from './unseen.ts';

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
          if (error instanceof Error && error.name === 'AccessDeniedException') return 'refused';
          if (error instanceof Error && error.name === 'ResourceNotFoundException') return 'given';
          return looking({ action: 'secretsmanager:GetSecretValue', region }, () =>
            Promise.reject(error as Error),
          );
        } finally {
          client.destroy();
        }
      },
    };
  },
};
