import { partitionOfRegion } from './arn.ts';
import type { Config } from './schema.ts';

/**
 * The physical names and ARNs of what Glasswatch deploys, fixed by `name`, `account` and `regions`, for detections,
 * infrastructure and tests alike. Without an account there are none: a laptop needs none.
 */
export interface OwnNames {
  readonly partition: string;
  readonly account: string;
  readonly homeRegion: string;
  /** Every name of ours begins so. */
  readonly prefix: string;
  readonly logBucket: string;
  readonly trail: string;
  /** Glue database and its one table. */
  readonly database: string;
  readonly workgroup: string;
  /** Secret that holds the Slack webhook's URL. */
  readonly webhookSecret: string;
  /** Empty role that the checkup assumes to prove that the alert path is alive. */
  readonly canaryRole: string;
  /** Secret that the checkup asks for with the canary role, to be refused. */
  readonly canarySecret: string;
  /** Role of the checkup function: the only one whose use of the canary role is the canary. */
  readonly checkupRole: string;
  /** Role of the alert function: the only one that reads the webhook secret. */
  readonly alertRole: string;
}

/** The names of ours, or null where the config names no account. */
export function ownNames(config: Config): OwnNames | null {
  const { account, name } = config;
  if (account === undefined) return null;
  const homeRegion = config.regions?.[0] ?? 'us-east-1';
  const partition = partitionOfRegion(homeRegion);
  const role = (what: string) => `arn:${partition}:iam::${account}:role/${name}-${what}`;
  return {
    partition,
    account,
    homeRegion,
    prefix: `${name}-`,
    logBucket: `${name}-log-${account}-${homeRegion}`,
    trail: `${name}-trail`,
    database: `${name.replaceAll('-', '_')}_log`,
    workgroup: `${name}-log`,
    webhookSecret: `${name}-slack-webhook`,
    canaryRole: role('canary'),
    canarySecret: `${name}-canary`,
    checkupRole: role('checkup'),
    alertRole: role('alert'),
  };
}

export function canaryRoleArn(config: Config): string | null {
  return ownNames(config)?.canaryRole ?? null;
}
