import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeIncident } from '../../../local/incident/incident.ts';
import { readLogs, type Expected, type LoggedRecord } from './reading.ts';

const scripted = new Set<string>();
const noise: LoggedRecord[] = [];
let folder: string;
let expected: Expected;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glasswatch-noise-'));
  const written = await writeIncident({ out: folder, records: 30_000, seed: 11 });
  expected = JSON.parse(await readFile(written.expected, 'utf8')) as Expected;
  for (const { eventID } of expected.timeline) scripted.add(eventID);
  for (const { records } of await readLogs(written.logs)) {
    noise.push(...records.filter(({ eventID }) => !scripted.has(eventID)));
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const principalOf = ({ userIdentity }: LoggedRecord) =>
  userIdentity.sessionContext?.sessionIssuer?.arn ?? userIdentity.arn ?? userIdentity.principalId ?? '';

describe('everyday traffic', () => {
  it('looks like that of a busy account', () => {
    const share = (source: string) =>
      noise.filter(({ eventSource }) => eventSource === `${source}.amazonaws.com`).length / noise.length;
    expect(share('kms')).toBeGreaterThan(0.55);
    expect(share('kms')).toBeLessThan(0.65);
    const names = new Set(noise.map(({ eventName }) => eventName));
    for (const name of [
      ...[
        'Decrypt',
        'GenerateDataKey',
        'Encrypt',
        'AssumeRole',
        'AssumeRoleWithWebIdentity',
        'GetSecretValue',
      ],
      ...['ListSecrets', 'GetParameter', 'GetParameters', 'DescribeInstances', 'DescribeDBInstances'],
      ...[
        'DescribeLogGroups',
        'ConsoleLogin',
        'RotationStarted',
        'RotationSucceeded',
        'SecretVersionDeletion',
      ],
      ...['PutSecretValue', 'UpdateSecretVersionStage'],
    ]) {
      expect(names).toContain(name);
    }
    expect(new Set(noise.map(({ eventVersion }) => eventVersion)).size).toBeGreaterThan(2);
  });

  it('has no principal that reads ten secrets in five minutes', () => {
    const reads = new Map<string, { time: number; secret: string }[]>();
    for (const record of noise) {
      if (record.eventName !== 'GetSecretValue' || record.errorCode !== undefined) continue;
      const principal = principalOf(record);
      const list = reads.get(principal) ?? [];
      const secret = String(record.requestParameters?.secretId);
      list.push({ time: Date.parse(record.eventTime), secret });
      reads.set(principal, list);
    }
    expect(reads.size).toBeGreaterThan(10);
    for (const list of reads.values()) {
      list.sort((a, b) => a.time - b.time);
      for (const [i, { time }] of list.entries()) {
        const within = list.slice(i).filter((read) => read.time - time <= 300_000);
        expect(new Set(within.map(({ secret }) => secret)).size).toBeLessThan(10);
      }
    }
  });

  it('is never denied by Secrets Manager, and reads no decoy', () => {
    const secrets = noise.filter(({ eventSource }) => eventSource === 'secretsmanager.amazonaws.com');
    expect(secrets.some(({ errorCode }) => errorCode?.startsWith('AccessDenied'))).toBe(false);
    expect(secrets.some(({ errorCode }) => errorCode === 'ResourceNotFoundException')).toBe(true);
    expect(noise.some((record) => JSON.stringify(record).includes('prod/decoy'))).toBe(false);
  });

  it('does nothing that a detection watches for', () => {
    const touchy =
      /^(RotationFailed|RotationAbandoned|TestRotationFailed|DeleteSecret|PutResourcePolicy|CancelRotateSecret|SwitchRole|BatchGetSecretValue|StopLogging|CreateGrant|PutKeyPolicy)$/;
    expect(noise.filter(({ eventName }) => touchy.test(eventName))).toEqual([]);
    expect(noise.filter((record) => /break-?glass/i.test(JSON.stringify(record)))).toEqual([]);
    expect(noise.filter(({ eventSource }) => /^(iam|cloudtrail)\./.test(eventSource))).toEqual([]);
    expect(noise.filter(({ requestParameters }) => requestParameters?.withDecryption === true)).toEqual([]);
  });

  it('proves no rotation of a secret that the emergency read', () => {
    const read = new Set(expected.verdicts.map(({ secret }) => secret));
    const proofs = noise.filter(({ eventName }) => /^(Rotat|Put|Update)/.test(eventName));
    expect(proofs.length).toBeGreaterThan(10);
    for (const proof of proofs) {
      for (const secret of read) expect(JSON.stringify(proof)).not.toContain(secret);
    }
  });

  it('makes sessions before they are used, twelve hours before at most', () => {
    for (const { eventTime, userIdentity } of noise) {
      const created = userIdentity.sessionContext?.attributes?.creationDate;
      if (created === undefined) continue;
      const age = Date.parse(eventTime) - Date.parse(created);
      expect(age).toBeGreaterThanOrEqual(0);
      expect(age).toBeLessThan(12 * 3_600_000);
    }
  });
});
