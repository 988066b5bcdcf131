import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { waiverPath } from '../../detections/ledger/ledger-patterns.ts';
import { ownOf } from '../own.ts';
import { allow } from './secrets.ts';

/** Which secrets there are and when their versions were made; never a value. */
export function secretMetadata(config: DeploymentConfig): PolicyStatement {
  return allow(
    ['secretsmanager:DescribeSecret', 'secretsmanager:ListSecretVersionIds'],
    [everySecret(config)],
  );
}

/** What a batch's filter or a path covered when it was read: names, never a value. Neither call knows a resource. */
export function coveredNames(): PolicyStatement {
  return allow(['secretsmanager:ListSecrets', 'ssm:DescribeParameters'], ['*']);
}

export const coveredWildcards: Record<string, string> = {
  '*': 'ListSecrets and DescribeParameters are granted on all or nothing (service authorization reference); they tell no value.',
};

/** The waivers, which people write as parameters. */
export function waivers(config: DeploymentConfig): PolicyStatement {
  return allow(['ssm:GetParameter', 'ssm:GetParametersByPath'], [everyWaiver(config), waiverFolder(config)]);
}

/** Why the wildcards above are as narrow as they can be. */
export function metadataWildcards(config: DeploymentConfig): Record<string, string> {
  return {
    [everySecret(config)]:
      'Any secret of the account can be read in an emergency, in any watched Region; its metadata alone is asked for.',
  };
}

export function waiverWildcards(config: DeploymentConfig): Record<string, string> {
  return {
    [everyWaiver(config)]:
      'A waiver bears the id of the exposure that it is for; nothing else lies under this path.',
  };
}

function everySecret(config: DeploymentConfig): string {
  const { partition, account } = ownOf(config);
  return `arn:${partition}:secretsmanager:*:${account}:secret:*`;
}

function everyWaiver(config: DeploymentConfig): string {
  return `${waiverFolder(config)}/*`;
}

function waiverFolder(config: DeploymentConfig): string {
  const { partition, account, homeRegion } = ownOf(config);
  return `arn:${partition}:ssm:${homeRegion}:${account}:parameter${waiverPath.replace(/\/$/, '')}`;
}
