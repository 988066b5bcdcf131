import { canaryRoleArn, ownNames } from '../config/names.ts';
import type { Config } from '../config/schema.ts';

/** Values that queries take from the config, by the name of the parameter. `--param` outranks them. */
export function configValues(config: Config): Record<string, string> {
  return {
    account: config.account ?? '',
    trusted_accounts: config.trustedAccounts.join(','),
    roles: expressionOf(config.breakGlass.roles),
    users: expressionOf(config.breakGlass.users),
    principals: expressionOf(otherPrincipals(config)),
    name_prefix: ownNames(config)?.prefix ?? `${config.name}-`,
  };
}

/**
 * Whom the deadline follows beside the break-glass roles and users of the config: principals of declared incidents, the
 * canary's role, and the roles by the ARN that is made of a session's, which lacks the path.
 */
export function otherPrincipals(config: Config): string[] {
  const { breakGlass, declaredIncidents } = config;
  const canary = canaryRoleArn(config);
  const withoutPath = breakGlass.roles.map((arn) => arn.replace(/:role\/.*\//, ':role/'));
  const others = [...declaredIncidents.map(({ principal }) => principal), canary ?? [], withoutPath].flat();
  return [...new Set(others)].filter((arn) => !breakGlass.roles.includes(arn));
}

/** ARNs with `*` as one regular expression; of no ARN, one that nothing matches. */
export function expressionOf(arns: readonly string[]): string {
  if (arns.length === 0) return '^$';
  const each = arns.map((arn) => arn.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*'));
  return `^(${each.join('|')})$`;
}

/** Athena takes values of 1,024 characters, with quotes; quotes within are doubled. */
export const longestValue = 1_000;

/** As `expressionOf`, in as many expressions as Athena's limit for a value makes of a long list; none of an empty one. */
export function expressionsOf(arns: readonly string[]): string[] {
  const parts: string[][] = [];
  for (const arn of arns) {
    const last = parts.at(-1);
    if (last !== undefined && expressionOf([...last, arn]).length <= longestValue) last.push(arn);
    else parts.push([arn]);
  }
  return parts.map(expressionOf);
}
