import * as iam from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import type { Schedule } from '../../config/names.ts';
import { checkupAfterMinutes, type CheckupTask } from '../../handlers/checkup/environment.ts';
import { ownOf, regionalArn } from '../own.ts';

export interface SchedulesProps {
  readonly config: DeploymentConfig;
  readonly functions: Readonly<Record<'deadline' | 'report' | 'checkup', LambdaFunction>>;
  readonly undelivered: IQueue;
}

interface Scheduled {
  readonly function: keyof SchedulesProps['functions'];
  readonly expression: string;
  readonly timeZone?: string;
  readonly input?: object;
}

/** The canary goes out at this minute of the day, UTC; the checkup follows when the log must hold it. */
const canaryMinute = 5 * 60;

/** What runs when: the deadline every 15 minutes, report weekly, canary and checkup daily. */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, { config, functions, undelivered }: SchedulesProps) {
    super(scope, id);
    const own = ownOf(config);
    const group = new CfnScheduleGroup(this, 'Group', { name: own.scheduleGroup });
    const role = this.role(config, { functions, undelivered });
    for (const [name, scheduled] of Object.entries(schedulesOf(config)) as [Schedule, Scheduled][]) {
      const schedule = new CfnSchedule(this, name, {
        name: own.schedules[name],
        groupName: own.scheduleGroup,
        state: 'ENABLED',
        flexibleTimeWindow: { mode: 'OFF' },
        scheduleExpression: scheduled.expression,
        scheduleExpressionTimezone: scheduled.timeZone ?? 'Etc/UTC',
        target: {
          arn: functions[scheduled.function].functionArn,
          roleArn: role.roleArn,
          input: JSON.stringify(scheduled.input ?? {}),
          retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
          deadLetterConfig: { arn: undelivered.queueArn },
        },
      });
      schedule.addResourceDependency(group);
    }
  }

  /** The role that starts the functions, for schedules of our group alone. */
  private role(
    config: DeploymentConfig,
    { functions, undelivered }: Pick<SchedulesProps, 'functions' | 'undelivered'>,
  ): iam.Role {
    const own = ownOf(config);
    const role = new iam.Role(this, 'Role', {
      roleName: `${own.prefix}schedules`,
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': own.account,
            'aws:SourceArn': regionalArn(
              own,
              'scheduler',
              own.homeRegion,
              `schedule-group/${own.scheduleGroup}`,
            ),
          },
        },
      }),
    });
    new iam.Policy(this, 'Policy', {
      policyName: 'start-functions',
      roles: [role],
      statements: [
        new iam.PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: Object.values(functions).map(({ functionArn }) => functionArn),
        }),
        new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [undelivered.queueArn] }),
      ],
    });
    return role;
  }
}

function schedulesOf({ reportAt }: DeploymentConfig): Record<Schedule, Scheduled> {
  const [hour = '', minute = ''] = reportAt.time.split(':');
  const task = (one: CheckupTask) => ({ task: one });
  return {
    deadline: { function: 'deadline', expression: 'rate(15 minutes)' },
    report: {
      function: 'report',
      expression: `cron(${Number(minute)} ${Number(hour)} ? * ${reportAt.day} *)`,
      timeZone: reportAt.timeZone,
    },
    canary: { function: 'checkup', expression: daily(canaryMinute), input: task('send-canary') },
    checkup: {
      function: 'checkup',
      expression: daily(canaryMinute + checkupAfterMinutes),
      input: task('checkup'),
    },
  };
}

function daily(minuteOfDay: number): string {
  return `cron(${minuteOfDay % 60} ${Math.floor(minuteOfDay / 60)} * * ? *)`;
}
