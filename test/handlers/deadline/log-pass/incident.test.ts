import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeIncident } from '../../../../local/incident/incident.ts';
import { config as recordedConfig } from '../../../recorded/expected.ts';
import { recordedFolder } from '../../../recorded/folder.ts';
import { bothWays, configOf, factsIn, madeUpFacts, type BothWays } from './both-ways.ts';

const json = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;

describe.each([1, 2, 3])('over the built-in incident of seed %i, the log pass', (seed) => {
  let out: string;
  let found: BothWays;
  let expected: { now: string; verdicts: Record<string, unknown>[] };

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'glasswatch-test-'));
    const paths = await writeIncident({ out, records: 3_000, seed });
    expected = (await json(paths.expected)) as typeof expected;
    found = await bothWays(paths.logs, configOf(await json(paths.config)), expected.now);
  }, 120_000);

  afterAll(() => rm(out, { recursive: true, force: true }));

  test('says what the script says', () => {
    const verdicts = found.log.judged.incidents.flatMap(({ exposures }) => exposures);
    const key = ({ secret, firstRead }: Record<string, unknown>) => `${String(firstRead)} ${String(secret)}`;
    const sorted = [...expected.verdicts].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    const got = verdicts.map((verdict) => ({ ...verdict })).sort((a, b) => (key(a) < key(b) ? -1 : 1));
    expect(got).toHaveLength(sorted.length);
    for (const [index, verdict] of sorted.entries()) expect(got[index]).toMatchObject(verdict);
  });

  test('finds what the files hold, and judges it alike', () => {
    expect(factsIn(found.log)).toEqual(factsIn(found.files));
    expect(madeUpFacts(found)).toEqual([]);
    expect(found.log.judged).toEqual(found.files.judged);
    expect(found.log.coverage).toEqual(found.files.coverage);
  });

  test('is answered with a small part of the log, without session tokens', () => {
    expect(found.rows.length).toBeLessThan(1_000);
    expect(JSON.stringify(found.rows)).not.toMatch(/session_?token|FAKE-SESSION|secretAccessKey/i);
  });
});

test.skipIf(existsSync(recordedFolder) || process.env.CI === undefined)('the recordings are there', () => {
  expect.fail(`no recorded events in ${recordedFolder}`);
});

describe.skipIf(!existsSync(recordedFolder))('over what others recorded', () => {
  const declared = [
    'arn:aws:iam::123456789012:role/testuser217',
    'arn:aws:iam::903144391865:user/christophe',
    'arn:aws:iam::165109126369:user/christophe',
  ].map((principal) => ({
    principal,
    from: '2020-01-01T00:00:00Z',
    to: '2027-01-01T00:00:00Z',
    reason: 'x',
  }));

  test.each([
    { name: 'break-glass principals', config: recordedConfig },
    { name: 'declared incidents', config: { declaredIncidents: declared } },
    { name: 'both', config: { ...recordedConfig, declaredIncidents: declared } },
    { name: 'every role and user of some accounts', config: { breakGlass: everybody() } },
  ])('$name: files and log pass give the same', async ({ config }) => {
    const found = await bothWays(recordedFolder, configOf(config), '2026-01-01T00:00:00Z');
    expect(found.files.judged.incidents.length).toBeGreaterThan(0);
    expect(factsIn(found.log)).toEqual(factsIn(found.files));
    expect(madeUpFacts(found)).toEqual([]);
    expect(found.log.judged).toEqual(found.files.judged);
  });
});

function everybody() {
  const accounts = ['123456789012', '111111111111', '012345678901', '307578594326', '742491224508'];
  return {
    roles: accounts.map((one) => `arn:aws:iam::${one}:role/*`),
    users: accounts.map((one) => `arn:aws:iam::${one}:user/*`),
  };
}
