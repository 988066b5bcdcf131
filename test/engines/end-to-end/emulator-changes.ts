/** A template as the CDK writes it. */
export interface Template {
  readonly Resources: Record<string, TemplateResource>;
}
interface TemplateResource {
  readonly Type: string;
  DependsOn?: string | string[];
  readonly Properties: Record<string, unknown>;
}

/** What the deployed functions find in the test's process and folder. */
export interface Surroundings {
  /** URL of what stands in for Athena; without, the emulator's own is asked. */
  readonly athena?: string | undefined;
  /** File that says how many ms ahead of the machine's the functions' clock is. */
  readonly clock: string;
}

/** One difference between what is synthesized and what is deployed into the emulator. */
export interface EmulatorChange {
  readonly what: string;
  readonly reason: string;
  /** Makes the change; answers how many resources it touched. */
  readonly apply: (template: Template, surroundings: Surroundings) => number;
}

/** Types that the emulator has no CloudFormation for. The list must not grow unnoticed: a test counts what was dropped. */
const refusedTypes: readonly string[] = ['AWS::CloudTrail::Trail', 'AWS::Events::EventBusPolicy'];

/**
 * All that is changed of the synthesized templates. Everything else is deployed as AWS would get it: patterns, rule states,
 * roles and policies, queues, redrive, event source mappings, code.
 */
export const emulatorChanges: readonly EmulatorChange[] = [
  {
    what: 'the trail and the policy of our bus are left out',
    reason:
      'The emulator has no CloudFormation for them. The test plays CloudTrail; the gate role alone lets events onto the bus.',
    apply: ({ Resources }) => {
      const gone = Object.keys(Resources).filter((id) => refusedTypes.includes(Resources[id]?.Type ?? ''));
      for (const id of gone) Reflect.deleteProperty(Resources, id);
      for (const resource of Object.values(Resources)) {
        const left = [resource.DependsOn ?? []].flat().filter((id) => !gone.includes(id));
        if (left.length > 0) resource.DependsOn = left;
        else delete resource.DependsOn;
      }
      return gone.length;
    },
  },
  {
    what: 'schedules run every minute',
    reason: 'No test waits for Monday, nor for a quarter of an hour.',
    apply: ({ Resources }) => {
      const schedules = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Scheduler::Schedule');
      for (const { Properties } of schedules) Properties.ScheduleExpression = 'rate(1 minute)';
      return schedules.length;
    },
  },
  {
    what: 'alarms on expressions watch nothing',
    reason: 'The emulator refuses metric math in alarms. They stay, because the dashboard names them.',
    apply: ({ Resources }) => {
      const alarms = Object.values(Resources).filter(
        ({ Type, Properties }) => Type === 'AWS::CloudWatch::Alarm' && Properties.Metrics !== undefined,
      );
      for (const { Properties } of alarms) {
        delete Properties.Metrics;
        Object.assign(Properties, { Namespace: 'none', MetricName: 'none', Period: 60, Statistic: 'Sum' });
      }
      return alarms.length;
    },
  },
  {
    what: 'policies of queues, topics and buckets do not deny what comes without TLS',
    reason: 'The emulator speaks plain HTTP, on 127.0.0.1, and enforces that denial.',
    apply: ({ Resources }) => {
      let touched = 0;
      for (const { Properties } of Object.values(Resources)) {
        const policy = Properties.PolicyDocument as { Statement: object[] } | undefined;
        if (policy === undefined) continue;
        const left = policy.Statement.filter((one) => !isAboutTls(one));
        if (left.length < policy.Statement.length) touched += 1;
        policy.Statement = left.length > 0 ? left : [denyNothing];
      }
      return touched;
    },
  },
  {
    what: 'what a queue hands out and gets back is handed out again after 5 seconds',
    reason:
      'An event of both queues is held by one function and comes back to the other: no test waits 6 minutes for that.',
    apply: ({ Resources }) => {
      const queues = Object.values(Resources).filter(
        ({ Type, Properties }) => Type === 'AWS::SQS::Queue' && Properties.VisibilityTimeout !== undefined,
      );
      for (const { Properties } of queues) Properties.VisibilityTimeout = 5;
      return queues.length;
    },
  },
  {
    what: 'functions ask the log at an address of the test',
    reason:
      'The emulator’s Athena knows no function of Trino’s: our endpoint over DuckDB answers in its place.',
    apply: ({ Resources }, { athena }) => {
      if (athena === undefined) return 0;
      const all = environmentsOf(Resources);
      for (const variables of all) variables.AWS_ENDPOINT_URL_ATHENA = athena;
      return all.length;
    },
  },
  {
    what: 'functions go by a clock that the test can set ahead',
    reason: 'No test waits an hour for a reminder, nor a day until the log has told all.',
    apply: ({ Resources }, { clock }) => {
      const all = environmentsOf(Resources);
      for (const variables of all) {
        variables.NODE_OPTIONS = `${variables.NODE_OPTIONS ?? ''} --import ${clockModule}`.trim();
        variables.TEST_CLOCK_FILE = clock;
      }
      return all.length;
    },
  },
];

const clockModule = new URL('clock.mjs', import.meta.url).href;

function environmentsOf(resources: Template['Resources']): Record<string, string>[] {
  return Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => (Properties.Environment as { Variables: Record<string, string> }).Variables);
}

/** A policy must say something. */
const denyNothing = {
  Effect: 'Deny',
  Principal: { AWS: 'arn:aws:iam::999999999999:root' },
  Action: 'none:None',
  Resource: '*',
};

function isAboutTls(statement: object): boolean {
  const text = JSON.stringify(statement);
  return text.includes('aws:SecureTransport') || text.includes('s3:TlsVersion');
}

/** What the emulator cannot show, and where it is shown instead. */
export const notShown: Readonly<Record<string, string>> = {
  'a second Region: cross-Region targets are accepted and not delivered':
    'test/infra/structure.test.ts: every gate rule of every Region names our bus and its role',
  'the policy of our bus': 'test/infra/watch.test.ts',
  'the trail and its selectors': 'test/infra/audit-log.test.ts',
  'alarms firing: only AWS/Lambda metrics are published there': 'test/infra/structure.test.ts',
  'dead-letter queues and retry policies of rules and schedules': 'test/infra/structure.test.ts',
  'roles of Scheduler, permissions of mappings, of sns:Publish, key grants: not checked there':
    'test/infra/structure.test.ts',
  'TLS only': 'test/infra/structure.test.ts',
  'TTL of the ledger': 'test/infra/audit-log.test.ts',
  'the ledger under contention': 'test/engines/ledger on DynamoDBLocal',
  'a rotation by its function: RotateSecret makes a new version at once, and the test tells its events':
    'test/handlers/deadline/cases/rotations.test.ts',
  'the event history, but for calls of few services': 'test/engines/emulator/doctor.test.ts',
  'Athena: its place is taken by our endpoint over DuckDB': 'test/engines/trino.test.ts',
};
