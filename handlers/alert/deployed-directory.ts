import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Config } from '../../config/schema.ts';
import { clientOptions } from '../deployed/client-options.ts';
import { SecretsManagerDirectory } from './secrets-manager-directory.ts';

/** The directory of a deployed function. The client is loaded with the first secret that an event does not name in full. */
export function deployedDirectory(config: Config): SecretsManagerDirectory {
  const clients = new Map<string, Promise<SecretsManagerClient>>();
  const clientIn = async (region: string): Promise<SecretsManagerClient> => {
    const { SecretsManagerClient: Client } = await import('../deployed/sdk/secrets-manager.ts');
    return new Client({ ...clientOptions(), region, maxAttempts: 1 });
  };
  const known = (region: string): Promise<SecretsManagerClient> => {
    const client = clients.get(region) ?? clientIn(region);
    clients.set(region, client);
    return client;
  };
  return new SecretsManagerDirectory(config, known, Date);
}
