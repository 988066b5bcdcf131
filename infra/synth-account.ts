import { placeholderAccount } from '../config/deployment.ts';

/**
 * Why a config may not be synthesized with the credentials at hand; null where it may. Without credentials (`current`
 * undefined: the CDK sets CDK_DEFAULT_ACCOUNT from them) anything may be looked at, and nothing deployed.
 */
export function refusalFor(account: string, current: string | undefined): string | null {
  if (current === undefined || current === '' || current === account) return null;
  if (account === placeholderAccount)
    return `account: expected your account in the place of ${placeholderAccount}; the credentials at hand are of ${current}`;
  return `account: ${account} is in the config, but the credentials at hand are of ${current}: choose other credentials or another config`;
}
