import { describe, expect, it } from 'vitest';
import { blindSpotsOf, type LogFacts } from '../../../handlers/incident/blind-spots.ts';
import { region, roleArn } from '../../detections/event-builders.ts';
import { event, incident, openingSession, rotated } from './incidents.ts';

const facts: LogFacts = {
  incident: { ...incident, exposures: [rotated] },
  timelines: [],
  coverage: { regions: [region], silentRegions: [], gaps: [] },
};

function spot(changes: Partial<LogFacts>, words: RegExp) {
  return blindSpotsOf({ ...facts, ...changes }).find(({ says }) => words.test(says));
}

describe('what the log cannot show', () => {
  it('is always what became of a value: copies, open connections, caches, data events', () => {
    for (const words of [/copied/, /closes no database session/, /cache answered/, /data events/])
      expect(spot({}, words)).toBeDefined();
  });

  it('is not the fate of values where none was read', () => {
    const nothingRead = { incident: { ...incident, exposures: [] } };
    expect(spot(nothingRead, /copied/)).toBeUndefined();
    expect(spot(nothingRead, /data events/)).toBeDefined();
  });

  it.each([
    ['batch-filter', /batch with a filter/],
    ['path-read', /below a path/],
    ['external-account', /other accounts were replaced/],
    ['log-gap', /has a gap/],
    ['deleted', /deleted secrets/],
  ] as const)('follows from the reason %s, and names the secret', (reason, words) => {
    const read = { incident: { ...incident, exposures: [{ ...rotated, reason }] } };
    expect(spot(read, words)?.about).toEqual([rotated.secret]);
    expect(spot({}, words)).toBeUndefined();
  });

  it('is what happened where or when the log has no record', () => {
    const coverage = {
      regions: [region],
      silentRegions: ['us-east-1'],
      gaps: [
        { region, from: '2026-11-19', to: '2026-11-20' },
        { region, from: '2026-11-22', to: '2026-11-22' },
      ],
    };
    expect(spot({ coverage }, /holds no record of these days/)?.about).toEqual(['us-east-1']);
    expect(spot({ coverage }, /on days of which/)?.about).toEqual([
      `${region} 2026-11-19 to 2026-11-20`,
      `${region} 2026-11-22`,
    ]);
    expect(spot({}, /holds no record/)).toBeUndefined();
  });

  it('is what was done with a role of another account, but not with one of ours, nor with one that was refused', () => {
    const foreign = roleArn('partner', { owner: '444455556666' });
    const assumed = { ...event, eventName: 'AssumeRole', target: foreign };
    const timelines = (one: typeof event) => ({ timelines: [{ session: openingSession, events: [one] }] });
    expect(spot(timelines(assumed), /roles of other accounts/)?.about).toEqual([foreign]);
    expect(
      spot(timelines({ ...assumed, target: roleArn('operator') }), /roles of other accounts/),
    ).toBeUndefined();
    expect(
      spot(timelines({ ...assumed, errorCode: 'AccessDenied' }), /roles of other accounts/),
    ).toBeUndefined();
  });

  it('is how a session was opened, where no event opens it', () => {
    const unknown = { incident: { ...incident, sessions: [{ ...openingSession, openedEvent: null }] } };
    expect(spot(unknown, /How these sessions were opened/)?.about).toEqual([openingSession.session]);
  });

  it('is who used a long-term key, which no event opens', () => {
    const key = { ...openingSession, session: 'AIDAGLASS/AKIAGLASS@2026-11-18T09:00:00Z', openedEvent: null };
    const byKey = { incident: { ...incident, sessions: [key] } };
    expect(spot(byKey, /long-term keys/)?.about).toEqual([key.session]);
    expect(spot(byKey, /How these sessions were opened/)).toBeUndefined();
    expect(spot({}, /long-term keys/)).toBeUndefined();
  });
});
