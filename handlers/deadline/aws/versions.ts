import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { parseArn } from '../../../config/arn.ts';
import type { SecretVersion, VersionDirectory } from '../ports.ts';

/** Versions as ListSecretVersionIds tells them, in the secret's own Region. Values are never asked for. */
export function awsVersions(clientIn: (region: string) => Promise<SecretsManagerClient>): VersionDirectory {
  return {
    versionsOf: async (secretArn) => {
      const region = parseArn(secretArn)?.region;
      if (region === undefined || region === '') return null;
      const { ListSecretVersionIdsCommand } = await import('../../deployed/sdk/secrets-manager.ts');
      const client = await clientIn(region);
      const versions: SecretVersion[] = [];
      let NextToken: string | undefined;
      do {
        const command = new ListSecretVersionIdsCommand({
          SecretId: secretArn,
          IncludeDeprecated: true,
          NextToken,
        });
        const page = await client.send(command);
        for (const { VersionId, CreatedDate, VersionStages = [] } of page.Versions ?? []) {
          if (VersionId === undefined || CreatedDate === undefined) continue;
          versions.push({
            versionId: VersionId,
            createdAt: CreatedDate.getTime(),
            current: VersionStages.includes('AWSCURRENT'),
          });
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return versions;
    },
  };
}
