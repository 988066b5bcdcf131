import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import type { Detection } from '../../detections/catalogue/detection.ts';
import { gateRules, tamperRules } from '../../detections/gate/rules.ts';
import { OwnAlarm } from '../alarm.ts';
import { gateAlarms } from '../gate/alarms.ts';
import { GateForwarding } from '../gate/gate-forwarding.ts';
import { TamperCopies } from '../gate/tamper-copies.ts';
import { ownOf } from '../own.ts';
import { TopicForPeople } from '../topic-for-people.ts';
import { admitRules, DeadLetterQueue } from '../watch/dead-letter-queue.ts';

export interface GateStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly detections: readonly Detection[];
  readonly region: string;
}

/**
 * What lets one Region's events in. CloudTrail's events come to the default bus of the Region that they are logged in, and
 * nowhere else: every watched Region has one of these, the home Region too.
 */
export class GateStack extends Stack {
  constructor(scope: Construct, id: string, { config, detections, region, ...props }: GateStackProps) {
    super(scope, id, props);
    const own = ownOf(config);
    const rules = { gate: gateRules(config, detections), tamper: tamperRules(config, detections) };
    const { queue: undelivered } = new DeadLetterQueue(this, 'Undelivered', {
      name: own.gateUndelivered,
      ofQueue: false,
    });
    admitRules(undelivered, config, { region, rules: [`${own.prefix}gate-*`, `${own.prefix}tamper-*`] });
    new GateForwarding(this, 'Gate', { config, rules: rules.gate, undelivered });
    const { topic } = new TopicForPeople(this, 'Tampering', {
      config,
      name: own.tamperTopic,
      region,
      displayName: 'Glasswatch tampering',
      fromRules: true,
    });
    new TamperCopies(this, 'Tamper', { config, rules: rules.tamper, topic, undelivered });
    for (const alarm of gateAlarms(config, [...rules.gate, ...rules.tamper]))
      new OwnAlarm(this, `${alarm.id}${alarm.part ?? ''}`, {
        config,
        region,
        topicArn: topic.topicArn,
        alarm,
      });
  }
}
