import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { OwnNames } from '../../../config/names.ts';
import { Unseen } from '../finding.ts';
import { clientOptions } from './clients.ts';
import { looking } from './unseen.ts';

/**
 * Reads the webhook's URL from where the config says that it is kept.
 * @throws Unseen, without the URL.
 */
export async function readWebhookUrl({
  homeRegion: region,
  webhookParameter,
  webhookSecret,
}: Pick<OwnNames, 'homeRegion' | 'webhookParameter' | 'webhookSecret'>): Promise<string> {
  const url =
    webhookParameter === null
      ? await ofSecret(region, webhookSecret)
      : await ofParameter(region, webhookParameter);
  if (url === undefined || url.trim() === '') {
    throw new Unseen(
      'no webhook URL is kept there',
      'Put the URL of an incoming webhook into the secret or parameter.',
    );
  }
  return url.trim();
}

function ofSecret(region: string, secret: string): Promise<string | undefined> {
  return looking({ action: 'secretsmanager:GetSecretValue', region }, async () => {
    const client = new SecretsManagerClient(clientOptions(region));
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
    return SecretString;
  });
}

function ofParameter(region: string, parameter: string): Promise<string | undefined> {
  return looking({ action: 'ssm:GetParameter', region }, async () => {
    const client = new SSMClient(clientOptions(region));
    const { Parameter } = await client.send(
      new GetParameterCommand({ Name: parameter, WithDecryption: true }),
    );
    return Parameter?.Value;
  });
}
