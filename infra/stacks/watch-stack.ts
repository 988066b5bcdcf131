import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import type { Detection } from '../../detections/catalogue/detection.ts';
import { queueRules } from '../../detections/gate/rules.ts';
import { OwnAlarm } from '../alarm.ts';
import type { FunctionCode } from '../function-code.ts';
import { ownOf } from '../own.ts';
import {
  coveredNames,
  coveredWildcards,
  metadataWildcards,
  secretMetadata,
} from '../policy/secret-metadata.ts';
import { TopicForPeople } from '../topic-for-people.ts';
import { watchAlarms } from '../watch/alarms.ts';
import { AlertPath } from '../watch/alert-path.ts';
import { BreakGlassRole } from '../watch/break-glass-role.ts';
import { Canary } from '../watch/canary.ts';
import { Dashboard } from '../watch/dashboard.ts';
import { admitRules, DeadLetterQueue } from '../watch/dead-letter-queue.ts';
import { WatchBus } from '../watch/event-bus.ts';
import { HandlerRole } from '../watch/handler-role.ts';
import { ScheduledFunctions } from '../watch/scheduled-functions.ts';
import { Schedules } from '../watch/schedules.ts';

export interface WatchStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly detections: readonly Detection[];
  readonly code: FunctionCode;
  /** Key of evidence and answers. */
  readonly key: IKey | undefined;
}

/** What runs, in the home Region. It keeps nothing: it can be deleted and made anew. */
export class WatchStack extends Stack {
  constructor(scope: Construct, id: string, { config, detections, code, key, ...props }: WatchStackProps) {
    super(scope, id, props);
    const own = ownOf(config);
    const bus = new WatchBus(this, 'Bus', { config });
    const { queue: undelivered } = new DeadLetterQueue(this, 'Undelivered', {
      name: own.undelivered,
      ofQueue: false,
    });
    admitRules(undelivered, config, {
      region: own.homeRegion,
      rules: [`${own.bus}/${own.prefix}alert-*`, `${own.bus}/${own.prefix}critical-*`],
    });
    if (config.topic === undefined) {
      new TopicForPeople(this, 'Alerts', {
        config,
        name: own.alertTopicArn.split(':').at(-1) ?? '',
        region: own.homeRegion,
        displayName: 'Glasswatch',
        fromRules: false,
      });
    }
    const { role } = new HandlerRole(this, 'AlertRole', {
      config,
      name: own.functions.alert,
      statements: [secretMetadata(config), coveredNames()],
      wildcards: { ...metadataWildcards(config), ...coveredWildcards },
    });
    const rules = queueRules(config, detections);
    for (const [kind, concurrency] of [
      ['critical', 5],
      ['alert', 2],
    ] as const) {
      const path = new AlertPath(this, kind === 'critical' ? 'Critical' : 'Alert', {
        config,
        kind,
        rules: rules[kind],
        code: code.alert,
        role,
        undelivered,
        concurrency,
      });
      path.node.addDependency(bus);
    }
    const scheduled = new ScheduledFunctions(this, 'Scheduled', { config, code, key, undelivered });
    new Schedules(this, 'Schedules', { config, functions: scheduled.functions, undelivered });
    new Canary(this, 'Canary', { config, checkupRole: scheduled.checkupRole.role });
    if (config.breakGlassRole !== undefined)
      new BreakGlassRole(this, 'BreakGlassRole', { role: config.breakGlassRole });
    const alarms = watchAlarms(config).map(
      (alarm) =>
        new OwnAlarm(this, alarm.id, {
          config,
          region: own.homeRegion,
          topicArn: own.alertTopicArn,
          alarm,
        }).alarm,
    );
    new Dashboard(this, 'Dashboard', { config, alarms });
  }
}
