import { ownNames, type OwnNames } from '../../config/names.ts';
import type { Config } from '../../config/schema.ts';
import type { Detection } from '../../detections/catalogue/detection.ts';
import { gateRules, queueRules, tamperRules, type Rule } from '../../detections/gate/rules.ts';
import { glueTable, type GlueTable } from '../../queries/glue-table.ts';

/** A rule, and the ARN of what it must lead to. */
export interface ExpectedRule extends Rule {
  readonly target: string;
}

/** The trail, ours or adopted, as the config has it. */
export interface ExpectedTrail {
  readonly arn: string;
  readonly bucket: string;
  /** Without slashes at its ends; empty: none. */
  readonly prefix: string;
  /** The organization's id where it is an organization trail. */
  readonly organization: string | null;
}

/** What of Glasswatch should stand where: the expectation that the account is compared with. */
export interface Deployment {
  readonly config: Config;
  readonly names: OwnNames;
  readonly trail: ExpectedTrail;
  /** On the default bus of a watched Region. */
  gateRules(region: string): readonly ExpectedRule[];
  readonly busRules: readonly ExpectedRule[];
  /** ARNs, by Region. */
  topics(region: string): readonly string[];
  /** Names, by Region. */
  deadLetterQueues(region: string): readonly string[];
  readonly functions: readonly string[];
  readonly schedules: readonly string[];
  readonly table: GlueTable;
}

/** What a config makes stand where; null where it names no account. */
export function deploymentOf(config: Config, detections: readonly Detection[]): Deployment | null {
  const names = ownNames(config);
  if (names === null) return null;
  const { account, partition, homeRegion } = names;
  const arn = (service: string, region: string, name: string) =>
    `arn:${partition}:${service}:${region}:${account}:${name}`;
  const leadingTo = (target: string, rules: readonly Rule[]) => rules.map((rule) => ({ ...rule, target }));
  const tamperTopic = (region: string) => arn('sns', region, names.tamperTopic);
  const { alert, critical } = queueRules(config, detections);
  const { alertDeadLetters, criticalDeadLetters } = names.queues;
  return {
    config,
    names,
    trail: {
      arn: names.trailArn,
      bucket: names.logBucket,
      prefix: names.logPrefix,
      organization: config.trail?.organizationId ?? null,
    },
    gateRules: (region) => [
      ...leadingTo(names.busArn, gateRules(config, detections)),
      ...leadingTo(tamperTopic(region), tamperRules(config, detections)),
    ],
    busRules: [
      ...leadingTo(arn('sqs', homeRegion, names.queues.alert), alert),
      ...leadingTo(arn('sqs', homeRegion, names.queues.critical), critical),
    ],
    topics: (region) => [...(region === homeRegion ? [names.alertTopicArn] : []), tamperTopic(region)],
    deadLetterQueues: (region) => [
      ...(region === homeRegion ? [alertDeadLetters, criticalDeadLetters, names.undelivered] : []),
      names.gateUndelivered,
    ],
    functions: Object.values(names.functions),
    schedules: Object.values(names.schedules),
    table: glueTable({
      bucket: names.logBucket,
      account,
      prefix: names.logPrefix,
      organization: config.trail?.organizationId ?? null,
      regions: names.watchedRegions,
      // Of no account in it, and not compared.
      firstDay: '2000/01/01',
    }),
  };
}
