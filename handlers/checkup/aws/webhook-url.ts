import type { OwnNames } from '../../../config/names.ts';
import { parameterText } from '../../channels/webhook-parameter.ts';
import { secretText } from '../../channels/webhook-secret.ts';
import { Unseen } from '../finding.ts';
import { clientOptions } from './clients.ts';
import { looking } from './unseen.ts';

/**
 * Reads the webhook's URL from where the config says that it is kept.
 * @throws Unseen, without the URL.
 */
export async function readWebhookUrl({
  homeRegion: region,
  webhookParameter: parameter,
  webhookSecret: secret,
}: Pick<OwnNames, 'homeRegion' | 'webhookParameter' | 'webhookSecret'>): Promise<string> {
  const options = clientOptions(region);
  const url =
    parameter === null
      ? await looking({ action: 'secretsmanager:GetSecretValue', region }, () => secretText(secret, options))
      : await looking({ action: 'ssm:GetParameter', region }, () => parameterText(parameter, options));
  if (url.trim() === '') {
    throw new Unseen(
      'no webhook URL is kept there',
      'Put the URL of an incoming webhook into the secret or parameter.',
    );
  }
  return url.trim();
}
