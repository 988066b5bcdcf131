import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../config/parse.ts';
import type { Config } from '../../../config/schema.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { admissions } from '../../../detections/gate/admission.ts';
import { hasWildcard, packPatterns } from '../../../detections/gate/packing.ts';
import { gateRules, queueRules, tamperRules, type Rule } from '../../../detections/gate/rules.ts';
import { compilePattern, type EventPattern } from '../../../detections/pattern/matcher.ts';
import { readObjectPattern } from '../../../detections/pattern/objects.ts';
import { meetsRulerDefect } from '../../../detections/pattern/ruler-defects.ts';
import type { Fields } from '../event-builders.ts';
import { casesOf, loadSubject } from '../judgement.ts';

const account = '111122223333';
const readsToo = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

function configOf(fields: Fields): Config {
  return parseConfig(
    { account, regions: ['eu-central-1'], breakGlass: {}, ...fields },
    { source: 'x', detections, now: 0 },
  );
}

/** A record in the envelope in which EventBridge delivers it. */
function delivered(record: Fields): Fields {
  const source = String(record.eventSource).split('.')[0] ?? '';
  return { source: `aws.${source}`, 'detail-type': 'AWS API Call via CloudTrail', account, detail: record };
}

function anyOf(patterns: readonly EventPattern[]): (event: unknown) => boolean {
  const matchers = patterns.map((pattern) => compilePattern(pattern));
  return (event) => matchers.some((matches) => matches(event));
}
const ofRules = (rules: readonly Rule[]) => anyOf(rules.map(({ pattern }) => pattern));

const subjects = await Promise.all(detections.map(loadSubject));

describe.each(subjects.map((subject) => [subject.detection.id, subject] as const))(
  'of the cases of %s',
  (_id, subject) => {
    const { config } = subject;
    const records = casesOf(subject).flatMap(({ event, before }) => [...before, event]);
    const all = admissions(config, detections);

    it('gate rules let in what the patterns let in, and nothing else', () => {
      const apart = anyOf(all.map(({ pattern }) => pattern));
      const packed = ofRules(gateRules(config, detections));
      const verdicts = records.map(
        (record) => [apart({ detail: record }), packed(delivered(record))] as const,
      );
      expect(verdicts.filter(([one, other]) => one !== other)).toEqual([]);
      expect(verdicts.filter(([one]) => one).length).toBeGreaterThan(0);
    });

    it('each reaches the queue of its severity', () => {
      const { alert, critical } = queueRules(config, detections);
      for (const [rules, isCritical] of [
        [alert, false],
        [critical, true],
      ] as const) {
        const apart = anyOf(all.filter((one) => one.critical === isCritical).map(({ pattern }) => pattern));
        const packed = ofRules(rules);
        for (const record of records) expect(packed(delivered(record))).toBe(apart({ detail: record }));
      }
    });

    it('a true read-only event passes a rule in the state that it needs, on both hops', () => {
      if (!subject.detection.readOnly) return;
      const { alert, critical } = queueRules(config, detections);
      const queue = subject.detection.severity === 'critical' ? critical : alert;
      for (const hop of [gateRules(config, detections), queue]) {
        const wide = ofRules(hop.filter(({ state }) => state === readsToo));
        for (const { event } of subject.cases.truths) expect(wide(delivered(event))).toBe(true);
      }
    });
  },
);

describe('every rule', () => {
  const config = configOf({
    breakGlass: {
      roles: [`arn:aws:iam::${account}:role/BREAK-GLASS-*`],
      users: [`arn:aws:iam::${account}:user/glass`],
    },
    decoys: ['prod/decoy'],
    slack: { webhookParameter: '/hook' },
  });
  const queues = queueRules(config, detections);
  const all = [
    ...gateRules(config, detections),
    ...tamperRules(config, detections),
    ...queues.alert,
    ...queues.critical,
  ];

  it('is as long as EventBridge takes, and has a name of its own', () => {
    expect(all.length).toBeGreaterThan(8);
    for (const { pattern } of all) expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2_048);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it('takes nothing that somebody in the account could have made up', () => {
    const read = {
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'GetSecretValue',
      userIdentity: {},
    };
    const admitting = ofRules(all);
    expect(admitting(delivered(read))).toBe(true);
    expect(admitting({ ...delivered(read), source: 'aws-lookalike' })).toBe(false);
    expect(admitting({ ...delivered(read), 'detail-type': 'OrderPlaced' })).toBe(false);
  });

  it('with a wildcard leaves room for those of others on the default bus', () => {
    const onDefaultBus = [...gateRules(config, detections), ...tamperRules(config, detections)];
    expect(onDefaultBus.filter(({ pattern }) => hasWildcard(pattern)).length).toBeLessThanOrEqual(8);
  });
});

describe('beside the detections, the gates let in', () => {
  const quiet = configOf({
    detections: Object.fromEntries(
      detections.map(({ id }) => [id, { mode: 'off', reason: 'to see what is let in all the same' }]),
    ),
  });
  const admitting = ofRules(gateRules(quiet, detections));
  const call = (eventSource: string, eventName: string, more: Fields = {}) =>
    delivered({
      eventSource,
      eventName,
      recipientAccountId: account,
      userIdentity: { type: 'AssumedRole' },
      ...more,
    });

  it.each([
    'RotationStarted',
    'RotationSucceeded',
    'RotationFailed',
    'RotationAbandoned',
    'RotateSecret',
    'PutSecretValue',
    'UpdateSecret',
    'UpdateSecretVersionStage',
    'DeleteSecret',
    'RestoreSecret',
    'ReplicationSucceeded',
  ])('%s, which proves a replacement or undoes it, though every detection is off', (eventName) => {
    expect(admitting(call('secretsmanager.amazonaws.com', eventName))).toBe(true);
    expect(admitting(call('secretsmanager.amazonaws.com', eventName, { errorCode: 'AccessDenied' }))).toBe(
      false,
    );
  });

  it.each<[string, Fields, boolean]>([
    ['a new value of a parameter, or a waiver', call('ssm.amazonaws.com', 'PutParameter'), true],
    [
      'the revocation of the sessions of any role',
      call('iam.amazonaws.com', 'PutRolePolicy', {
        requestParameters: { roleName: 'second', policyName: 'AWSRevokeOlderSessions' },
      }),
      true,
    ],
    [
      'no other policy of any role',
      call('iam.amazonaws.com', 'PutRolePolicy', {
        requestParameters: { roleName: 'second', policyName: 'more' },
      }),
      false,
    ],
    ['role chaining, from which emergencies are known', call('sts.amazonaws.com', 'AssumeRole'), true],
    ['no other read', call('secretsmanager.amazonaws.com', 'GetSecretValue'), false],
    [
      "Secrets Manager's own word that a value changed",
      {
        source: 'aws.secretsmanager',
        'detail-type': 'Secret Label Updated',
        detail: { name: 'db', labelUpdated: 'AWSCURRENT', versionId: 'x' },
      },
      true,
    ],
    [
      'no other label',
      {
        source: 'aws.secretsmanager',
        'detail-type': 'Secret Label Updated',
        detail: { name: 'db', labelUpdated: 'CUSTOM', versionId: 'x' },
      },
      false,
    ],
  ])('%s', (_what, event, expected) => {
    expect(admitting(event)).toBe(expected);
  });

  it('copies of tampering, whatever the config says of the detection', () => {
    const copying = ofRules(tamperRules(quiet, detections));
    expect(copying(call('cloudtrail.amazonaws.com', 'StopLogging'))).toBe(true);
    expect(
      copying(
        call('secretsmanager.amazonaws.com', 'PutSecretValue', { requestParameters: { secretId: 'db' } }),
      ),
    ).toBe(false);
  });
});

describe('the critical queue', () => {
  const config = configOf({ decoys: ['prod/decoy'] });
  const { critical, alert } = queueRules(config, detections);
  const call = (eventName: string, requestParameters: Fields | null, more: Fields = {}) =>
    delivered({ eventSource: 'secretsmanager.amazonaws.com', eventName, requestParameters, ...more });
  const denied = (secret: string) =>
    call('GetSecretValue', null, {
      errorCode: 'AccessDenied',
      errorMessage: `User: arn:aws:iam::${account}:user/eve is not authorized to perform: secretsmanager:GetSecretValue on resource: ${secret} because no identity-based policy allows it`,
    });

  it.each<[string, Fields, boolean]>([
    ['a read of a decoy', call('GetSecretValue', { secretId: 'prod/decoy' }), true],
    ['no read of another secret', call('GetSecretValue', { secretId: 'prod/db' }), false],
    ['a batch with a decoy', call('BatchGetSecretValue', { secretIdList: ['x', 'prod/decoy'] }), true],
    ['no batch without one', call('BatchGetSecretValue', { secretIdList: ['x'] }), false],
    ['a refused look at a decoy', denied('prod/decoy'), true],
    ['no refused look at another secret', denied('prod/db'), false],
    [
      'a deletion that cannot be undone',
      call('DeleteSecret', { secretId: 'x', forceDeleteWithoutRecovery: true }),
      true,
    ],
    ['no deletion that can', call('DeleteSecret', { secretId: 'x', recoveryWindowInDays: 7 }), false],
    [
      'no deletion that failed',
      call(
        'DeleteSecret',
        { secretId: 'x', forceDeleteWithoutRecovery: true },
        { errorCode: 'InvalidRequestException' },
      ),
      false,
    ],
    [
      'no deletion of another service',
      delivered({
        eventSource: 'appconfig.amazonaws.com',
        eventName: 'DeleteSecret',
        requestParameters: { forceDeleteWithoutRecovery: true },
      }),
      false,
    ],
    [
      'no other call that asks for force',
      call('RestoreSecret', { secretId: 'x', forceDeleteWithoutRecovery: true }),
      false,
    ],
  ])('gets %s', (_what, event, expected) => {
    expect(ofRules(critical)(event)).toBe(expected);
  });

  it('leaves a batch by filter, which names no secret, to the other', () => {
    const byFilter = call('BatchGetSecretValue', { filters: [{ key: 'tag-key', values: ['stage'] }] });
    expect(ofRules(gateRules(config, detections))(byFilter)).toBe(true);
    expect(ofRules(alert)(byFilter)).toBe(true);
    expect(ofRules(critical)(byFilter)).toBe(false);
  });

  it('gets every read where decoys are too many to be named: the wildcards of a bus are few', () => {
    const team = (n: number) => `prod/team-${n}/the-decoy-secret-of-this-whole-team`;
    const rulesFor = (count: number) =>
      queueRules(configOf({ decoys: Array.from({ length: count }, (_, n) => team(n)) }), detections).critical;
    const other = call('GetSecretValue', { secretId: 'prod/db' });
    for (const [count, isEvery] of [
      [20, false],
      [21, true],
      [500, true],
    ] as const) {
      const rules = rulesFor(count);
      expect(rules.filter(({ pattern }) => hasWildcard(pattern)).length).toBeLessThanOrEqual(12);
      for (const event of [
        call('GetSecretValue', { secretId: team(count - 1) }),
        call('BatchGetSecretValue', { secretIdList: [team(count - 1)] }),
        denied(team(count - 1)),
      ])
        expect(ofRules(rules)(event)).toBe(true);
      expect(ofRules(rules)(other)).toBe(isEvery);
    }
  });
});

describe('packing', () => {
  const roles = (count: number, star: '*' | '') =>
    Array.from(
      { length: count },
      (_, n) => `arn:aws:iam::${account}:role/emergency/team-${n}/BREAK-GLASS-${n}${star}`,
    );

  it('cuts a list that is too long for one rule, and lets in the same', () => {
    const many = configOf({ breakGlass: { roles: roles(60, '') } });
    const rules = gateRules(many, detections);
    for (const { pattern } of rules) expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2_048);
    const admitting = ofRules(rules);
    const opened = (role: string) =>
      delivered({
        eventSource: 'sts.amazonaws.com',
        eventName: 'AssumeRole',
        requestParameters: { roleArn: role },
      });
    for (const role of roles(60, '')) expect(admitting(opened(role))).toBe(true);
    expect(admitting(opened(`arn:aws:iam::${account}:role/emergency/team-61/BREAK-GLASS-61`))).toBe(false);
  });

  it('refuses more wildcards than a bus takes, by name of what to change', () => {
    const tooMany = Array.from({ length: 600 }, (_, n) => `arn:aws:iam::${account}:role/BREAK-*-GLASS-${n}`);
    expect(() => gateRules(configOf({ breakGlass: { roles: tooMany } }), detections)).toThrow(
      /glasswatch-gate: \d+ rules with wildcards.*fewer break-glass roles/,
    );
  });

  // event-ruler forgets the later of two alternatives that share an entry in every field: test/engines/gate-rules.test.ts.
  describe('keeps patterns that overlap in every field', () => {
    const call = (eventName: readonly string[], more: Fields = {}): EventPattern => ({
      detail: { eventName, errorCode: [{ exists: false }], ...more },
    });
    const deletion = call(['DeleteSecret']);

    it.each<[string, EventPattern, number]>([
      ['apart where the later has more names', call(['DeleteSecret', 'PutSecretValue']), 2],
      ['apart where the shared name stands last', call(['PutSecretValue', 'DeleteSecret']), 2],
      ['together where one field shares nothing', call(['PutSecretValue', 'UpdateSecret']), 1],
      ['together where one has a field more', call(['DeleteSecret'], { readOnly: [false] }), 1],
      [
        'apart where an $or inside is what overlaps',
        {
          detail: { $or: [deletion.detail, { awsRegion: ['us-east-1'] }], eventName: ['DeleteSecret'] },
        } as EventPattern,
        2,
      ],
    ])('%s', (_how, other, rules) => {
      expect(packPatterns([deletion, other])).toHaveLength(rules);
    });

    it('refused where a pattern overlaps with itself', () => {
      const itself = { detail: { $or: [{ eventName: ['A'] }, { eventName: ['A', 'B'] }] } };
      expect(() => packPatterns([itself])).toThrow('event-ruler would forget a part of this pattern');
    });

    it('in no rule of a config that names a role more than once', () => {
      const role = `arn:aws:iam::${account}:role/break-glass`;
      const config = configOf({ breakGlass: { roles: [role, role, `${role}*`, `${role}-*`] } });
      for (const { pattern } of gateRules(config, detections))
        expect(meetsRulerDefect(readObjectPattern(pattern))).toBe(false);
    });
  });

  it('refuses a condition that is too long by itself', () => {
    const text = 'x'.repeat(2_100);
    expect(() => packPatterns([{ detail: { eventName: [text] } }])).toThrow('too long for a rule');
  });

  it('says the same pattern once, and one alone without $or', () => {
    const pattern = { detail: { eventName: ['StopLogging'] } };
    expect(packPatterns([pattern, pattern])).toEqual([
      {
        source: [{ prefix: 'aws.' }],
        'detail-type': [{ suffix: ' via CloudTrail' }],
        detail: { eventName: ['StopLogging'] },
      },
    ]);
  });
});
