import { call } from '../calls.ts';
import { awsService } from '../identities.ts';
import { account } from '../places.ts';
import { recordOf } from '../record.ts';
import { someone, type Unit } from './unit.ts';

/** What workloads look at, with what they ask. */
const questions = [
  { service: 'ec2', name: 'DescribeInstances', request: { instancesSet: {}, filterSet: {} } },
  {
    service: 'ec2',
    name: 'DescribeInstanceStatus',
    request: { instancesSet: {}, filterSet: {}, includeAllInstances: true },
  },
  {
    service: 'ec2',
    name: 'DescribeNetworkInterfaces',
    request: { networkInterfaceIdSet: {}, filterSet: {} },
  },
  {
    service: 'ec2',
    name: 'DescribeSecurityGroups',
    request: { securityGroupSet: {}, securityGroupIdSet: {}, filterSet: {} },
  },
  { service: 'rds', name: 'DescribeDBClusters', request: { includeShared: false } },
  { service: 'rds', name: 'DescribeDBInstances', request: null },
  { service: 'logs', name: 'DescribeLogGroups', request: { limit: 50, logGroupNamePrefix: '/apps/' } },
  {
    service: 'logs',
    name: 'DescribeLogStreams',
    request: { logGroupName: '/apps/orders', descending: true },
  },
  { service: 'ec2', name: 'DescribeVolumes', request: { volumeSet: {}, filterSet: {} } },
] as const;

/** A workload looks at machines, databases or logs. */
export const describes: Unit = (at, day) => {
  const question = day.random.pick(questions);
  return [call(at, someone(at, day).caller, { ...question, readOnly: true }, day.random)];
};

/** A log is delivered. */
export const logStream: Unit = (at, { random }) => {
  const service = 'delivery.logs.amazonaws.com';
  const logStreamName = `vpc-0${random.hex(16)}_${random.hex(8)}`;
  return [
    recordOf(
      {
        ...at,
        service: 'logs',
        name: 'CreateLogStream',
        identity: awsService(service),
        ip: service,
        agent: service,
        readOnly: false,
        request: { forAccount: account, logGroupName: '/aws/vpc/flow-logs', logStreamName },
        apiVersion: '20140328',
        shared: random.uuid(),
        tls: false,
      },
      random,
    ),
  ];
};

/** A workload reads plain parameters, undecrypted. */
export const parameters: Unit = (at, day) => {
  const { random } = day;
  const { workload, caller } = someone(at, day);
  const names = ['endpoint', 'log-level', 'feature-set'].map(
    (leaf) => `/config/${workload.role.name}/${leaf}`,
  );
  const resources = names.map((name) => ({
    accountId: account,
    ARN: `arn:aws:ssm:${at.region}:${account}:parameter${name}`,
  }));
  const one = random.below(names.length);
  const parts = random.chance(0.6)
    ? { name: 'GetParameter', request: { name: names[one] }, resources: resources.slice(one, one + 1) }
    : { name: 'GetParameters', request: { names, withDecryption: false }, resources };
  return [call(at, caller, { service: 'ssm', readOnly: true, ...parts }, random)];
};

/** A denial that has nothing to do with secrets. */
export const otherDenial: Unit = (at, day) => {
  const { session, caller } = someone(at, day);
  const arn = `arn:aws:sts::${account}:assumed-role/${session.role.name}/${session.name}`;
  const message = `User: ${arn} is not authorized to perform: logs:DescribeMetricFilters on resource: arn:aws:logs:${at.region}:${account}:log-group::log-stream: because no identity-based policy allows the logs:DescribeMetricFilters action`;
  const error = { code: 'AccessDenied', message };
  return [
    call(at, caller, { service: 'logs', name: 'DescribeMetricFilters', readOnly: true, error }, day.random),
  ];
};
