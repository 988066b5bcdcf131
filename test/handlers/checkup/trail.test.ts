import { describe, expect, it } from 'vitest';
import { trail } from '../../../handlers/checkup/checks/trail.ts';
import type { TrailState } from '../../../handlers/checkup/ports.ts';
import { contextWith, healthyTrail, home } from './standing.ts';

async function said(found: Partial<TrailState> | null, config: Record<string, unknown> = {}) {
  const state = found === null ? null : { ...healthyTrail, ...found };
  const verdicts = await trail.look(
    home,
    contextWith({ trails: { trail: () => Promise.resolve(state) } }, config),
  );
  return verdicts.map(({ state: verdict, says }) => `${verdict}: ${says}`);
}

describe('the trail', () => {
  it('is ok as deployed, with basic selectors, and with none, which means all', async () => {
    const fine = ['ok: the trail logs all management events, of all Regions'];
    expect(await said({})).toEqual(fine);
    expect(await said({ selectors: [{ readWriteType: 'All', includeManagementEvents: true }] })).toEqual(
      fine,
    );
    expect(await said({ selectors: [] })).toEqual(fine);
  });

  it.each<[string, Partial<TrailState> | null, RegExp]>([
    [
      'is gone',
      null,
      /there is no trail arn:aws:cloudtrail:eu-central-1:111122223333:trail\/glasswatch-trail/,
    ],
    ['is stopped', { logging: false }, /does not log/],
    ['cannot deliver', { deliveryError: 'AccessDenied' }, /last delivery failed: AccessDenied/],
    [
      'cannot deliver, in words that may quote anything',
      { deliveryError: 'cannot write with token IQoJ' },
      /last delivery failed: an unknown error$/,
    ],
    ['keeps writes only', { selectors: [{ readWriteType: 'WriteOnly' }] }, /lacks reads/],
    ['keeps reads only', { selectors: [{ readWriteType: 'ReadOnly' }] }, /lacks writes/],
    ['is of one Region', { multiRegion: false }, /lacks all Regions but its own/],
    ['is without global services', { globalServiceEvents: false }, /lacks events of global services/],
    ['writes no digests', { fileValidation: false }, /lacks digests/],
    [
      'writes to another bucket',
      { bucket: 'other' },
      /writes to s3:\/\/other, not to s3:\/\/glasswatch-log-/,
    ],
    ['writes below another prefix', { prefix: 'x/y' }, /eu-central-1\/x\/y, not to/],
    ['is suddenly an organization trail', { organization: true }, /is an organization trail/],
  ])('is wrong when it %s', async (_, found, says) => {
    const lines = await said(found);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(says);
    expect(lines[0]).toMatch(/^wrong: /);
  });

  it('may leave out KMS only where the config says so, and the RDS Data API always', async () => {
    const without = (source: string) => ({
      selectors: [
        { readWriteType: 'All', includeManagementEvents: true, excludeManagementEventSources: [source] },
      ],
    });
    expect(await said(without('rdsdata.amazonaws.com'))).toEqual([
      'ok: the trail logs all management events, of all Regions',
    ]);
    expect((await said(without('kms.amazonaws.com'))).join()).toMatch(/wrong: the trail lacks reads/);
    expect(await said(without('kms.amazonaws.com'), { kmsEvents: 'exclude' })).toEqual([
      'ok: the trail logs all management events but those of KMS, as configured, of all Regions',
    ]);
  });

  it('is looked at where the config says that an adopted one is', async () => {
    const adopted = {
      arn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit',
      bucket: 'central-logs',
      prefix: 'audit',
      organizationId: 'o-a1b2c3d4e5',
    };
    const there = { bucket: 'central-logs', prefix: 'audit', organization: true };
    expect((await said(there, { trail: adopted }))[0]).toMatch(/^ok: /);
    expect((await said({ ...there, organization: false }, { trail: adopted }))[0]).toMatch(
      /wrong: the trail is not an organization trail/,
    );
  });
});
