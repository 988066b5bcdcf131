import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { glasswatch, linesOf, summaryOf } from '../../local/cli/glasswatch.ts';
import { assumeRole, breakGlassRole, home } from '../../handlers/alert/events.ts';
import { configOf } from '../../handlers/alert/desk.ts';
import { enveloped, queue } from './queue.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-large-'));
const config = `${folder}.config.json`;
writeFileSync(config, JSON.stringify({ breakGlass: { roles: [breakGlassRole] } }));
const opening = (id: string) => JSON.stringify(assumeRole(id, '09:00', { as: id }));

afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(config);
});

/** One member that unpacks to as many MiB of spaces as asked, 64 at a time: its blocks can be repeated. */
function bomb(mebibytes: number): Buffer {
  const spaces = Buffer.alloc(64 * 1024 * 1024, ' ');
  const blocks = deflateRawSync(spaces, { finishFlush: constants.Z_FULL_FLUSH });
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  const end = Buffer.concat([deflateRawSync(''), Buffer.alloc(8)]);
  return Buffer.concat([header, ...Array<Buffer>(mebibytes / 64).fill(blocks), end]);
}

const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const holding = (...records: string[]) => `{"Records":[${records.join(',')}]}`;

test('files that are too much are unreadable or read, in bounded memory, and what is beside them is told', async () => {
  const files = {
    'bomb.json.gz': bomb(4_096),
    'members.json.gz': Buffer.concat(Array<Buffer>(80).fill(gzipSync(Buffer.alloc(8 * 1024 * 1024, ' ')))),
    'cut.json.gz': gzipSync(holding(opening('cut'))).subarray(0, -3),
    'tail.json.gz': Buffer.concat([gzipSync(holding(opening('tail'))), Buffer.from('tail')]),
    'many.json': holding(...Array<string>(99_999).fill('{}'), opening('many')),
    'long.json': holding(`{"x":"${'a'.repeat(20_000_000)}"}`, opening('long')),
    'deep.json': holding(deep, opening('deep')),
    'within.json': holding(
      opening('within').replace('"requestParameters":{', `"requestParameters":{"x":${deep},`),
    ),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  // The heap that a laptop can spare: what is unpacked whole does not fit.
  const ended = await glasswatch(
    ['replay', folder, '--config', config, '--format', 'ndjson', '--workers', '1'],
    { env: { NODE_OPTIONS: '--max-old-space-size=700' } },
  );
  for (const name of ['bomb', 'members'])
    expect(ended.stderr).toMatch(new RegExp(`${name}.*more than 51[12] MiB`));
  expect(ended.stderr).toMatch(/cut\.json\.gz.*cut off/);
  expect(ended.stderr).toMatch(/tail\.json\.gz.*followed by something that is not gzip/);
  expect(ended.code).toBe(1);
  const { files: read, unreadable, skipped, records, ...outcomes } = summaryOf(ended);
  expect({ read, unreadable, skipped, records }).toEqual({
    read: 8,
    unreadable: 4,
    skipped: 0,
    records: 100_000 + 2 + 2 + 1,
  });
  expect(Object.values(outcomes).reduce((sum, one) => sum + one, 0)).toBe(records);
  const told = linesOf(ended).map(({ eventID }) => eventID);
  expect(told.sort()).toEqual(['deep', 'long', 'many', 'within']);
});

describe('a message as large as SQS takes', () => {
  const handle = queue(configOf({ account: home, regions: ['eu-central-1'] }));
  const places = [
    'userAgent',
    'errorMessage',
    'sourceIPAddress',
    'awsRegion',
    'recipientAccountId',
    'eventType',
  ];
  const fill = (piece: string) => piece.repeat(Math.floor(256_000 / Buffer.byteLength(piece)));
  const traps = [
    'a',
    ' ',
    '/',
    ':',
    '.',
    '-AbCdEf',
    'an explicit deny in a ',
    'is not authorized to perform: x ',
    '(',
    '\\',
    '\u0000',
    '😀',
  ];

  test.each(places)('with any trap in %s is told', async (place) => {
    for (const trap of traps) {
      const event = { ...assumeRole('opening', '09:00'), [place]: fill(trap) };
      const { outcomes, alerts, bares } = await handle([enveloped(JSON.stringify(event))]);
      expect(outcomes).toHaveLength(1);
      expect(alerts.length + bares.length, trap).toBe(1);
    }
  });
});
