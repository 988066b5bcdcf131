import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Unseen } from '../finding.ts';
import { clientOptions } from './clients.ts';
import { unseen } from './unseen.ts';

/** Credentials are there or are not: nobody waits for a metadata service that there is not. */
const credentialsLimitMs = 4_000;

/**
 * Makes sure that there are credentials, and that they are of the account that is meant.
 * @throws Unseen
 */
export async function requireAccount(account: string, region: string): Promise<void> {
  const client = new STSClient(clientOptions(region));
  const call = { action: 'sts:GetCallerIdentity', region };
  await withinLimit(client.config.credentials()).catch((error: unknown) => {
    throw unseen(call, named('CredentialsProviderError', error));
  });
  const { Account: found } = await client.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    throw unseen(call, error);
  });
  if (found !== account) {
    throw new Unseen(
      `the credentials are of account ${found ?? 'unknown'}, the config is of ${account}`,
      `Sign in to ${account}, or name its config with --config FILE.`,
    );
  }
}

async function withinLimit<Answer>(asked: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('no credentials in time'));
    }, credentialsLimitMs);
  });
  try {
    return await Promise.race([asked, over]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whatever keeps credentials away (no profile, no login, no answer), to us there are none; what it was stays its cause. */
function named(name: string, cause: unknown): Error {
  const error = new Error('no credentials', { cause });
  error.name = name;
  return error;
}
