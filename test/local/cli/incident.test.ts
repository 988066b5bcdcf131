import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeIncident } from '../../../local/incident/incident.ts';
import { filesBelow, type Expected } from '../incident/reading.ts';
import { Folder, glasswatch, type Ended } from './glasswatch.ts';

/** The command over the built-in incident; its script says what must come out. */

const folder = new Folder();
const now = '2026-11-19T00:00:00Z';
let logs = '';
let config = '';
let expected: Expected;
let first: Ended;

beforeAll(async () => {
  const written = await writeIncident({ out: join(folder.path, 'day'), records: 0, seed: 1 });
  ({ logs, config } = written);
  expected = JSON.parse(readFileSync(written.expected, 'utf8')) as Expected;
  first = await incident('out');
}, 120_000);
afterAll(() => {
  folder.remove();
});

function incident(out: string, ...more: readonly string[]): Promise<Ended> {
  return glasswatch([
    'incident',
    logs,
    '--config',
    config,
    '--now',
    now,
    '--out',
    join(folder.path, out),
    ...more,
  ]);
}

interface EvidenceRecord {
  readonly incident: { readonly actor: string };
  readonly recordSha256: string;
  readonly exposures: readonly Record<string, unknown>[];
  readonly sessions: readonly {
    readonly events: readonly { readonly eventID: string; readonly eventName: string }[];
  }[];
  readonly persistence: readonly { readonly eventID: string; readonly target: string }[];
  readonly tellings: readonly { readonly eventID: string }[];
  readonly sourceEvents: readonly string[];
}

function folders(out = 'out'): string[] {
  return readdirSync(join(folder.path, out)).map((name) => join(folder.path, out, name));
}

function records(): EvidenceRecord[] {
  return folders().map(
    (one) => JSON.parse(readFileSync(join(one, 'evidence.json'), 'utf8')) as EvidenceRecord,
  );
}

function recordOf(actor: string): EvidenceRecord {
  const found = records().find((one) => one.incident.actor === actor);
  if (found === undefined) throw new Error(`no incident of ${actor}`);
  return found;
}

describe('glasswatch incident', () => {
  it('prints a line for each incident, with the worst of its states and its folder', () => {
    expect(first.code).toBe(0);
    const lines = first.stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/^[0-9a-f]{16}  /, '').replace(/ {2}\/.*$/, ''))).toEqual([
      'ana.ops  arn:aws:iam::111122223333:role/BREAK-GLASS-admin  8 secrets, worst: overdue',
      'bo.dba  arn:aws:iam::111122223333:role/BREAK-GLASS-database  2 secrets, worst: replaced in time',
      'break-glass-root-key  arn:aws:iam::111122223333:user/break-glass-root-key  0 secrets',
    ]);
    expect(lines.map((line) => line.split('  ').at(-1)).sort()).toEqual(folders().sort());
  });

  it('writes report.md, report.html and evidence.json for each, and nothing else', () => {
    for (const one of folders())
      expect(readdirSync(one).sort()).toEqual(['evidence.json', 'report.html', 'report.md']);
  });

  it('says in the evidence of every secret what the script says', () => {
    const members = ['secret', 'firstRead', 'lastRead', 'deadline', 'state', 'reason', 'rotatedAt'] as const;
    const said = records()
      .flatMap(({ incident: { actor }, exposures }) =>
        exposures.map((one): Record<string, unknown> => ({ ...one, actor })),
      )
      .map((one) => ['actor', ...members].map((name) => one[name]));
    const scripted = expected.verdicts.map((one) => [one.actor, ...members.map((name) => one[name])]);
    expect(said.map((one) => one.join()).sort()).toEqual(scripted.map((one) => one.join()).sort());
  });

  it('tells all that the script lets ana do, in her session and the one chained from it', () => {
    const ana = recordOf('ana.ops@example.com');
    const counts = ana.sessions.map(({ events }) => {
      const names = events.map(({ eventName }) => eventName);
      return Object.fromEntries(
        [...new Set(names)].map((name) => [name, names.filter((one) => one === name).length]),
      );
    });
    expect(counts).toEqual([
      {
        AssumeRole: 2,
        GetCallerIdentity: 1,
        ListSecrets: 1,
        GetSecretValue: 7,
        BatchGetSecretValue: 1,
        GetParameter: 1,
        Decrypt: 8,
        StopLogging: 1,
        CreateAccessKey: 1,
        PutSecretValue: 1,
        GenerateDataKey: 1,
      },
      { GetSecretValue: 1, Decrypt: 1 },
    ]);
    expect(ana.persistence.map(({ target }) => target)).toEqual(['svc-migration']);
  });

  it('rests on events that are in the log, and tells of alerts that the script expects', () => {
    const known = new Set(expected.timeline.map(({ eventID }) => eventID));
    const alerts = new Set(expected.alerts.map(({ eventID }) => eventID));
    for (const { sourceEvents, tellings } of records()) {
      expect(sourceEvents.length).toBeGreaterThan(1);
      expect(sourceEvents.filter((eventID) => !known.has(eventID))).toEqual([]);
      expect(tellings.filter(({ eventID }) => !alerts.has(eventID))).toEqual([]);
    }
    expect(recordOf('ana.ops@example.com').tellings.length).toBeGreaterThan(10);
  });

  it('carries hashes that hold, told in both reports', () => {
    for (const one of folders()) {
      const text = readFileSync(join(one, 'evidence.json'), 'utf8');
      const { recordSha256 } = JSON.parse(text) as EvidenceRecord;
      const hashed = text.replace(`,"recordSha256":"${recordSha256}"`, '').replace('\n', '');
      expect(hashed).not.toContain(recordSha256);
      expect(createHash('sha256').update(hashed).digest('hex')).toBe(recordSha256);
      expect(readFileSync(join(one, 'report.md'), 'utf8')).toContain(recordSha256);
      expect(readFileSync(join(one, 'report.html'), 'utf8')).toContain(recordSha256);
    }
  });

  it('holds no session token and no value', async () => {
    for (const [path, bytes] of await filesBelow(join(folder.path, 'out'))) {
      expect(bytes.toString(), path).not.toMatch(/sessionToken|secretString|SecretBinary|FwoGZXIvYXdz/i);
    }
  });

  it('gives the same bytes again, from files of other names in another order, and from standard input', async () => {
    const files = [...(await filesBelow(logs))];
    for (const [index, [, bytes]] of files.reverse().entries())
      folder.write(`shuffled/${index}.json.gz`, bytes);
    const out = (name: string) => ['--config', config, '--now', now, '--out', join(folder.path, name)];
    expect((await glasswatch(['incident', join(folder.path, 'shuffled'), ...out('again')])).code).toBe(0);
    expect(await filesBelow(join(folder.path, 'again'))).toEqual(await filesBelow(join(folder.path, 'out')));
    const [, bytes] = files.find(([path]) => path.includes('eu-central-1')) ?? ['', Buffer.alloc(0)];
    const alone = folder.write('alone.json.gz', bytes);
    const fromFile = await glasswatch(['incident', alone, ...out('from-file')]);
    const fromInput = await glasswatch(['incident', '-', ...out('from-input')], {
      input: bytes as unknown as string,
    });
    expect(fromInput.code).toBe(fromFile.code);
    expect(fromInput.stdout.replaceAll('from-input', 'from-file')).toBe(fromFile.stdout);
  });
});

describe('the folder of an incident', () => {
  it('is replaced where it is an earlier report of the same incident; what else is in DIR stays', async () => {
    const mine = folder.write('again/mine.txt', 'mine');
    const [one = ''] = folders('again');
    writeFileSync(join(one, 'report.md'), 'old');
    expect((await incident('again')).code).toBe(0);
    expect(readFileSync(mine, 'utf8')).toBe('mine');
    rmSync(mine);
    expect(await filesBelow(join(folder.path, 'again'))).toEqual(await filesBelow(join(folder.path, 'out')));
  });

  it('is left alone, and no other is written, where somebody put a file into it', async () => {
    const [one = ''] = folders('again');
    writeFileSync(join(one, 'notes.txt'), 'mine');
    const before = await filesBelow(join(folder.path, 'again'));
    const { code, stdout, stderr } = await incident('again', '--now', '2026-11-20T00:00:00Z');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /is no earlier report of this incident, or holds more: name another folder with --out/,
    );
    expect(await filesBelow(join(folder.path, 'again'))).toEqual(before);
  });
});

describe('its usage', () => {
  it('says that there is no incident, writes nothing, and that is no error', async () => {
    const config = folder.write('quiet.json', '{"breakGlass":{"roles":[]}}');
    const out = join(folder.path, 'none');
    const { code, stdout, stderr } = await glasswatch(['incident', logs, '--config', config, '--out', out]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/no break-glass session in this log/);
    expect(existsSync(out)).toBe(false);
  });

  it('ends with 130 after Ctrl-C, and leaves nothing behind', async () => {
    const config = folder.write('quiet.json', '{"breakGlass":{"roles":[]}}');
    const out = join(folder.path, 'interrupted');
    const { code } = await glasswatch(['incident', '-', '--config', config, '--out', out], {
      input: null,
      interruptAt: /warning/,
    });
    expect(code).toBe(130);
    expect(readdirSync(folder.path).filter((name) => name.startsWith('interrupted'))).toEqual([]);
  });

  it('ends with 1 where a file is unreadable, and reports on the rest', async () => {
    const broken = folder.write('broken.json.gz', 'not gzip');
    const { code, stdout, stderr } = await incident('with-broken', broken);
    expect(code).toBe(1);
    expect(stdout.trimEnd().split('\n')).toHaveLength(3);
    expect(stderr).toMatch(/unreadable: .*broken\.json\.gz/);
  });

  it.each([
    ['--out is missing', (log: string) => ['incident', log], /required option '--out <DIR>'/],
    [
      '--now is no time',
      (log: string) => ['incident', log, '--out', 'x', '--now', 'noon'],
      /--now noon: expected a time/,
    ],
    ['a path does not exist', () => ['incident', '/no/such/place', '--out', 'x'], /does not exist/],
    [
      'the file of waivers is none',
      (log: string) => ['incident', log, '--out', 'x', '--waivers', '/no/such/file'],
      /no\/such\/file/,
    ],
  ])('ends with 2, and nothing is written, where %s', async (_, args, words) => {
    const { code, stdout, stderr } = await glasswatch([...args(logs), '--config', config], {
      cwd: folder.path,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(words);
    expect(existsSync(join(folder.path, 'x'))).toBe(false);
  });

  it('holds a waiver in the record and the report', async () => {
    const overdue = recordOf('ana.ops@example.com').exposures.find(({ reason }) => reason === 'no-proof');
    const waivers = folder.write(
      'waivers.json',
      JSON.stringify([
        {
          exposure: overdue?.exposure,
          reason: 'shut down today',
          author: 'arn:aws:iam::111122223333:role/ciso',
          expires: '2026-12-01',
        },
      ]),
    );
    expect((await incident('waived', '--waivers', waivers)).code).toBe(0);
    const report = folders('waived')
      .map((one) => readFileSync(join(one, 'report.md'), 'utf8'))
      .join('');
    expect(report).toContain(
      'waived by `arn:aws:iam::111122223333:role/ciso` until 2026-12-01 because `shut down today`',
    );
  });
});
