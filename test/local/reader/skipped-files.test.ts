import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { event, logFolder, valuesOf } from './log-folder.ts';

const log = JSON.stringify({ Records: [event('a')] });
const inLayout = (kind: string) => `AWSLogs/o-abc/111122223333/${kind}/eu-central-1/2026/11/20/x.json.gz`;
const insight = { eventVersion: '1.11', eventID: 'i', eventCategory: 'Insight', insightDetails: {} };
const aggregate = {
  eventVersion: '1.0',
  eventId: 'g',
  eventCategory: 'Aggregated',
  eventSource: 's3.amazonaws.com',
};
const digest = { awsAccountId: '111122223333', digestStartTime: '2026-11-20T09:00:00Z', logFiles: [] };

describe('what CloudTrail keeps beside its records is skipped', () => {
  it.each(['CloudTrail-Digest', 'CloudTrail-Insight', 'CloudTrail-Aggregated'])(
    'by its folder: %s',
    async (kind) => {
      await using logs = await logFolder();
      const reading = await logs.reading(inLayout(kind), gzipSync(log));
      expect(reading).toMatchObject({ outcome: 'skipped', reason: `it is in a ${kind} folder` });
    },
  );

  it.each(['CloudTrail', 'CloudTrail-NetworkActivity'])('but not %s', async (kind) => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading(inLayout(kind), gzipSync(log)))).toHaveLength(1);
  });

  it('but not a file that only has such a name', async () => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading('CloudTrail-Digest', log))).toHaveLength(1);
  });

  it.each([
    ['a digest', digest],
    ['insights', { Records: [insight, insight] }],
    ['aggregates', { Records: [aggregate] }],
    ['a lone insight', insight],
  ])('by its content: %s', async (_, content) => {
    await using logs = await logFolder();
    expect((await logs.reading('x.json', JSON.stringify(content))).outcome).toBe('skipped');
    expect((await logs.reading('y.json.gz', gzipSync(JSON.stringify(content)))).outcome).toBe('skipped');
    expect((await logs.reading('z.json', JSON.stringify(content).repeat(3))).outcome).toBe('skipped');
  });

  it('but not where a record of another kind is among them', async () => {
    await using logs = await logFolder();
    const content = { Records: [insight, event('a')] };
    expect(valuesOf(await logs.reading('x.json', JSON.stringify(content)))).toHaveLength(2);
  });
});

describe('what Glasswatch wrote itself', () => {
  it('is skipped', async () => {
    await using logs = await logFolder();
    const content = JSON.stringify({ glasswatch: { version: 1 }, Records: [], incidents: [] }, null, 2);
    expect(await logs.reading('report.json', content)).toMatchObject({
      outcome: 'skipped',
      reason: 'Glasswatch wrote this file itself',
    });
  });

  it('is not an event that has such a key', async () => {
    await using logs = await logFolder();
    expect(
      valuesOf(await logs.reading('x.json', JSON.stringify(event('a', { glasswatch: 1 })))),
    ).toHaveLength(1);
  });
});
