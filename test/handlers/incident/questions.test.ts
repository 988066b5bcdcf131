import { describe, expect, it } from 'vitest';
import { questionsOf, type Findings } from '../../../handlers/incident/questions.ts';
import { userArn } from '../../detections/event-builders.ts';
import {
  chainedSession,
  database,
  glassRole,
  incident,
  mail,
  openingSession,
  report,
  rotated,
} from './incidents.ts';

const quiet: Findings = {
  incident: { ...incident, sessions: [openingSession], exposures: [rotated] },
  timelines: [],
  persistence: [],
  staleReaders: [],
  tellings: [],
};

/** The question that holds some words; undefined where none does. */
function asked(findings: Partial<Findings>, words: RegExp) {
  return questionsOf({ ...quiet, ...findings }).find(({ asks }) => words.test(asks));
}

function withVerdict(changes: Partial<typeof rotated>): Partial<Findings> {
  return { incident: { ...quiet.incident, exposures: [{ ...rotated, ...changes }] } };
}

describe('the questions for the post-mortem', () => {
  it('are one where all went well: what the emergency was', () => {
    expect(questionsOf(quiet)).toEqual([
      {
        asks: 'What was the emergency, who decided to break the glass, and would an ordinary way have done?',
        about: [glassRole],
        due: '2026-11-25',
      },
    ]);
  });

  it('ask at once, by the next working day, where a secret is overdue', () => {
    expect(
      asked(withVerdict({ state: 'overdue', reason: 'no-proof', secret: mail }), /not replaced/),
    ).toMatchObject({
      about: [mail],
      due: '2026-11-19',
    });
  });

  it('ask at once who made something that outlives the session, and whether it was planned', () => {
    expect(asked({ persistence: report.persistence }, /on purpose/)).toMatchObject({
      about: ['CreateAccessKey svc'],
      due: '2026-11-19',
    });
  });

  it.each([
    ['late', { state: 'rotated-late' }, /too late/],
    ['waived', { state: 'waived' }, /waiver/],
    ['replaced by the same person under another identity', { samePerson: true }, /same person/],
    ['put by the reader', { state: 'overdue', reason: 'put-by-reader' }, /knows it too/],
    ['another account’s', { state: 'unresolved', reason: 'external-account' }, /Nobody can tell/],
  ] as const)('ask about a secret that is %s, and not otherwise', (_, changes, words) => {
    expect(asked(withVerdict(changes), words)).toMatchObject({ about: [database] });
    expect(asked({}, words)).toBeUndefined();
  });

  it('ask why there was no MFA, only where the record says so', () => {
    const [opened] = report.tellings;
    if (opened === undefined) throw new Error('no telling');
    expect(asked({ tellings: [opened] }, /MFA/)?.about).toEqual([opened.what]);
    expect(asked({ tellings: [{ ...opened, mfa: true }] }, /MFA/)).toBeUndefined();
    expect(asked({ tellings: [{ ...opened, mfa: null }] }, /MFA/)).toBeUndefined();
  });

  it('ask about chained roles, refused calls, stale readers and unknown openings', () => {
    const chained = { incident: { ...incident, sessions: [openingSession, chainedSession] } };
    expect(asked(chained, /assumed for/)?.about).toEqual([chainedSession.principal]);
    expect(asked({ timelines: report.timelines }, /not allowed/)?.about).toEqual(['StopLogging trail']);
    expect(asked({ staleReaders: report.staleReaders }, /old value/)?.about).toHaveLength(1);
    const unknown = { incident: { ...incident, sessions: [{ ...openingSession, openedEvent: null }] } };
    expect(asked(unknown, /without an opening/)?.about).toEqual([openingSession.session]);
  });

  it('ask how credentials were lost where an incident was declared', () => {
    const stolen = { ...incident, declared: 'key on a public page', opened: userArn('build') };
    expect(asked({ incident: stolen }, /How were these credentials lost/)?.about).toEqual([userArn('build')]);
    expect(asked({ incident: stolen }, /decided to break the glass/)).toBeUndefined();
  });

  it('ask who ends an incident that goes on', () => {
    const open = { ...incident, open: true, sessions: [{ ...openingSession, ends: 'open' as const }] };
    expect(asked({ incident: open }, /not over/)?.about).toEqual([openingSession.session]);
    expect(asked({}, /not over/)).toBeUndefined();
  });

  it('ask at once for a long-term key to be replaced, and not how its session began', () => {
    const key = { ...openingSession, session: 'AIDAGLASS/AKIAGLASS@2026-11-18T09:00:00Z', openedEvent: null };
    const byKey = { incident: { ...incident, sessions: [key] } };
    expect(asked(byKey, /long-term keys/)).toMatchObject({ about: [key.session], due: '2026-11-19' });
    expect(asked(byKey, /without an opening/)).toBeUndefined();
    expect(asked({}, /long-term keys/)).toBeUndefined();
  });

  it('stand in order of urgency', () => {
    const due = questionsOf({ ...report, tellings: report.tellings }).map((one) => one.due);
    expect(due).toEqual([...due].sort());
    expect(new Set(due).size).toBe(2);
  });
});
