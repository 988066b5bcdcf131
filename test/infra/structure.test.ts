import { describe, expect, it } from 'vitest';
import { configs, type ConfigName } from './configs.ts';
import {
  ofType,
  resolved,
  templateNamed,
  templatesOf,
  type Fields,
  type Resource,
  type Template,
} from './deployed.ts';
import { policyOn, statementsOf, statementsOfRole, type Statement } from './policies.ts';

const account = '111122223333';

/** Every resource of a type in all stacks, with its template; never none, or a test would pass on nothing. */
function everyOf(templates: readonly Template[], ...types: string[]): [Template, Resource][] {
  const found = templates.flatMap((template) =>
    types.flatMap((type) =>
      ofType(template, type).map((resource) => [template, resource] as [Template, Resource]),
    ),
  );
  expect(found.length, types.join(', ')).toBeGreaterThan(0);
  return found;
}

/** ARN of a queue, topic or function of a template, as its physical name makes it. */
function arnOf({ region }: Template, { Type, Properties }: Resource): string {
  const [service, name] = {
    'AWS::SQS::Queue': ['sqs', Properties.QueueName],
    'AWS::SNS::Topic': ['sns', Properties.TopicName],
    'AWS::Lambda::Function': ['lambda', `function:${String(Properties.FunctionName)}`],
  }[Type] ?? ['', ''];
  return `arn:aws:${String(service)}:${region}:${account}:${String(name)}`;
}

/** The resource that a value of the template means: by reference, or by the ARN that its name makes. */
function meant(template: Template, value: unknown): Resource | undefined {
  const text = String(resolved(value));
  return template.resources.find((one) => `ref:${one.id}` === text || arnOf(template, one) === text);
}

function lets(statement: Statement, principal: string, action: string): boolean {
  return (
    statement.effect === 'Allow' &&
    statement.principals.includes(principal) &&
    statement.actions.includes(action)
  );
}

/** Whether an ARN is among those of a condition with `*`. */
function covers(patterns: unknown, arn: string): boolean {
  return [patterns].flat().some((pattern) =>
    new RegExp(
      `^${String(pattern)
        .split('*')
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    ).test(arn),
  );
}

const sourceArn = ({ conditions }: Statement) =>
  Object.values(conditions)
    .map((one) => (one as Fields)['aws:SourceArn'])
    .find((one) => one !== undefined);

function ruleArn({ region }: Template, { Properties }: Resource): string {
  const bus = typeof Properties.EventBusName === 'string' ? `${Properties.EventBusName}/` : '';
  return `arn:aws:events:${region}:${account}:rule/${bus}${String(Properties.Name)}`;
}

interface Target {
  readonly Arn: unknown;
  readonly RoleArn?: string;
  readonly DeadLetterConfig?: { readonly Arn: unknown };
  readonly RetryPolicy?: Fields;
}

describe.each(Object.keys(configs) as ConfigName[])('the stacks of the %s config', (name) => {
  const templates = templatesOf(configs[name]);
  const watch = templateNamed(templates, '-watch');

  it('let every rule call its target, keep what it cannot hand on, and try long', () => {
    for (const [template, rule] of everyOf(templates, 'AWS::Events::Rule')) {
      const targets = rule.Properties.Targets as Target[];
      expect(targets).toHaveLength(1);
      for (const target of targets) {
        const letters = meant(template, target.DeadLetterConfig?.Arn);
        expect(letters?.Type).toBe('AWS::SQS::Queue');
        expect(target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
        for (const queue of [letters, meant(template, target.Arn)]) {
          if (queue?.Type !== 'AWS::SQS::Queue') continue;
          const allowing = policyOn(template, queue).filter((one) =>
            lets(one, 'events.amazonaws.com', 'sqs:SendMessage'),
          );
          expect(allowing.some((one) => covers(sourceArn(one), ruleArn(template, rule)))).toBe(true);
        }
        const topic = meant(template, target.Arn);
        if (topic?.Type === 'AWS::SNS::Topic')
          expect(
            policyOn(template, topic).some((one) => lets(one, 'events.amazonaws.com', 'sns:Publish')),
          ).toBe(true);
        if (target.RoleArn !== undefined) expectRoleMayForward(watch, target, ruleArn(template, rule));
      }
    }
  });

  it('let every alarm publish to its topic, which no customer key can silence', () => {
    for (const [template, alarm] of everyOf(templates, 'AWS::CloudWatch::Alarm')) {
      const { AlarmActions: actions, OKActions: ends, AlarmName: alarmName } = alarm.Properties;
      expect(resolved(ends)).toEqual(resolved(actions));
      const [action] = actions as unknown[];
      const topic = meant(template, action);
      if (topic === undefined) {
        // An adopted topic: its policy is its owner's (docs/operations.md).
        expect(action).toBe((configs[name] as { topic?: string }).topic);
        continue;
      }
      expect(topic.Properties.KmsMasterKeyId).toBeUndefined();
      const arn = `arn:aws:cloudwatch:${template.region}:${account}:alarm:${String(alarmName)}`;
      const allowing = policyOn(template, topic).filter((one) =>
        lets(one, 'cloudwatch.amazonaws.com', 'sns:Publish'),
      );
      expect(allowing.some((one) => covers(sourceArn(one), arn))).toBe(true);
    }
  });

  it('watch every dead-letter queue by an alarm', () => {
    let watched = 0;
    for (const [template, queue] of everyOf(templates, 'AWS::SQS::Queue')) {
      const dead = /dead-letters$|undelivered$/.test(String(queue.Properties.QueueName));
      if (!dead) {
        expect(queue.Properties.RedrivePolicy, queue.id).toBeDefined();
        continue;
      }
      watched += 1;
      const alarms = ofType(template, 'AWS::CloudWatch::Alarm').filter(({ Properties }) =>
        JSON.stringify(Properties.Dimensions ?? []).includes(JSON.stringify(queue.Properties.QueueName)),
      );
      expect(alarms.map(({ Properties }) => Properties.MetricName)).toContain(
        'ApproximateNumberOfMessagesVisible',
      );
    }
    expect(watched).toBe(3 + templates.length - 2);
  });

  it('give every function its own log with an end, traces, and a place for what failed', () => {
    for (const [template, one] of everyOf(templates, 'AWS::Lambda::Function')) {
      const { LoggingConfig: logging, TracingConfig: tracing, FunctionName: functionName } = one.Properties;
      const group = meant(template, (logging as Fields).LogGroup);
      expect(group?.Properties).toMatchObject({
        LogGroupName: `/aws/lambda/${String(functionName)}`,
        RetentionInDays: 365,
      });
      expect(logging).toMatchObject({ LogFormat: 'JSON' });
      expect(tracing).toEqual({ Mode: 'Active' });
      expect(one.Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(one.Properties.VpcConfig).toBeUndefined();
      const fed = ofType(template, 'AWS::Lambda::EventSourceMapping').filter(
        ({ Properties }) => meant(template, Properties.FunctionName) === one,
      );
      const failing = ofType(template, 'AWS::Lambda::EventInvokeConfig').filter(
        ({ Properties }) => meant(template, Properties.FunctionName) === one,
      );
      expect(fed.length + failing.length).toBe(1);
      for (const { Properties } of failing) {
        const destination = (Properties.DestinationConfig as { OnFailure: { Destination: unknown } })
          .OnFailure.Destination;
        expect(meant(template, destination)?.Type).toBe('AWS::SQS::Queue');
        const role = meant(template, one.Properties.Role);
        expect(role).toBeDefined();
        if (role !== undefined)
          expect(
            statementsOfRole(template, role).some(
              ({ actions, resources }) =>
                actions.includes('sqs:SendMessage') && resources.includes(String(resolved(destination))),
            ),
          ).toBe(true);
      }
    }
  });

  it('give a queue six times the time of the function that it feeds, and take failures one by one', () => {
    for (const [template, { Properties }] of everyOf(templates, 'AWS::Lambda::EventSourceMapping')) {
      const queue = meant(template, Properties.EventSourceArn);
      const fed = meant(template, Properties.FunctionName);
      expect(queue?.Properties.VisibilityTimeout).toBe(6 * Number(fed?.Properties.Timeout));
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      expect((Properties.ScalingConfig as Fields).MaximumConcurrency).toBeGreaterThanOrEqual(2);
      const { maxReceiveCount } = queue?.Properties.RedrivePolicy as { maxReceiveCount: number };
      const variables = (fed?.Properties.Environment as { Variables: Fields }).Variables;
      expect(maxReceiveCount).toBeGreaterThan(Number(variables.MAX_RECEIVES));
      expect(variables.FUNCTION_TIMEOUT).toBe(String(fed?.Properties.Timeout));
    }
  });

  it('let a function hide messages in the queue that feeds it, and in no other queue than those of its role', () => {
    for (const [template, { Properties }] of everyOf(templates, 'AWS::Lambda::EventSourceMapping')) {
      const fed = meant(template, Properties.FunctionName);
      const variables = (fed?.Properties.Environment as { Variables: Fields }).Variables;
      expect(meant(template, variables.QUEUE_URL)).toBe(meant(template, Properties.EventSourceArn));
      const role = meant(template, fed?.Properties.Role);
      const hidden = (role === undefined ? [] : statementsOfRole(template, role))
        .filter(
          ({ effect, actions }) => effect === 'Allow' && actions.includes('sqs:ChangeMessageVisibility'),
        )
        .flatMap(({ resources }) =>
          resources.map((one) => String(meant(template, one)?.Properties.QueueName)),
        );
      expect(hidden.sort()).toEqual([
        expect.stringMatching(/^[\w-]+-alert$/),
        expect.stringMatching(/^[\w-]+-critical$/),
      ]);
    }
  });

  it('start every schedule with a role that may, and keep what did not start', () => {
    for (const [template, { Properties }] of everyOf(templates, 'AWS::Scheduler::Schedule')) {
      const target = Properties.Target as Target;
      expect(Properties.State).toBe('ENABLED');
      const role = meant(template, target.RoleArn);
      const letters = meant(template, target.DeadLetterConfig?.Arn);
      expect(letters?.Type).toBe('AWS::SQS::Queue');
      const statements = role === undefined ? [] : statementsOfRole(template, role);
      const may = (action: string, resource: unknown) =>
        statements.some(
          ({ actions, resources }) =>
            actions.includes(action) && resources.includes(String(resolved(resource))),
        );
      expect(may('lambda:InvokeFunction', target.Arn)).toBe(true);
      expect(may('sqs:SendMessage', target.DeadLetterConfig?.Arn)).toBe(true);
    }
  });

  it('let nobody in without TLS: buckets, queues, topics', () => {
    for (const [template, one] of everyOf(
      templates,
      'AWS::S3::Bucket',
      'AWS::SQS::Queue',
      'AWS::SNS::Topic',
    )) {
      const refusing = policyOn(template, one).filter(
        ({ effect, conditions }) =>
          effect === 'Deny' && (conditions.Bool as Fields | undefined)?.['aws:SecureTransport'] === 'false',
      );
      expect(refusing, one.id).toHaveLength(1);
    }
  });

  it('let services in for resources of ours alone', () => {
    const policies = everyOf(
      templates,
      'AWS::SQS::QueuePolicy',
      'AWS::SNS::TopicPolicy',
      'AWS::S3::BucketPolicy',
    );
    const keys = templates.flatMap((template) => ofType(template, 'AWS::KMS::Key'));
    const documents = [
      ...policies.map(([, one]) => one.Properties.PolicyDocument),
      ...keys.map((one) => one.Properties.KeyPolicy),
    ];
    const toServices = documents
      .flatMap(statementsOf)
      .filter(
        ({ effect, principals }) =>
          effect === 'Allow' && principals.some((one) => one.endsWith('.amazonaws.com')),
      );
    expect(toServices.length).toBeGreaterThan(0);
    for (const statement of toServices) {
      // EventBridge gives SNS nothing to check: infra/topic-for-people.ts says why.
      if (statement.sid === 'RulesPublish') continue;
      expect(sourceArn(statement), statement.sid).toBeDefined();
    }
  });

  it('let no function read a secret but the webhook', () => {
    const webhook = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:glasswatch-slack-webhook-??????';
    const expected = name === 'full' ? [webhook] : [];
    for (const [template, one] of everyOf(templates, 'AWS::Lambda::Function')) {
      const role = meant(template, one.Properties.Role);
      const statements = role === undefined ? [] : statementsOfRole(template, role);
      const reading = statements.filter(({ actions }) => actions.includes('secretsmanager:GetSecretValue'));
      const allowed = reading.filter(({ effect }) => effect === 'Allow');
      expect(allowed.flatMap(({ resources }) => resources)).toEqual(expected);
      const [denied] = reading.filter(({ effect }) => effect === 'Deny');
      expect(denied?.notResources).toEqual(expected);
      expect(denied?.resources).toEqual(expected.length > 0 ? [] : ['*']);
      expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual(
        [],
      );
    }
  });

  it('grant "*" as a whole only where AWS knows nothing narrower', () => {
    const nothingNarrower = new Set([
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
      'secretsmanager:ListSecrets',
      'cloudtrail:DescribeTrails',
      'cloudtrail:LookupEvents',
      'cloudwatch:GetMetricData',
      'events:ListRules',
      'ssm:DescribeParameters',
    ]);
    const granted = everyOf(templates, 'AWS::IAM::Policy')
      .flatMap(([, { Properties }]) => statementsOf(Properties.PolicyDocument))
      .filter(({ effect, resources }) => effect === 'Allow' && resources.includes('*'))
      .flatMap(({ actions }) => actions);
    expect(granted.length).toBeGreaterThan(0);
    expect(granted.filter((action) => !nothingNarrower.has(action))).toEqual([]);
  });

  it('stay within what CloudFormation takes', () => {
    for (const template of templates) {
      expect(template.resources.length).toBeLessThanOrEqual(500);
      expect(template.text.length).toBeLessThanOrEqual(1_000_000);
    }
  });

  it('are the same whenever they are made', () => {
    expect(templatesOf(configs[name]).map(({ text }) => text)).toEqual(templates.map(({ text }) => text));
  });
});

/** The role of a forwarding rule: assumed for that rule, and good for the bus alone. */
function expectRoleMayForward(watch: Template, { Arn, RoleArn }: Target, rule: string): void {
  const role = ofType(watch, 'AWS::IAM::Role').find(({ Properties }) =>
    RoleArn?.endsWith(`:role/${String(Properties.RoleName)}`),
  );
  expect(role).toBeDefined();
  if (role === undefined) return;
  const [trust] = statementsOf(role.Properties.AssumeRolePolicyDocument);
  expect(trust?.principals).toEqual(['events.amazonaws.com']);
  expect(trust !== undefined && covers(sourceArn(trust), rule)).toBe(true);
  expect(statementsOfRole(watch, role)).toMatchObject([{ actions: ['events:PutEvents'], resources: [Arn] }]);
}
