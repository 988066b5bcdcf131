/** ARNs with `*` as one regular expression; of no ARN, one that nothing matches. */
export function expressionOf(arns: readonly string[]): string {
  if (arns.length === 0) return '^$';
  const each = arns.map((arn) => arn.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*'));
  return `^(${each.join('|')})$`;
}
