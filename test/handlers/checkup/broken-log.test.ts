import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckupPorts } from '../../../handlers/checkup/ports.ts';
import { runTask } from '../../../handlers/checkup/run.ts';
import { duckdbLogQuery } from '../../../local/log-table/duckdb-query.ts';
import { openLogTable } from '../../../local/log-table/log-table.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { spanOf } from '../../../queries/span.ts';
import { away, deploymentWith, home, hourMs, now, standingPorts } from './standing.ts';

/** A bucket on disk as CloudTrail fills it: eight days of two Regions, and a digest for each hour. The log is asked by DuckDB. */
const account = '111122223333';
const root = `AWSLogs/${account}`;
const dayMs = 24 * hourMs;
const days = Array.from({ length: 9 }, (_, back) => new Date(now - back * dayMs).toISOString().slice(0, 10));

let bucket: string;
/** Where the table looks, below the bucket. */
let tableFolder: string;

async function put(key: string, content: string): Promise<void> {
  await mkdir(dirname(join(bucket, key)), { recursive: true });
  await writeFile(join(bucket, key), gzipSync(content));
}

function logKey(region: string, day: string): string {
  const name = `${account}_CloudTrail_${region}_${day.replaceAll('-', '')}T0405Z_abcdefghijklmnop.json.gz`;
  return `${root}/CloudTrail/${region}/${day.replaceAll('-', '/')}/${name}`;
}

function digestKey(region: string, end: number): string {
  const time = new Date(end).toISOString().replace(/[-:]|\.000/g, '');
  const day = new Date(end).toISOString().slice(0, 10).replaceAll('-', '/');
  const name = `${account}_CloudTrail-Digest_${region}_glasswatch-trail_${home}_${time}.json.gz`;
  return `${root}/CloudTrail-Digest/${region}/${day}/${name}`;
}

async function fill(region: string): Promise<void> {
  for (const day of days) {
    const record = {
      eventVersion: '1.11',
      eventID: `${region} ${day}`,
      eventTime: `${day}T04:00:00Z`,
      eventSource: 'sts.amazonaws.com',
      eventName: 'GetCallerIdentity',
      awsRegion: region,
      recipientAccountId: account,
      userIdentity: { type: 'IAMUser', principalId: 'AIDAX', accountId: account },
    };
    await put(logKey(region, day), JSON.stringify({ Records: [record] }));
  }
  let before: { key: string; hash: string } | null = null;
  for (let end = Math.floor(now / hourMs) * hourMs - 72 * hourMs; end < now; end += hourMs) {
    const key = digestKey(region, end);
    const content: string = JSON.stringify({
      digestStartTime: new Date(end - hourMs).toISOString().replace('.000', ''),
      digestEndTime: new Date(end).toISOString().replace('.000', ''),
      digestS3Object: key,
      previousDigestS3Object: before?.key ?? null,
      previousDigestHashValue: before?.hash ?? null,
    });
    await put(key, content);
    before = { key, hash: createHash('sha256').update(content).digest('hex') };
  }
}

/** What the daily checkup tells people of the log and its digests, a line each. */
async function told(): Promise<string[]> {
  const deployment = deploymentWith();
  const standing = standingPorts(deployment);
  const files = await findLogFiles([join(bucket, tableFolder)]).catch(() => []);
  const table = await openLogTable(files, {
    span: spanOf(days.at(-1), days[0]),
    onTrouble: () => undefined,
    onProgress: () => undefined,
  });
  const messages: string[] = [];
  const severities = new Set<string>();
  const { storageDescriptor, parameters } = deployment.table;
  const checkup: CheckupPorts = {
    ...standing,
    log: duckdbLogQuery(table.connection),
    objects: {
      list: async (_bucket, prefix, most) => {
        const folder = join(bucket, dirname(`${prefix}x`));
        const names = await readdir(folder).catch(() => [] as string[]);
        return names
          .map((name) => ({ key: `${dirname(`${prefix}x`)}/${name}` }))
          .filter(({ key }) => key.startsWith(prefix))
          .slice(0, most);
      },
      read: (_bucket, key) => readFile(join(bucket, key)),
    },
    tables: {
      table: () =>
        Promise.resolve({
          location: `s3://${deployment.trail.bucket}/${tableFolder}/`,
          parameters,
          columns: storageDescriptor.columns.map(({ name }) => name),
        }),
    },
  };
  await runTask('checkup', deployment, {
    checkup,
    calls: { assume: () => Promise.reject(new Error('no canary is sent')) },
    clock: { now: () => now },
    note: () => undefined,
    tell: ({ text, severity }) => {
      severities.add(severity);
      messages.push(...[text].flat());
      return Promise.resolve();
    },
  });
  table.close();
  const lines = messages
    .join('\n')
    .split('\n')
    .filter((line) => /^• (log-|digests)/.test(line));
  if (lines.length > 0) expect([...severities]).toEqual(['critical']);
  return lines.sort();
}

beforeEach(async () => {
  bucket = await mkdtemp(join(tmpdir(), 'glasswatch-bucket-'));
  tableFolder = `${root}/CloudTrail`;
  await fill(home);
  await fill(away);
});

afterEach(() => rm(bucket, { recursive: true }));

describe('the daily checkup, over a bucket as CloudTrail fills it', () => {
  it('tells nothing of a log that is whole', async () => {
    expect(await told()).toEqual([]);
  });

  it('tells an empty day, of the Region that lacks it', async () => {
    await rm(join(bucket, logKey(away, '2026-11-17')));
    expect(await told()).toEqual([
      expect.stringMatching(/^• log-days, us-east-1: the log holds no record of 2026-11-17\./),
    ]);
  });

  it('tells a day whose files hold nothing', async () => {
    await put(logKey(home, '2026-11-18'), JSON.stringify({ Records: [] }));
    expect(await told()).toEqual([
      expect.stringMatching(/^• log-days, eu-central-1: the log holds no record of 2026-11-18\./),
    ]);
  });

  it('tells a Region that is missing, by its files, its days and its digests', async () => {
    await rm(join(bucket, root, 'CloudTrail', away), { recursive: true });
    await rm(join(bucket, root, 'CloudTrail-Digest', away), { recursive: true });
    const lines = await told();
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^• digests, us-east-1: no digest for 4\d hours, ended /);
    expect(lines[1]).toMatch(
      /^• log-days, us-east-1: the log holds no record of this Region since 2026-11-13\./,
    );
    expect(lines[2]).toMatch(/^• log-files, us-east-1: no log file of this Region lies at s3:/);
  });

  it('tells a trail that writes below another prefix', async () => {
    await rename(join(bucket, 'AWSLogs'), join(bucket, 'moved'));
    await mkdir(join(bucket, 'audit'));
    await rename(join(bucket, 'moved'), join(bucket, 'audit/AWSLogs'));
    const lines = await told();
    for (const region of [home, away]) {
      for (const check of ['digests', 'log-days', 'log-files']) {
        expect(
          lines.some((line) => line.startsWith(`• ${check}, ${region}: `)),
          check,
        ).toBe(true);
      }
    }
  });

  it('tells a table that was pointed at a log of somebody’s own making, full as it is', async () => {
    tableFolder = `invented/${root}/CloudTrail`;
    for (const day of days) {
      for (const region of [home, away]) {
        await mkdir(dirname(join(bucket, 'invented', logKey(region, day))), { recursive: true });
        await writeFile(
          join(bucket, 'invented', logKey(region, day)),
          await readFile(join(bucket, logKey(region, day))),
        );
      }
    }
    expect(await told()).toEqual([
      expect.stringMatching(/^• log-table, eu-central-1: the log's table looks at s3:\/\/[^ ]+\/invented\//),
    ]);
  });

  it('tells a digest that is missing, and one that was changed', async () => {
    await rm(join(bucket, digestKey(home, Date.parse('2026-11-19T03:00:00Z'))));
    const changed = join(bucket, digestKey(away, Date.parse('2026-11-19T05:00:00Z')));
    await writeFile(
      changed,
      gzipSync(
        JSON.stringify({
          digestStartTime: '2026-11-19T04:00:00Z',
          digestEndTime: '2026-11-19T05:00:00Z',
          digestS3Object: digestKey(away, Date.parse('2026-11-19T05:00:00Z')),
          previousDigestS3Object: null,
          previousDigestHashValue: null,
        }),
      ),
    );
    const lines = await told();
    expect(lines.filter((line) => line.startsWith('• digests, eu-central-1: '))).toEqual([
      expect.stringMatching(
        /^• digests, eu-central-1: no digest for the hour that ended 2026-11-19T03:00:00/,
      ),
    ]);
    const elsewhere = lines.filter((line) => line.startsWith('• digests, us-east-1: ')).join('\n');
    expect(elsewhere).toContain('begins a new chain: the trail was stopped and started');
    expect(elsewhere).toContain('names another content of the digest before it: one of the two was changed');
  });
});
