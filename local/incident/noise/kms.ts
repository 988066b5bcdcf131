import { awsService } from '../identities.ts';
import { account } from '../places.ts';
import { recordOf } from '../record.ts';
import { keyArn } from '../secrets.ts';
import { someone, type Unit } from './unit.ts';

/** Services that encrypt on somebody's behalf, each with the context that it gives KMS. */
const users = [
  { service: 'sqs.amazonaws.com', context: 'aws:sqs:arn', resource: 'sqs:REGION:ACCOUNT:order-events' },
  { service: 'sns.amazonaws.com', context: 'aws:sns:topicArn', resource: 'sns:REGION:ACCOUNT:invoices' },
  {
    service: 'logs.amazonaws.com',
    context: 'aws:logs:arn',
    resource: 'logs:REGION:ACCOUNT:log-group:/apps/orders',
  },
  { service: 's3.amazonaws.com', context: 'aws:s3:arn', resource: 's3:::example-corp-data-REGION' },
  {
    service: 'dynamodb.amazonaws.com',
    context: 'aws:dynamodb:tableName',
    resource: 'dynamodb:REGION:ACCOUNT:carts',
  },
  {
    service: 'lambda.amazonaws.com',
    context: 'aws:lambda:FunctionArn',
    resource: 'lambda:REGION:ACCOUNT:function:mailer',
  },
] as const;

const operations = [
  'Decrypt',
  'Decrypt',
  'Decrypt',
  'GenerateDataKey',
  'GenerateDataKey',
  'Encrypt',
] as const;

/** What is asked of KMS does not change from one call to the next. */
const asked = new Map<string, { readonly request: object; readonly resources: readonly object[] }>();

function questionOf(region: string, user: (typeof users)[number], name: (typeof operations)[number]) {
  const about = `${region} ${user.service} ${name}`;
  const known = asked.get(about);
  if (known !== undefined) return known;
  const key = keyArn(region, account, user.service);
  const arn = `arn:aws:${user.resource.replace('REGION', region).replace('ACCOUNT', account)}`;
  const encryptionContext = { [user.context]: arn };
  const encryptionAlgorithm = 'SYMMETRIC_DEFAULT';
  const requests = {
    Decrypt: { encryptionAlgorithm, encryptionContext },
    Encrypt: { encryptionAlgorithm, keyId: key, encryptionContext },
    GenerateDataKey: { keySpec: 'AES_256', keyId: key, encryptionContext },
  };
  const question = {
    request: requests[name],
    resources: [{ accountId: account, type: 'AWS::KMS::Key', ARN: key }],
  };
  asked.set(about, question);
  return question;
}

/** KMS, called by a service for itself or on a workload's behalf: most of a busy log. */
export function kmsBy(whom: 'service' | 'workload'): Unit {
  return (at, day) => {
    const { random } = day;
    const user = random.pick(users);
    const name = random.pick(operations);
    const { request, resources } = questionOf(at.region, user, name);
    const { service } = user;
    const common = { ip: service, agent: service, readOnly: true, request, resources, tls: false } as const;
    const { time, region } = at;
    const call =
      whom === 'service'
        ? {
            time,
            region,
            service: 'kms',
            name,
            identity: awsService(service),
            shared: random.uuid(),
            ...common,
          }
        : {
            time,
            region,
            service: 'kms',
            name,
            identity: someone(at, day).caller.through(service, random),
            ...common,
          };
    return [recordOf(call, random)];
  };
}
