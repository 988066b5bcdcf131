import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeIncident } from '../../local/incident/incident.ts';
import { queries } from '../../queries/catalogue.ts';
import type { AnswerRow } from '../../queries/log-query.ts';
import { recordedFolder } from '../recorded/folder.ts';
import { openLog, type AskedLog } from './asking.ts';
import { countByHand, type HandCount } from './hand-count.ts';

/** Values of a row as a line, in the order of the names; `-` for null. */
function lines(rows: readonly AnswerRow[], ...names: readonly string[]): string[] {
  return rows.map((row) => names.map((name) => String(row[name] ?? '-')).join(' ')).sort();
}

function agrees(opened: () => { log: AskedLog; counted: HandCount }) {
  test('secret-access agrees with a count by hand, row by row', async () => {
    const { log, counted } = opened();
    const rows = await log.ask('secret-access');
    expect(counted.secretAccess.length).toBeGreaterThan(100);
    expect(lines(rows, 'event_id', 'secret', 'access', 'error_code')).toEqual(counted.secretAccess);
  });

  test('cross-account-reads agrees with a count by hand', async () => {
    const { log, counted } = opened();
    const rows = await log.ask('cross-account-reads');
    const direct = rows.filter(({ kind }) => kind !== 'assumed-role');
    const names = [
      'caller_account',
      'owner_account',
      'principal',
      'secret',
      'reads',
      'first_read',
      'last_read',
    ];
    expect(lines(direct, ...names)).toEqual(counted.crossAccount);
  });

  test('denied-access agrees with a count by hand', async () => {
    const { log, counted } = opened();
    const rows = await log.ask('denied-access');
    expect(counted.denied.length).toBeGreaterThan(0);
    expect(lines(rows, 'event_id', 'target', 'error_code')).toEqual(counted.denied);
  });
}

describe('over the incident', () => {
  let folder: string;
  let log: AskedLog;
  let counted: HandCount;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glasswatch-test-'));
    const { logs } = await writeIncident({ out: folder, records: 1500, seed: 1 });
    log = await openLog(logs);
    counted = countByHand(logs);
  });

  afterAll(async () => {
    log.close();
    await rm(folder, { recursive: true, force: true });
  });

  agrees(() => ({ log, counted }));

  test('the count by hand has the three cross-account readers of the script', () => {
    expect(counted.crossAccount).toHaveLength(3);
  });
});

describe.skipIf(!existsSync(recordedFolder))('over the recorded events', () => {
  let log: AskedLog;
  let counted: HandCount;

  beforeAll(async () => {
    log = await openLog(recordedFolder);
    counted = countByHand(recordedFolder);
  });

  afterAll(() => {
    log.close();
  });

  agrees(() => ({ log, counted }));

  test.for(queries.map(({ name }) => name))('%s runs, and shows no session token', async (name) => {
    const rows = await log.ask(name, { roles: '.*', users: '.*', services: 'include' });
    expect(JSON.stringify(rows)).not.toContain('SESSION-TOKEN-CANARY');
  });
});
