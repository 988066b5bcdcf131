import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alertMetrics } from '../../config/metrics.ts';
import { severities } from '../../config/severity.ts';
import { dispositions } from '../../handlers/alert/disposition.ts';
import { configs, type ConfigName } from './configs.ts';
import { ofType, resolved, templateNamed, templatesOf, type Fields, type Template } from './deployed.ts';
import { statementsOf } from './policies.ts';

const all = Object.fromEntries(
  (Object.keys(configs) as ConfigName[]).map((name) => [name, templatesOf(configs[name])]),
) as Record<ConfigName, Template[]>;
const watchOf = (name: ConfigName) => templateNamed(all[name], '-watch');

function roleNamed(template: Template, name: string): Fields {
  const role = ofType(template, 'AWS::IAM::Role').find(({ Properties }) => Properties.RoleName === name);
  if (role === undefined) throw new Error(`no role ${name}`);
  return role.Properties;
}

describe('the stacks', () => {
  it('are one that keeps, one that runs, and one for every watched Region, us-east-1 always among them', () => {
    expect(all.small.map(({ stack, region }) => `${stack} ${region}`)).toEqual([
      'glasswatch-audit-log eu-central-1',
      'glasswatch-watch eu-central-1',
      'glasswatch-gate-eu-central-1 eu-central-1',
      'glasswatch-gate-eu-west-1 eu-west-1',
      'glasswatch-gate-us-east-1 us-east-1',
    ]);
  });

  it('forward from every Region straight to our bus in the home Region: one hop, no further one', () => {
    const bus = 'arn:aws:events:eu-central-1:111122223333:event-bus/glasswatch-bus';
    for (const gate of all.small.filter(({ stack }) => stack.includes('-gate-'))) {
      const forwarding = ofType(gate, 'AWS::Events::Rule').filter(({ Properties }) =>
        String(Properties.Name).startsWith('glasswatch-gate-'),
      );
      expect(forwarding.length).toBeGreaterThan(2);
      for (const { Properties } of forwarding) {
        expect(Properties.EventBusName).toBeUndefined();
        expect(Properties.Targets).toMatchObject([{ Arn: bus }]);
      }
    }
    const onOurBus = ofType(watchOf('small'), 'AWS::Events::Rule');
    expect(onOurBus.length).toBeGreaterThan(2);
    for (const { Properties } of onOurBus) expect(Properties.EventBusName).toBe('glasswatch-bus');
  });

  it('tell in every Region that the gate was made: by the bus, to the alert queue', () => {
    const armed = (template: Template) =>
      ofType(template, 'AWS::Events::Rule').filter(({ Properties }) =>
        JSON.stringify(Properties.EventPattern).includes('CloudFormation Stack Status Change'),
      );
    for (const gate of all.small.filter(({ stack }) => stack.includes('-gate-'))) {
      const [rule, ...more] = armed(gate);
      expect(more).toEqual([]);
      expect(JSON.stringify(rule?.Properties.EventPattern)).toContain(`:stack/${gate.stack}/`);
      expect(rule?.Properties).toMatchObject({ Name: 'glasswatch-gate-armed-1', State: 'ENABLED' });
    }
    const [onBus] = armed(watchOf('small'));
    const queue = ofType(watchOf('small'), 'AWS::SQS::Queue').find(
      ({ Properties }) => Properties.QueueName === 'glasswatch-alert',
    );
    expect(onBus?.Properties.EventBusName).toBe('glasswatch-bus');
    expect(resolved(onBus?.Properties.Targets)).toMatchObject([{ Arn: `ref:${queue?.id ?? ''}` }]);
  });

  it('copy tampering to people by five fields, none of which can hold a token', () => {
    const gate = templateNamed(all.full, '-gate-us-east-1');
    const copying = ofType(gate, 'AWS::Events::Rule').filter(({ Properties }) =>
      String(Properties.Name).startsWith('glasswatch-tamper-'),
    );
    expect(copying.length).toBeGreaterThan(0);
    for (const { Properties } of copying) {
      const [target] = Properties.Targets as {
        Arn: unknown;
        InputTransformer: { InputPathsMap: Fields; InputTemplate: string };
      }[];
      expect(Object.values(target?.InputTransformer.InputPathsMap ?? {}).sort()).toEqual([
        '$.detail.awsRegion',
        '$.detail.eventID',
        '$.detail.eventName',
        '$.detail.eventTime',
        '$.detail.userIdentity.arn',
      ]);
      expect(target?.InputTransformer.InputTemplate).not.toContain('aws.events');
      expect(String(resolved(target?.Arn))).toMatch(/^ref:Tampering/);
    }
  });

  it('let only the gates put events on our bus', () => {
    const [policy] = ofType(watchOf('small'), 'AWS::Events::EventBusPolicy');
    expect(policy?.Properties.Statement).toMatchObject({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/glasswatch-gate' } },
    });
  });

  it('put every address on every topic', () => {
    for (const template of all.full.slice(1)) {
      const addresses = ofType(template, 'AWS::SNS::Subscription').map(
        ({ Properties }) => Properties.Endpoint,
      );
      expect(addresses).toEqual(['soc@example.com', 'on-call@example.com']);
    }
  });
});

describe('functions', () => {
  const variablesOf = (name: ConfigName, functionName: string) => {
    const found = ofType(watchOf(name), 'AWS::Lambda::Function').find(
      ({ Properties }) => Properties.FunctionName === functionName,
    );
    return resolved((found?.Properties.Environment as { Variables: Fields }).Variables) as Fields;
  };

  it('know where the webhook is, by secret or by parameter, or not at all', () => {
    const secret = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:glasswatch-slack-webhook';
    expect(variablesOf('full', 'glasswatch-alert').WEBHOOK_SECRET_ARN).toBe(secret);
    expect(variablesOf('adopting', 'glasswatch-alert').WEBHOOK_PARAMETER_NAME).toBe(
      '/security/slack-webhook',
    );
    expect(
      Object.keys(variablesOf('small', 'glasswatch-alert')).filter((key) => key.startsWith('WEBHOOK')),
    ).toEqual([]);
  });

  it('tell through our topic, or the adopted one', () => {
    expect(variablesOf('small', 'glasswatch-critical').TOPIC_ARN).toBe(
      'arn:aws:sns:eu-central-1:111122223333:glasswatch-alerts',
    );
    expect(variablesOf('adopting', 'glasswatch-critical').TOPIC_ARN).toBe(configs.adopting.topic);
    expect(ofType(watchOf('adopting'), 'AWS::SNS::Topic')).toEqual([]);
  });

  it('never show a request in a trace: the path of a webhook is its password', () => {
    for (const name of ['alert', 'critical', 'deadline', 'report', 'checkup']) {
      expect(variablesOf('full', `glasswatch-${name}`)).toMatchObject({
        POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS: 'false',
        POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'false',
        NODE_OPTIONS: '--enable-source-maps',
      });
    }
  });
});

it('schedules run the deadline every quarter of an hour, the checkup after its canary, the report when asked', () => {
  const schedules = ofType(watchOf('full'), 'AWS::Scheduler::Schedule').map(({ Properties }) => [
    Properties.Name,
    Properties.ScheduleExpression,
    Properties.ScheduleExpressionTimezone,
    (Properties.Target as Fields).Input,
  ]);
  expect(schedules).toEqual([
    ['glasswatch-deadline', 'rate(15 minutes)', 'Etc/UTC', '{}'],
    ['glasswatch-report', 'cron(30 6 ? * WED *)', 'Europe/Berlin', '{}'],
    ['glasswatch-canary', 'cron(0 5 * * ? *)', 'Etc/UTC', '{"task":"send-canary"}'],
    ['glasswatch-checkup', 'cron(5 6 * * ? *)', 'Etc/UTC', '{"task":"checkup"}'],
  ]);
});

describe('roles', () => {
  it('the canary can do nothing, and only the checkup assumes it', () => {
    const template = watchOf('small');
    const canary = ofType(template, 'AWS::IAM::Role').find(
      ({ Properties }) => Properties.RoleName === 'glasswatch-canary',
    );
    expect(canary?.Properties.ManagedPolicyArns ?? canary?.Properties.Policies).toBeUndefined();
    const naming = ofType(template, 'AWS::IAM::Policy').filter(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes(JSON.stringify(canary?.id)),
    );
    expect(naming).toEqual([]);
    const checkup = ofType(template, 'AWS::IAM::Role').find(
      ({ Properties }) => Properties.RoleName === 'glasswatch-checkup',
    );
    const [trust] = statementsOf(canary?.Properties.AssumeRolePolicyDocument);
    expect(trust?.principals).toEqual([`ref:${checkup?.id ?? ''}`]);
  });

  it('the emergency role lasts two hours, wants MFA, and bears the name of who opened it', () => {
    const role = roleNamed(watchOf('full'), 'BREAK-GLASS-ADMIN');
    expect(role.MaxSessionDuration).toBe(7_200);
    const statements = statementsOf(role.AssumeRolePolicyDocument);
    expect(statements.filter(({ actions }) => actions.includes('sts:AssumeRole'))).toHaveLength(2);
    for (const { conditions } of statements)
      expect(conditions.Bool).toEqual({ 'aws:MultiFactorAuthPresent': 'true' });
    const [ofUser] = statements.filter(({ principals }) =>
      principals.includes('arn:aws:iam::111122223333:user/ana'),
    );
    expect(ofUser?.conditions.StringLike).toEqual({
      'sts:RoleSessionName': '${aws:username}',
      'sts:SourceIdentity': '${aws:username}',
    });
  });

  it('the emergency role is made only where the config asks for it', () => {
    expect(() => roleNamed(watchOf('small'), 'BREAK-GLASS-ADMIN')).toThrow();
  });
});

describe('every alarm', () => {
  const alarms = all.full.flatMap((template) =>
    ofType(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) => ({
      region: template.region,
      name: String(Properties.AlarmName),
      text: String(Properties.AlarmDescription).split('\n'),
      missing: Properties.TreatMissingData,
    })),
  );
  const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8').split('\n');

  it('says how bad it is, what is wrong, what to do and where to look', () => {
    expect(alarms.length).toBeGreaterThan(15);
    for (const { region, text } of alarms) {
      const [what = '', todo = '', look = ''] = text;
      expect(severities.some((severity) => what.startsWith(`[${severity}] `))).toBe(true);
      expect(what).toMatch(/\.$/);
      expect(todo).toMatch(/^What to do: docs\/runbook\.md#[a-z-]+$/);
      expect(look).toMatch(
        new RegExp(
          `^Where to look: https://${region}\\.console\\.aws\\.amazon\\.com/[a-z].*region=${region}#`,
        ),
      );
    }
  });

  it('has its section in the runbook', () => {
    const sections = new Set(alarms.map(({ text }) => text[1]?.split('#')[1] ?? ''));
    expect([...sections].filter((section) => !runbook.includes(`## ${section}`))).toEqual([]);
  });

  it('of lost events counts every way in which an event can end', () => {
    expect(alertMetrics.dispositions).toEqual(dispositions);
    const drift = ofType(watchOf('full'), 'AWS::CloudWatch::Alarm').find(
      ({ Properties }) => Properties.AlarmName === 'glasswatch-disposition-drift',
    );
    const counted = JSON.stringify(drift?.Properties.Metrics);
    for (const end of [...dispositions, 'received', 'returned'])
      expect(counted).toContain(`"MetricName":"${end}"`);
  });

  it('takes silence for a fault where silence is one', () => {
    const breaching = new Set(
      alarms.filter(({ missing }) => missing === 'breaching').map(({ name }) => name),
    );
    expect([...breaching].sort()).toEqual(['glasswatch-canary-not-seen', 'glasswatch-deadline-not-running']);
  });
});
