import { parseArn, partitionOfRegion } from './arn.ts';
import type { Config } from './schema.ts';

/**
 * The physical names and ARNs of what Glasswatch deploys, fixed by `name`, `account` and `regions`, for detections,
 * infrastructure and tests alike; of what it adopts, those that the config gives. Without an account there are none: a
 * laptop needs none.
 */
export interface OwnNames {
  readonly partition: string;
  readonly account: string;
  readonly homeRegion: string;
  /** The Regions with a gate: those of the config, and the one that global services log in. */
  readonly watchedRegions: readonly string[];
  /** Every name of ours begins so. */
  readonly prefix: string;
  /** Stacks of the home Region, by name. */
  readonly stacks: Readonly<Record<'auditLog' | 'watch', string>>;
  /** The gate's stack of every watched Region. */
  readonly gateStacks: readonly { readonly region: string; readonly name: string }[];
  /** Bucket that the trail writes to: ours or adopted. */
  readonly logBucket: string;
  /** What the trail puts before `AWSLogs/`; empty: nothing. */
  readonly logPrefix: string;
  readonly trail: string;
  readonly trailArn: string;
  /** ARNs of the customer keys that log, evidence and answers are encrypted with, as far as the config knows them. */
  readonly keys: readonly string[];
  readonly evidenceBucket: string;
  readonly reportBucket: string;
  /** Bucket of Athena's answers. */
  readonly answerBucket: string;
  /** Bucket of the access logs of the others. */
  readonly accessBucket: string;
  /** Glue database and its one table. */
  readonly database: string;
  readonly workgroup: string;
  /** DynamoDB table. */
  readonly ledger: string;
  /** The bus that all Regions' events come to. */
  readonly bus: string;
  readonly busArn: string;
  /** Topic of alerts and alarms: ours or adopted. */
  readonly alertTopicArn: string;
  /** Topic of the unfiltered copies of tampering and of the gates' alarms; one in every watched Region. */
  readonly tamperTopic: string;
  /** Queues of the home Region, by name. */
  readonly queues: Readonly<Record<Queue, string>>;
  /** Queue of the home Region for what a rule of our bus, a schedule or a function could not hand on. */
  readonly undelivered: string;
  /** Queue in every watched Region for what a rule on the default bus could not hand on. */
  readonly gateUndelivered: string;
  /** Functions, by name; all in the home Region. */
  readonly functions: Readonly<Record<FunctionName, string>>;
  readonly scheduleGroup: string;
  readonly schedules: Readonly<Record<Schedule, string>>;
  /** Role with which gate rules put events on the bus. */
  readonly gateRole: string;
  /** Secret that holds the Slack webhook's URL; its name, though the config may give an ARN. */
  readonly webhookSecret: string;
  /** Parameter that holds the URL instead; null where it is a secret. */
  readonly webhookParameter: string | null;
  /** Empty role that the checkup assumes to prove that the alert path is alive. */
  readonly canaryRole: string;
  /** Secret that the checkup asks for with the canary role, to be refused. */
  readonly canarySecret: string;
  /** Role of the checkup function: the only one whose use of the canary role is the canary. */
  readonly checkupRole: string;
  /** Role of the alert functions. */
  readonly alertRole: string;
  /** Roles of all functions, each of which reads where the webhook is. */
  readonly functionRoles: readonly string[];
}

export type Queue = 'alert' | 'critical' | 'alertDeadLetters' | 'criticalDeadLetters';
/** The alert handler runs twice: what is critical has a queue and a function of its own. */
export type FunctionName = 'alert' | 'critical' | 'deadline' | 'report' | 'checkup';
export type Schedule = 'deadline' | 'report' | 'canary' | 'checkup';

/** The names of ours, or null where the config names no account. */
export function ownNames(config: Config): OwnNames | null {
  const { account, name, trail } = config;
  if (account === undefined) return null;
  const homeRegion = config.regions?.[0] ?? 'us-east-1';
  const partition = partitionOfRegion(homeRegion);
  const role = (what: string) => `arn:${partition}:iam::${account}:role/${name}-${what}`;
  const regional = (service: string, what: string) =>
    `arn:${partition}:${service}:${homeRegion}:${account}:${what}`;
  const bucket = (what: string) => `${name}-${what}-${account}-${homeRegion}`;
  const watchedRegions = [...new Set([...(config.regions ?? [homeRegion]), globalRegion(partition)])];
  return {
    partition,
    account,
    homeRegion,
    watchedRegions,
    prefix: `${name}-`,
    stacks: { auditLog: `${name}-audit-log`, watch: `${name}-watch` },
    gateStacks: watchedRegions.map((region) => ({ region, name: `${name}-gate-${region}` })),
    logBucket: trail?.bucket ?? bucket('log'),
    logPrefix: trail?.prefix ?? '',
    trail: trail?.arn.split('/').at(-1) ?? `${name}-trail`,
    trailArn: trail?.arn ?? regional('cloudtrail', `trail/${name}-trail`),
    keys: [...new Set([config.key?.arn, trail?.key].filter((key) => key !== undefined))],
    evidenceBucket: bucket('evidence'),
    reportBucket: bucket('report'),
    answerBucket: bucket('answer'),
    accessBucket: bucket('access'),
    database: `${name.replaceAll('-', '_')}_log`,
    workgroup: `${name}-log`,
    ledger: `${name}-ledger`,
    bus: `${name}-bus`,
    busArn: regional('events', `event-bus/${name}-bus`),
    alertTopicArn: config.topic ?? regional('sns', `${name}-alerts`),
    tamperTopic: `${name}-tampering`,
    queues: {
      alert: `${name}-alert`,
      critical: `${name}-critical`,
      alertDeadLetters: `${name}-alert-dead-letters`,
      criticalDeadLetters: `${name}-critical-dead-letters`,
    },
    undelivered: `${name}-undelivered`,
    gateUndelivered: `${name}-gate-undelivered`,
    functions: {
      alert: `${name}-alert`,
      critical: `${name}-critical`,
      deadline: `${name}-deadline`,
      report: `${name}-report`,
      checkup: `${name}-checkup`,
    },
    scheduleGroup: `${name}-schedules`,
    schedules: {
      deadline: `${name}-deadline`,
      report: `${name}-report`,
      canary: `${name}-canary`,
      checkup: `${name}-checkup`,
    },
    gateRole: role('gate'),
    webhookSecret: nameOfSecret(config.slack?.webhookSecret ?? `${name}-slack-webhook`),
    webhookParameter: config.slack?.webhookParameter ?? null,
    canaryRole: role('canary'),
    canarySecret: `${name}-canary`,
    checkupRole: role('checkup'),
    alertRole: role('alert'),
    functionRoles: ['alert', 'deadline', 'report', 'checkup'].map(role),
  };
}

/** The Region in which IAM, and STS by its global endpoint, log (aws-facts, section 2). */
function globalRegion(partition: string): string {
  return { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' }[partition] ?? 'us-east-1';
}

/** The name in a full ARN of a secret, which ends in `-` and six characters that AWS adds. */
function nameOfSecret(reference: string): string {
  return (
    parseArn(reference)
      ?.resource.replace(/^secret:/, '')
      .slice(0, -7) ?? reference
  );
}

export function canaryRoleArn(config: Config): string | null {
  return ownNames(config)?.canaryRole ?? null;
}
