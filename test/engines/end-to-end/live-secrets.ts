import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { emulatedAccount } from '../emulator/emulator.ts';
import { clientsOf } from '../emulator/standing/clients.ts';
import type { CloudTrailRecord, Stage } from './stage.ts';

const fullArn = new RegExp(
  `"(arn:aws:secretsmanager:([a-z0-9-]+):${emulatedAccount}:secret:([^"]+)-[A-Za-z0-9]{6})"`,
  'g',
);

/**
 * Makes every secret of the account whose full ARN the records show, and answers the records with the suffixes that the
 * secrets got: as if they had been written about these.
 */
export async function withLiveSecrets(
  { emulator }: Stage,
  records: readonly CloudTrailRecord[],
): Promise<CloudTrailRecord[]> {
  let text = JSON.stringify(records);
  const found = new Map(
    [...text.matchAll(fullArn)].map(([, arn = '', region = '', name = '']) => [arn, { region, name }]),
  );
  for (const [arn, { region, name }] of found) {
    const made = await clientsOf(emulator, region).secrets.send(
      new CreateSecretCommand({ Name: name, SecretString: 'nobody reads it' }),
    );
    text = text.replaceAll(arn, made.ARN ?? arn);
  }
  return JSON.parse(text) as CloudTrailRecord[];
}
