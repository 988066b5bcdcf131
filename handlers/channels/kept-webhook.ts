import { clientOptions } from '../deployed/client-options.ts';
import type { ChannelsEnvironment } from './environment.ts';
import type { ReadWebhook } from './webhook.ts';

/**
 * Reads the webhook's URL from the secret or the parameter that the environment names; null where it names none. The
 * clients are loaded with the first reading.
 */
export function keptWebhook(environment: ChannelsEnvironment): ReadWebhook | null {
  const { WEBHOOK_SECRET_ARN: secret, WEBHOOK_PARAMETER_NAME: parameter } = environment;
  if (secret !== undefined) return () => secretText(secret);
  if (parameter !== undefined) return () => parameterText(parameter);
  return null;
}

async function secretText(SecretId: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient(clientOptions());
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
  return SecretString ?? '';
}

async function parameterText(Name: string): Promise<string> {
  const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const client = new SSMClient(clientOptions());
  const { Parameter } = await client.send(new GetParameterCommand({ Name, WithDecryption: true }));
  return Parameter?.Value ?? '';
}
