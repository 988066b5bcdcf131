import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../../handlers/incident/evidence.ts';
import type { IncidentReport } from '../../../handlers/incident/report.ts';
import { attacks } from '../../hostile/texts.ts';
import { event, incident, openingSession, report, rotated } from './incidents.ts';

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Canonical JSON by hand (RFC 8785): members in order of their names, no blanks; ours hold no number but small ones. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
}

type Members = Record<string, unknown>;

/** A report that holds every attack there is, wherever somebody else's text stands. */
const attacked: IncidentReport = {
  ...report,
  incident: {
    ...incident,
    actor: attacks.join(' '),
    exposures: attacks.map((secret) => ({ ...rotated, secret, readEvents: [secret, 'x'] })),
  },
  timelines: attacks.map((text) => ({
    session: { ...openingSession, actor: text },
    events: [{ ...event, eventID: text, userAgent: text, target: text }],
  })),
};

const hasTools = ['jq', 'sha256sum'].every((tool) => spawnSync(tool, ['--version']).status === 0);

describe('an evidence record', () => {
  it('carries the hash of itself without the hash', () => {
    const { text, recordSha256 } = evidenceOf(report);
    const { recordSha256: carried, ...rest } = JSON.parse(text) as Members;
    expect(carried).toBe(recordSha256);
    expect(sha256(canonical(rest))).toBe(recordSha256);
    expect(text).toBe(`${canonical({ ...rest, recordSha256 })}\n`);
  });

  it('lists every event that anything in it rests on, once, sorted, and carries their hash', () => {
    const record = JSON.parse(evidenceOf(report).text) as Members;
    expect(record.sourceEvents).toEqual([
      'event-chained',
      'event-key',
      'event-mail',
      'event-opened',
      'event-read-1',
      'event-read-2',
      'event-rotation',
      'event-stop',
    ]);
    expect(record.sourceEventsSha256).toBe(
      sha256(
        'event-chained\nevent-key\nevent-mail\nevent-opened\nevent-read-1\nevent-read-2\nevent-rotation\nevent-stop\n',
      ),
    );
  });

  it('names the revocation that ended a session, and rests on it', () => {
    const cutOff = { ...openingSession, ends: 'revoked' as const, endedEvent: 'event-revoked' };
    const revoked: IncidentReport = {
      ...report,
      incident: { ...incident, sessions: [cutOff] },
      timelines: [{ session: cutOff, events: [event] }],
    };
    const record = JSON.parse(evidenceOf(revoked).text) as Members;
    expect(record.sessions).toMatchObject([{ ends: 'revoked', endedEvent: 'event-revoked' }]);
    expect(record.sourceEvents).toContain('event-revoked');
    const { recordSha256 } = evidenceOf(revoked);
    const other = { ...cutOff, endedEvent: 'event-other' };
    const changed = { ...revoked, timelines: [{ session: other, events: [event] }] };
    expect(evidenceOf(changed).recordSha256).not.toBe(recordSha256);
  });

  it('says what it is, which version, how it was hashed, and by which terms it judges', () => {
    expect(JSON.parse(evidenceOf(report).text)).toMatchObject({
      kind: 'glasswatch-incident-evidence',
      version: 1,
      asOf: '2026-11-19T00:00:00Z',
      method: { recordSha256: expect.stringContaining('without the member recordSha256') as unknown },
      exposures: [
        {
          secret: rotated.secret,
          state: 'rotated',
          terms: { deadlineHours: 4, clock: 'session-end', alternating: false },
          deadline: '2026-11-18T14:10:00Z',
          evidence: ['event-rotation'],
        },
        { state: 'overdue', reason: 'no-proof', rotatedAt: null },
      ],
    });
  });

  it('changes its hash when anything in it changes', () => {
    const later = evidenceOf({ ...report, asOf: '2026-11-19T00:00:01Z' });
    const terms = { ...rotated.terms, deadlineHours: 5 };
    const other = evidenceOf({ ...report, incident: { ...incident, exposures: [{ ...rotated, terms }] } });
    expect(new Set([evidenceOf(report), later, other].map(({ recordSha256 }) => recordSha256)).size).toBe(3);
  });

  it('does not hold what was not thought of: further members of what it is made of stay out', () => {
    const token = 'FAKE-SESSION-TOKEN';
    const leaking = {
      ...report,
      sessionToken: token,
      incident: { ...incident, token, exposures: [{ ...rotated, value: token }] },
      timelines: [
        { session: { ...openingSession, token }, events: [{ ...event, responseElements: { token } }] },
      ],
    };
    expect(evidenceOf(leaking).text).not.toContain(token);
  });

  // Where the tools are missing, the hand-written recipe above holds the same.
  it.skipIf(!hasTools)(
    'can be checked with the commands of the runbook, whatever attackers wrote into it',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'glasswatch-evidence-'));
      try {
        for (const one of [report, attacked]) {
          const { text, recordSha256 } = evidenceOf(one);
          writeFileSync(join(folder, 'evidence.json'), text);
          const run = (command: string) =>
            execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' }).slice(0, 64);
          const [withJq, withSed, ofSources] = commandsOfRunbook();
          expect(run(withJq)).toBe(recordSha256);
          expect(run(withSed)).toBe(recordSha256);
          const { sourceEventsSha256 } = JSON.parse(text) as Members;
          expect(run(ofSources)).toBe(sourceEventsSha256);
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

/** The three commands of "How to check an evidence record" that end in a hash. */
function commandsOfRunbook(): [withJq: string, withSed: string, ofSources: string] {
  const runbook = readFileSync(join(import.meta.dirname, '../../../docs/runbook.md'), 'utf8');
  const [, section = ''] = runbook.split('## How to check an evidence record');
  const commands = section.split('\n').filter((line) => /^ {4}.*\| sha256sum$/.test(line));
  const [withJq, withSed, ofSources] = commands.map((line) => line.trim());
  if (commands.length !== 3 || withJq === undefined || withSed === undefined || ofSources === undefined) {
    throw new Error(`expected three commands in docs/runbook.md, found ${commands.length}`);
  }
  return [withJq, withSed, ofSources];
}
