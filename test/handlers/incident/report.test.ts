import { describe, expect, it } from 'vitest';
import type { Incident, IncidentSession } from '../../../handlers/deadline/incident.ts';
import { composeReport, type IncidentReport } from '../../../handlers/incident/report.ts';
import type { Telling } from '../../../handlers/incident/telling.ts';
import { queries } from '../../../queries/catalogue.ts';
import { QueryFailed, type LogQuery } from '../../../queries/log-query.ts';
import {
  apiCall,
  assumeRole,
  at,
  deniedCall,
  iamUser,
  iamUserSession,
  readSecret,
  region,
  roleArn,
  roleSession,
  secretArn,
  serviceEvent,
  userArn,
  type Fields,
} from '../../detections/event-builders.ts';
import { madeUp, type Delivered } from '../../queries/asking.ts';
import { chainedSession, database, glassRole, incident, openingSession, rotated } from './incidents.ts';

const ana = roleSession('BREAK-GLASS-admin', { path: 'emergency/' });
const hop = roleSession('operator', { session: 'hop', created: '09:10:00' });
const app = roleSession('app', { session: 'task' });

function id(record: Fields): string {
  return String(record.eventID);
}

function rotationOf(secret: string, clock: string): Fields {
  return { ...serviceEvent('RotationSucceeded', { SecretId: secret }), eventTime: at(clock) };
}

const opened = assumeRole(iamUserSession('ana', '08:50:00'), glassRole, { at: '09:00:00' });
const firstRead = readSecret(ana, database, { at: '09:05:00' });
const key = apiCall('iam', 'CreateAccessKey', ana, {
  at: '09:07:00',
  region: 'us-east-1',
  asked: { userName: 'svc' },
});
const stop = deniedCall('cloudtrail', 'StopLogging', ana, 'no', { at: '09:08:00' });
const chained = assumeRole(ana, roleArn('operator'), { session: 'hop', at: '09:10:00' });
const chainedRead = readSecret(hop, secretArn('prod/mail-Ef34Gh'), { at: '09:12:00' });
const lateTry = deniedCall('iam', 'CreateUser', ana, 'no', { at: '11:30:00' });
const afterwards = deniedCall('iam', 'CreateUser', ana, 'no', { at: '20:00:01' });
const elsewhere = readSecret(app, database, { at: '13:00:00' });
const log = [
  opened,
  firstRead,
  key,
  stop,
  chained,
  chainedRead,
  lateTry,
  afterwards,
  readSecret(app, database, { at: '08:00:00' }),
  readSecret(roleSession('batch'), database, { at: '07:00:00' }),
  rotationOf(database, '12:00:00'),
  elsewhere,
];

const now = Date.parse(at('20:00:00'));

async function composed(
  facts: Partial<Parameters<typeof composeReport>[0]>,
  files: readonly (Delivered | Fields)[] = log,
): Promise<IncidentReport> {
  const asked = await madeUp(files);
  const logQuery: LogQuery = {
    ask: async (query, values) => ({
      columns: query.columns,
      rows: await asked.ask(query.name, values),
      scannedBytes: null,
    }),
  };
  try {
    return await composeReport(
      {
        incident,
        now,
        watchedRegions: [],
        home: null,
        tellings: [],
        tellingBasis: 'replay',
        ...facts,
      },
      logQuery,
      queries,
    );
  } finally {
    asked.close();
  }
}

function eventsOf(report: IncidentReport): string[][] {
  return report.timelines.map(({ events }) => events.map(({ eventID }) => eventID));
}

describe('the report of an incident', () => {
  it('tells all that each session did, its opening first, and tries after its end too, until now', async () => {
    const report = await composed({});
    expect(report.timelines.map(({ session }) => session)).toEqual([openingSession, chainedSession]);
    expect(eventsOf(report)).toEqual([
      [opened, firstRead, key, stop, chained, lateTry].map(id),
      [chainedRead].map(id),
    ]);
    expect(report.timelines[0]?.events[3]).toMatchObject({
      eventName: 'StopLogging',
      errorCode: 'AccessDenied',
      eventTime: at('09:08:00'),
      sourceIPAddress: '198.51.100.7',
    });
  });

  it('tells what was made that outlives the session', async () => {
    const { persistence } = await composed({});
    expect(persistence).toMatchObject([{ eventID: id(key), made: 'key', target: 'svc', actor: 'ana.ops' }]);
  });

  it('tells who else read a secret and has not read it again, not who has, nor the readers of the incident', async () => {
    const { staleReaders } = await composed({});
    expect(staleReaders).toMatchObject([
      { secret: database, principal: roleArn('batch'), lastRead: at('07:00:00'), replacedAt: at('12:00:00') },
    ]);
  });

  it('tells of the alerts about its events, not of others, nor of later ones', async () => {
    const telling = (eventID: string, clock: string): Telling => ({
      at: at(clock),
      eventID,
      detection: 'break-glass-opened',
      severity: 'critical',
      what: eventID,
      mfa: null,
    });
    const mine = [
      telling('event-opened', '09:00:00'),
      telling(id(stop), '09:08:00'),
      telling('event-rotation', '12:00:00'),
    ];
    const report = await composed({
      tellings: [...mine, telling('elsewhere', '09:30:00'), telling(id(firstRead), '20:00:01')],
    });
    expect(report.tellings).toEqual(mine);
  });

  it('knows which Regions and days the log holds', async () => {
    const files = [
      { day: '2026/11/18', records: log },
      {
        day: '2026/11/18',
        region: 'us-east-1',
        records: [apiCall('iam', 'ListRoles', app, { region: 'us-east-1' })],
      },
      {
        day: '2026/11/20',
        records: [{ ...readSecret(app, database), eventTime: '2026-11-20T10:00:00Z' }],
      },
    ];
    const { coverage, blindSpots } = await composed(
      { now: Date.parse('2026-11-21T00:00:00Z'), watchedRegions: [region, 'us-east-1', 'eu-west-1'] },
      files,
    );
    expect(coverage).toEqual({
      regions: [region, 'us-east-1'],
      silentRegions: ['eu-west-1'],
      gaps: [
        { region, from: '2026-11-19', to: '2026-11-19' },
        { region: 'us-east-1', from: '2026-11-19', to: '2026-11-20' },
      ],
    });
    expect(blindSpots.flatMap(({ about }) => about)).toContain('eu-west-1');
  });

  it('follows a long-term key by its user, within the time of its session only', async () => {
    const glass = iamUser('glass');
    const before = readSecret(glass, database, { at: '05:00:00' });
    const first = readSecret(glass, database, { at: '09:00:00' });
    const last = apiCall('iam', 'ListUsers', glass, { at: '09:20:00' });
    const next = readSecret(glass, database, { at: '15:00:00' });
    const session: IncidentSession = {
      ...openingSession,
      session: `AIDAGLASSXXXXXXXXXXXX/AKIAGLASSXXXXXXXXXXXX@${at('09:00:00')}`,
      principal: userArn('glass'),
      actor: 'glass',
      to: at('09:20:00'),
      ends: 'last-event',
      openedBy: null,
      openedEvent: id(first),
    };
    const byKey: Incident = {
      ...incident,
      opened: userArn('glass'),
      role: null,
      sessions: [session],
      exposures: [rotated],
    };
    expect(eventsOf(await composed({ incident: byKey }, [before, first, last, next]))).toEqual([
      [first, last].map(id),
    ]);
  });

  it('gives an event to one session only, also where two keys of one user overlap', async () => {
    const glass = iamUser('glass');
    const only = readSecret(glass, database, { at: '09:10:00' });
    const ofKey = (name: string, from: string): IncidentSession => ({
      ...openingSession,
      session: `AIDAGLASSXXXXXXXXXXXX/${name}@${at(from)}`,
      principal: userArn('glass'),
      from: at(from),
      to: at('09:30:00'),
      openedEvent: null,
    });
    const twice: Incident = {
      ...incident,
      sessions: [ofKey('AKIA1', '09:00:00'), ofKey('AKIA2', '09:05:00')],
    };
    expect(eventsOf(await composed({ incident: twice }, [only])).flat()).toEqual([id(only)]);
  });

  it('says as of when it holds, and has questions and blind spots even where nothing was read', async () => {
    const report = await composed({ incident: { ...incident, exposures: [] } });
    expect(report.asOf).toBe('2026-11-18T20:00:00Z');
    expect(report.staleReaders).toEqual([]);
    expect(report.questions.length).toBeGreaterThan(0);
    expect(report.blindSpots.length).toBeGreaterThan(0);
  });

  it('is not made where a question fails', async () => {
    const failing: LogQuery = {
      ask: (query) => Promise.reject(new QueryFailed(query.name, 'out of memory')),
    };
    const facts = {
      incident,

      now,
      watchedRegions: [],
      home: null,
      tellings: [],
      tellingBasis: 'replay',
    } as const;
    await expect(composeReport(facts, failing, queries)).rejects.toThrow(/out of memory/);
  });
});
