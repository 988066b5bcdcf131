import { nameOfPrincipal, parseArn } from '../../config/arn.ts';
import { canaryRoleArn } from '../../config/names.ts';
import type { Config } from '../../config/schema.ts';
import { compilePattern } from '../pattern/matcher.ts';

/** One alternative of a pattern's leaf: a literal, or an operator with its operand. */
export type Condition = string | { readonly prefix: string } | { readonly wildcard: string };

/**
 * The condition that a name or ARN with `*` stands for. `prefix` where it says the same as `wildcard`: EventBridge
 * allows only 30 rules with wildcards on a bus (aws-facts, section 8).
 */
export function conditionOf(text: string): Condition {
  const star = text.indexOf('*');
  if (star === -1) return text;
  return star === text.length - 1 ? { prefix: text.slice(0, -1) } : { wildcard: text };
}

/** The break-glass roles: those of the config, and the canary's, which must raise what they raise. */
export function breakGlassRoles(config: Config): string[] {
  const canary = canaryRoleArn(config);
  return canary === null ? config.breakGlass.roles : [...config.breakGlass.roles, canary];
}

export function roleArns(config: Config): Condition[] {
  return breakGlassRoles(config).map(conditionOf);
}

export function userArns(config: Config): Condition[] {
  return config.breakGlass.users.map(conditionOf);
}

/** The ARNs that sessions of break-glass roles carry: `assumed-role/NAME/SESSION`, without the role's path. */
export function sessionArns(config: Config): Condition[] {
  return breakGlassRoles(config).flatMap((role) => {
    const arn = parseArn(role);
    if (arn === null) return [];
    const session = `arn:${arn.partition}:sts::${arn.account}:assumed-role/${nameOfPrincipal(role)}`;
    return [conditionOf(session.endsWith('*') ? session : `${session}/*`)];
  });
}

/**
 * The messages of a denied attempt at a break-glass role: its ARN stands last, or a reason follows it. The space keeps a
 * role apart from one whose name only begins alike.
 */
export function denialMessages(config: Config): Condition[] {
  return breakGlassRoles(config).flatMap((role) =>
    role.endsWith('*')
      ? [{ wildcard: `*on resource: ${role}` }]
      : [{ wildcard: `*on resource: ${role}` }, { wildcard: `*on resource: ${role} *` }],
  );
}

/**
 * The ARN of a break-glass principal of which an event shows account and name alone: the path is the one that the config
 * knows. Null when none of those configured is meant.
 */
export function configuredArn(configured: readonly string[], account: string, name: string): string | null {
  const there = configured.filter((arn) => parseArn(arn)?.account === account);
  const meant =
    there.find((arn) => nameOfPrincipal(arn) === name) ??
    there.find((arn) => compilePattern({ name: [conditionOf(nameOfPrincipal(arn))] })({ name }));
  return meant === undefined ? null : meant.slice(0, -nameOfPrincipal(meant).length) + name;
}

/** Names of break-glass principals, account by account: IAM's parameters hold names, not ARNs. */
export function namesByAccount(principals: readonly string[]): { account: string; names: Condition[] }[] {
  const accounts = new Map<string, Condition[]>();
  for (const principal of principals) {
    const account = parseArn(principal)?.account ?? '';
    accounts.set(account, [...(accounts.get(account) ?? []), conditionOf(nameOfPrincipal(principal))]);
  }
  return [...accounts].map(([account, names]) => ({ account, names }));
}
