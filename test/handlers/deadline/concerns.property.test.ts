import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseEvent, whyNoEvent } from '../../../detections/event/cloudtrail-event.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { concernsDeadline } from '../../../handlers/deadline/facts/concerns.ts';
import { factsOf } from '../../../handlers/deadline/facts/facts-of.ts';
import { loadConfig } from '../../../local/config-file.ts';
import { writeIncident } from '../../../local/incident/incident.ts';
import { findLogFiles, readLogFile } from '../../../local/reader/reader.ts';
import type { Config } from '../../../config/schema.ts';
import { configOf } from '../alert/desk.ts';
import { at, breakGlassRole, breakGlassUser, home, type CloudTrailRecord } from '../alert/events.ts';
import { recordedFolder } from '../../recorded/folder.ts';
import { log } from './generated.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-concerns-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const config = configOf({
  declaredIncidents: [
    { principal: `arn:aws:iam::${home}:role/ops/ci`, from: at('00:00'), to: at('23:00'), reason: 'r' },
    { principal: `arn:aws:iam::${home}:user/dave`, from: at('00:00'), to: at('23:00'), reason: 'r' },
  ],
});

/** A record that it turns away gives no fact. */
function expectNothingLost(records: readonly CloudTrailRecord[], watching: Config): number {
  const concerns = concernsDeadline(watching);
  let facts = 0;
  for (const record of records) {
    if (whyNoEvent(record) !== null) continue;
    const given = factsOf(parseEvent(record), watching);
    facts += given.length;
    if (!concerns(record)) expect({ record, given }).toEqual({ record, given: [] });
  }
  return facts;
}

const arns = fc.constantFrom(
  null,
  '',
  breakGlassRole,
  breakGlassUser,
  `arn:aws:iam::${home}:role/ops/ci`,
  `arn:aws:iam::${home}:user/dave`,
  `arn:aws:iam::${home}:role/app`,
  `arn:aws:sts::${home}:assumed-role/BREAK-GLASS-ADMIN/alice`,
  `arn:aws:sts::${home}:assumed-role/app/alice`,
  `arn:aws:sts::${home}:federated-user/dave`,
  7,
);
const identity = fc.record(
  {
    type: fc.constantFrom('IAMUser', 'AssumedRole', 'FederatedUser', 'AWSService', 'AWSAccount', null),
    principalId: fc.constantFrom('AROAX:alice', 'AIDAX', null),
    arn: arns,
    accessKeyId: fc.constantFrom('AKIAX', null),
    sessionContext: fc.oneof(
      fc.constant(null),
      fc.record(
        {
          attributes: fc.constantFrom(null, { creationDate: at('09:00') }),
          sessionIssuer: fc.oneof(fc.constantFrom(null, {}, 'x'), fc.record({ arn: arns })),
        },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: [] },
);
const anyRecord = fc.record({
  eventID: fc.constant('e'),
  eventTime: fc.constant(at('09:10')),
  eventSource: fc.constantFrom(
    'secretsmanager.amazonaws.com',
    'ssm.amazonaws.com',
    'sts.amazonaws.com',
    'kms.amazonaws.com',
    'iam.amazonaws.com',
    'signin.amazonaws.com',
    'ec2.amazonaws.com',
  ),
  eventName: fc.constantFrom(
    'GetSecretValue',
    'BatchGetSecretValue',
    'GetParameter',
    'GetParameters',
    'GetParametersByPath',
    'GetParameterHistory',
    'PutParameter',
    'DeleteParameter',
    'DeleteParameters',
    'AssumeRole',
    'PutRolePolicy',
    'Decrypt',
    'GetSigninToken',
    'DescribeInstances',
  ),
  recipientAccountId: fc.constant(home),
  awsRegion: fc.constant('eu-central-1'),
  userIdentity: fc.oneof(fc.constant(null), identity),
  requestParameters: fc.constantFrom(
    null,
    { secretId: 'payroll', name: '/key', names: ['/a'], path: '/', withDecryption: true },
    { encryptionContext: { SecretARN: `arn:aws:secretsmanager:eu-central-1:${home}:secret:x-AbCdEf` } },
    { roleName: 'x', policyName: 'AWSRevokeOlderSessions', accessKeyId: 'AKIAX' },
    'text',
  ),
  responseElements: fc.constantFrom(null, { assumedRoleUser: { assumedRoleId: 'AROAY:x' } }),
});

describe('what is turned away before it is parsed', () => {
  it('gives no fact, whatever the record looks like', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        expectNothingLost([record], config);
      }),
      { numRuns: 5_000 },
    );
  });

  it('gives no fact in any generated log', () => {
    fc.assert(
      fc.property(log, (records) => {
        expect(expectNothingLost(records, config)).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  it('gives no fact in the built-in incident', async () => {
    const written = await writeIncident({ out: join(folder, 'incident'), records: 8_000, seed: 7 });
    const records = await recordsOf([written.logs]);
    const watching = loadConfig(written.config, detections, Date.now());
    expect(expectNothingLost(records, watching)).toBeGreaterThan(50);
  });

  it.skipIf(!existsSync(recordedFolder))('gives no fact in real recordings', async () => {
    const records = await recordsOf([recordedFolder]);
    const roles = new Set(
      records.flatMap(({ userIdentity }) => {
        const context = (userIdentity as { sessionContext?: { sessionIssuer?: { arn?: string } } } | null)
          ?.sessionContext;
        const arn = context?.sessionIssuer?.arn;
        return arn !== undefined && /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn) ? [arn] : [];
      }),
    );
    const watching = configOf({ breakGlass: { roles: [...roles].slice(0, 5), users: [] } });
    expect(expectNothingLost(records, watching)).toBeGreaterThan(0);
  });
});

async function recordsOf(paths: readonly string[]): Promise<CloudTrailRecord[]> {
  const records: CloudTrailRecord[] = [];
  for (const file of await findLogFiles(paths)) {
    const reading = await readLogFile(file);
    for (const entry of reading.outcome === 'read' ? reading.entries : []) {
      if ('value' in entry) records.push(entry.value as CloudTrailRecord);
    }
  }
  return records;
}
