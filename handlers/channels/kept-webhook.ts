import { clientOptions } from '../deployed/client-options.ts';
import type { ChannelsEnvironment } from './environment.ts';
import type { ReadWebhook } from './webhook.ts';

/**
 * Reads the webhook's URL from the secret or the parameter that the environment names; null where it names none. The
 * clients are loaded with the first reading.
 */
export function keptWebhook(environment: ChannelsEnvironment): ReadWebhook | null {
  const { WEBHOOK_SECRET_ARN: secret, WEBHOOK_PARAMETER_NAME: parameter } = environment;
  if (secret !== undefined) {
    return async () => (await import('./webhook-secret.ts')).secretText(secret, clientOptions());
  }
  if (parameter !== undefined) {
    return async () => (await import('./webhook-parameter.ts')).parameterText(parameter, clientOptions());
  }
  return null;
}
