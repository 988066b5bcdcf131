import { parseArn } from '../../config/arn.ts';
import { awsCommand } from './command.ts';

/**
 * The command that replaces the value of a secret or SecureString parameter, in its own Region; of a path of parameters
 * (`…/*`) the one that lists what lies under it. Null where the ARN holds what no terminal should be given.
 */
export function replaceValueCommand(arn: string): string | null {
  const place = parseArn(arn);
  if (place === null) return null;
  const region = ['--region', place.region];
  if (place.service === 'ssm') return parameterCommand(place.resource.replace(/^parameter/, ''), region);
  return (
    managedDatabaseCommand(arn, place.resource, region) ??
    awsCommand('secretsmanager', 'rotate-secret', '--secret-id', arn, ...region)
  );
}

function parameterCommand(name: string, region: readonly string[]): string | null {
  if (name.endsWith('/*')) {
    const under = `Key=Name,Option=BeginsWith,Values=${name.slice(0, -1)}`;
    return awsCommand('ssm', 'describe-parameters', '--parameter-filters', under, ...region);
  }
  const replaced = ['--name', name, '--type', 'SecureString', '--value', 'file://new-value', '--overwrite'];
  return awsCommand('ssm', 'put-parameter', ...replaced, ...region);
}

/**
 * The master password that RDS manages is rotated through RDS, which finds the database by the secret (aws-facts, more
 * facts). RDS names such secrets `rds!db-…` and `rds!cluster-…`.
 */
function managedDatabaseCommand(arn: string, resource: string, region: readonly string[]): string | null {
  const kind = /^secret:rds!(db|cluster)-/.exec(resource)?.[1];
  if (kind === undefined) return null;
  const [thing, list, name] =
    kind === 'db'
      ? (['db-instance', 'DBInstances', 'DBInstanceIdentifier'] as const)
      : (['db-cluster', 'DBClusters', 'DBClusterIdentifier'] as const);
  const query = `${list}[?MasterUserSecret.SecretArn=='${arn}'].${name}`;
  const found = awsCommand('rds', `describe-${thing}s`, ...region, '--query', query, '--output', 'text');
  const modify = awsCommand('rds', `modify-${thing}`, ...region, `--${thing}-identifier`);
  if (found === null || modify === null || arn.includes("'")) return null;
  return `${modify} "$(${found})" --rotate-master-user-password --apply-immediately`;
}
