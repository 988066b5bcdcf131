import { ownNames, type OwnNames } from '../config/names.ts';
import type { DeploymentConfig } from '../config/deployment.ts';

/** The names of what is deployed; a config for deploying always has an account. */
export function ownOf(config: DeploymentConfig): OwnNames {
  const own = ownNames(config);
  if (own === null) throw new Error('a config for deploying names its account');
  return own;
}

/** ARN of a resource of ours in a Region. */
export function regionalArn(own: OwnNames, service: string, region: string, resource: string): string {
  return `arn:${own.partition}:${service}:${region}:${own.account}:${resource}`;
}
