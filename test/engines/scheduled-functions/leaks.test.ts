import { afterEach, describe, expect, it } from 'vitest';
import type { AwsAnswer, AwsCall } from '../../handlers/deployed/aws-server.ts';
import type { Fields } from '../../detections/event-builders.ts';
import { password, type Reply } from '../../handlers/channels/webhook-server.ts';
import { adapterOf, queryOf } from '../../handlers/log-query/athena-desk.ts';
import { canaryOf, leaksIn } from '../../hostile/leaks.ts';
import { places, plantedWith } from '../../hostile/token-places.ts';
import {
  ana,
  bob,
  breakGlass,
  inEmergency,
  opening,
  reading,
  rotation,
  versionMade,
} from '../end-to-end/emergency.ts';
import { ScheduledStage, webhookSecret } from './stage.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Where a record can hold a secret: the known places, and any other beside them. */
const everywhere = [
  ...places,
  ['responseElements', 'credentials', 'other'],
  ['responseElements', 'other'],
  ['additionalEventData', 'other'],
  ['requestParameters', 'secretBinary'],
  ['serviceEventDetails', 'other'],
];
const placeName = (place: readonly string[]) => `log.${place.join('.')}`;

/** A record with a canary in each place that says nothing of whom and what it is about. */
function planted(record: Fields): Fields {
  return everywhere.reduce<Fields>((so, place) => plantedWith(so, place, canaryOf(placeName(place))), record);
}

const payroll = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/payroll-AbCdEf';
const mail = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/mail-AbCdEf';

/** Ana opens the glass and reads two secrets, one of which bob replaces; a rotation fails; somebody is refused. */
function emergency(start: number): Fields[] {
  const session = inEmergency('ana', start);
  const at = (minutes: number) => start + minutes * minuteMs;
  const refused = { ...reading(bob, mail, at(8)), errorCode: 'AccessDenied' };
  return [
    planted(opening(ana, 'ana', start)),
    planted(reading(session, payroll, at(1))),
    planted(reading(session, mail, at(2))),
    planted(versionMade('PutSecretValue', bob, payroll, '0d15ea5e-0000-4000-8000-00000000abcd', at(5))),
    // What Secrets Manager says of a rotation that failed is told: it is no caller's, and no secret.
    planted(rotation('RotationFailed', mail, at(9))),
    planted({ ...refused, requestParameters: null, errorMessage: canaryOf('log.errorMessage') }),
  ];
}

const waiver = (name: string, value: unknown) => ({
  Name: `/glasswatch/waivers/${name}`,
  ARN: `arn:aws:ssm:eu-central-1:111122223333:parameter/glasswatch/waivers/${name}`,
  Value: typeof value === 'string' ? value : JSON.stringify(value),
  LastModifiedDate: 1_764_000_000,
});
const waivers = [
  waiver('0123456789abcdef', {
    reason: 'accepted',
    expires: '2026-12-31',
    secret: canaryOf('waiver.beside'),
    [canaryOf('waiver.key')]: 1,
  }),
  waiver('0123456789abcde0', canaryOf('waiver.pasted')),
  waiver('0123456789abcde1', { reason: 'x', expires: canaryOf('waiver.expires') }),
  waiver('0123456789abcde2', `{"reason": "${canaryOf('waiver.cut')}`),
];

/** What AWS answers where all goes well, with more in it than anybody asked for. */
function well({ action, body, request }: AwsCall, webhook: string): AwsAnswer {
  switch (action) {
    case 'secretsmanager.GetSecretValue':
      return body.includes(webhookSecret)
        ? { value: { SecretString: webhook, SecretBinary: null, Name: canaryOf('GetSecretValue.Name') } }
        : { refuse: 'AccessDeniedException', says: canaryOf('GetSecretValue.message') };
    case 'secretsmanager.ListSecretVersionIds':
    case 'secretsmanager.DescribeSecret':
      return {
        value: {
          ARN: mail,
          Name: 'prod/mail',
          Description: canaryOf('DescribeSecret.Description'),
          Tags: [{ Key: canaryOf('DescribeSecret.tag'), Value: canaryOf('DescribeSecret.value') }],
          Versions: [],
        },
      };
    case 'AmazonSSM.GetParametersByPath':
      return { value: { Parameters: waivers } };
    case 'AssumeRole':
      return { xml: assumed };
    case 'Publish':
      return {
        xml: '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
      };
    default:
      if (request.startsWith('PUT ')) return { xml: '' };
      return request.includes('list-type=2')
        ? { xml: noObjects }
        : refusing({ action, body, request, region: '' });
  }
}

const noObjects =
  '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><KeyCount>0</KeyCount></ListBucketResult>';

const assumed = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>${canaryOf('AssumeRole.SecretAccessKey')}</SecretAccessKey>
<SessionToken>${canaryOf('AssumeRole.SessionToken')}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
</Credentials></AssumeRoleResult></AssumeRoleResponse>`;

/** Every service refuses, and quotes a secret in its words: the webhook's URL, and one that says which call it was. */
function refusing({ action, request }: AwsCall): AwsAnswer {
  const call = action === '' ? request.replaceAll(/[?].*/g, '') : action;
  return {
    refuse: 'InternalFailure',
    says: `${canaryOf(`refusal.${call}`)} ${password} ${canaryOf('refusal')}`,
  };
}

const slackSays = canaryOf('slack.body');
const slackEchoes: Reply = (response, request) => {
  response
    .writeHead(500, { 'x-slack-failure': slackSays, location: `https://example.com${request.url ?? ''}` })
    .end(`${slackSays} ${request.url ?? ''}`);
};

/** Every canary that a test plants. */
const canaries = [
  password,
  ...everywhere.map((place) => canaryOf(placeName(place))),
  ...['log.errorMessage', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'refusal'].map(canaryOf),
  ...['waiver.beside', 'waiver.key', 'waiver.pasted', 'waiver.expires', 'waiver.cut'].map(canaryOf),
  ...['GetSecretValue.Name', 'GetSecretValue.message'].map(canaryOf),
  ...['DescribeSecret.Description', 'DescribeSecret.tag', 'DescribeSecret.value'].map(canaryOf),
  ...['AssumeRole.SecretAccessKey', 'AssumeRole.SessionToken'].map(canaryOf),
  slackSays,
];

let stage: ScheduledStage | null = null;
afterEach(async () => {
  await stage?.strike();
  stage = null;
});

async function set(slack: Reply, answer: Parameters<typeof ScheduledStage.set>[3]): Promise<ScheduledStage> {
  const start = Date.now() - 2 * hourMs;
  const config = { breakGlass: { roles: [breakGlass], users: [] }, deadlineHours: 0.01, decoys: [] };
  stage = await ScheduledStage.set(config, emergency(start), slack, answer);
  return stage;
}

async function expectNoLeak(on: ScheduledStage): Promise<void> {
  for (const [where, text] of Object.entries(await on.written()))
    expect(leaksIn(text, canaries), where).toEqual([]);
}

describe('secrets in the log, in waivers, in answers and in the environment', () => {
  it('stand in nothing that deadline, report and checkup write while all goes well', async () => {
    const on = await set({ status: 200, body: 'ok' }, well);
    // What Athena holds, the functions can be given.
    const raw = queryOf(
      ['held varchar'],
      'SELECT concat(responseelements, requestparameters, additionaleventdata, errormessage) AS held FROM cloudtrail_logs',
    );
    const held = (await adapterOf(on.log.athena).ask(raw, {})).rows.map((row) => String(row.held)).join('\n');
    for (const place of ['responseElements.other', 'requestParameters.clientRequestToken', 'errorMessage'])
      expect(leaksIn(held, [canaryOf(`log.${place}`)]), place).toHaveLength(1);

    const deadline = await on.start('deadline');
    expect(await deadline.invoke({ discover: true })).toMatchObject({
      answer: { incidents: 1, exposures: 2 },
    });
    on.setClockAhead(27 * hourMs);
    await deadline.invoke({ discover: false });
    await deadline.invoke({ discover: false });
    const report = await on.start('report');
    expect((await report.invoke({})).error).toBeUndefined();
    const checkup = await on.start('checkup');
    const { answer: sent } = await checkup.invoke({ task: 'send-canary' });
    expect(sent).toMatchObject([{ says: 'a canary was sent' }, { says: 'a canary was sent' }]);
    const { answer } = await checkup.invoke({ task: 'checkup' });
    expect(leaksIn(JSON.stringify(answer), canaries)).toEqual([]);

    const written = await on.written();
    expect(written.slack).toContain('in the emergency of ana');
    expect(written.topic).toContain('glasswatch.deadline');
    expect(written.ledger).toContain('prod/payroll');
    expect(written.traces).toContain('## deadline');
    expect(written.logs).toContain('"service":"glasswatch-deadline"');
    expect(Object.keys(written).join('\n')).toMatch(/evidence-bucket\/tellings\/.*\n.*evidence\.json/s);
    expect(Object.keys(written).join('\n')).toMatch(/report\.md[^]*report-bucket\/.*report\.html/);
    expect(on.aws.calls.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'AmazonSSM.GetParametersByPath',
        'secretsmanager.ListSecretVersionIds',
        'AssumeRole',
      ]),
    );
    await expectNoLeak(on);

    // No function reads a value but the webhook's; the canary asks for one, to be refused.
    const asked = on.aws.calls
      .filter(({ action }) => /GetSecretValue|BatchGet/.test(action))
      .map(({ body }) => (JSON.parse(body) as { SecretId: string }).SecretId);
    expect([...new Set(asked)].sort()).toEqual([
      webhookSecret,
      'glasswatch-canary',
      'glasswatch-slack-webhook',
    ]);
  });
});

describe('secrets in the words of services that fail', () => {
  it('stand in no log, trace, finding, message, report or evidence, nor in what an invocation ends with', async () => {
    const on = await set(slackEchoes, (call, webhook) =>
      call.action === 'secretsmanager.GetSecretValue' || call.action === 'Publish'
        ? well(call, webhook)
        : refusing(call),
    );
    const failing = { state: 'FAILED', reason: `HIVE_BAD_DATA: ${canaryOf('refusal')}` } as const;
    const deadline = await on.start('deadline');
    await deadline.invoke({ discover: true });
    on.log.athena.next(failing);
    expect((await deadline.invoke({ discover: true })).error).toBe('RunFailure');
    const report = await on.start('report');
    on.log.athena.next(failing);
    expect((await report.invoke({})).error).toBe('InternalFailure');
    const checkup = await on.start('checkup');
    await checkup.invoke({ task: 'send-canary' });
    const { answer } = await checkup.invoke({ task: 'checkup' });
    const findings = JSON.stringify(answer);
    expect(findings).toContain('failed: InternalFailure');
    expect(leaksIn(findings, canaries)).toEqual([]);

    const written = await on.written();
    expect(written.logs).toContain('"name":"InternalFailure"');
    expect(written.topic).toMatch(/could not be made or kept/);
    expect(written.topic).toMatch(/failed: InternalFailure/);
    expect(on.webhook.posts.length).toBeGreaterThan(2);
    await expectNoLeak(on);
  });
});
