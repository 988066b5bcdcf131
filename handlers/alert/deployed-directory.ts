import type { Config } from '../../config/schema.ts';
import { regional } from '../deployed/regional.ts';
import { SecretsManagerDirectory } from './secrets-manager-directory.ts';

/** The directory of a deployed function. The client is loaded with the first secret that an event does not name in full. */
export function deployedDirectory(config: Config): SecretsManagerDirectory {
  const clientIn = regional(async (options) => {
    const { SecretsManagerClient } = await import('../deployed/sdk/secrets-manager.ts');
    return new SecretsManagerClient({ ...options, maxAttempts: 1 });
  });
  return new SecretsManagerDirectory(config, clientIn, Date);
}
