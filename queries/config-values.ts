import { ownNames } from '../config/names.ts';
import type { Config } from '../config/schema.ts';

/** Values that queries take from the config, by the name of the parameter. `--param` outranks them. */
export function configValues(config: Config): Record<string, string> {
  return {
    account: config.account ?? '',
    trusted_accounts: config.trustedAccounts.join(','),
    roles: expressionOf(config.breakGlass.roles),
    users: expressionOf(config.breakGlass.users),
    name_prefix: ownNames(config)?.prefix ?? `${config.name}-`,
  };
}

/** ARNs with `*` as one regular expression; of no ARN, one that nothing matches. */
export function expressionOf(arns: readonly string[]): string {
  if (arns.length === 0) return '^$';
  const each = arns.map((arn) => arn.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*'));
  return `^(${each.join('|')})$`;
}
