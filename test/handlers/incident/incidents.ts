import type { Incident, IncidentSession } from '../../../handlers/deadline/incident.ts';
import type { Verdict } from '../../../handlers/deadline/verdict.ts';
import type { IncidentReport } from '../../../handlers/incident/report.ts';
import type { TimelineEvent } from '../../../handlers/incident/timeline.ts';
import { account, at, region, roleArn, secretArn, userArn } from '../../detections/event-builders.ts';

/** Incidents and reports written by hand, as the deadline core and the log would give them. */

export const glassRole = roleArn('BREAK-GLASS-admin', { path: 'emergency/' });
export const database = secretArn('prod/db-Ab12Cd');
export const mail = secretArn('prod/mail-Ef34Gh');

export const openingSession: IncidentSession = {
  session: `AROABREAKGLASSADMINXX:ana.ops@${at('09:00:00')}`,
  chainedFrom: null,
  principal: glassRole,
  actor: 'ana.ops',
  from: at('09:00:00'),
  to: at('10:00:00'),
  ends: 'expiry',
  openedBy: { principal: userArn('ana'), actor: 'ana' },
  openedEvent: 'event-opened',
  endedEvent: null,
};

export const chainedSession: IncidentSession = {
  session: `AROAOPERATORXXXXXXXXX:hop@${at('09:10:00')}`,
  chainedFrom: openingSession.session,
  principal: roleArn('operator'),
  actor: 'hop',
  from: at('09:10:00'),
  to: at('10:10:00'),
  ends: 'expiry',
  openedBy: { principal: glassRole, actor: 'ana.ops' },
  openedEvent: 'event-chained',
  endedEvent: null,
};

/** Replaced in time by a rotation that nobody of the incident made. */
export const rotated: Verdict = {
  exposure: '00000000000000aa',
  incident: '0123456789abcdef',
  session: openingSession.session,
  sessions: [openingSession.session],
  actor: 'ana.ops',
  role: glassRole,
  account,
  region,
  secret: database,
  kind: 'secret',
  firstRead: at('09:05:00'),
  lastRead: at('09:06:00'),
  reads: 2,
  readEvents: ['event-read-1', 'event-read-2'],
  terms: { deadlineHours: 4, clock: 'session-end', alternating: false },
  clockStart: at('10:10:00'),
  sessionOpen: false,
  deadline: at('14:10:00'),
  state: 'rotated',
  reason: 'rotation-succeeded',
  rotatedAt: at('12:00:00'),
  rotatedBy: { actor: 'ci', principal: roleArn('ci') },
  samePerson: false,
  evidence: ['event-rotation'],
  waiver: null,
  final: true,
};

/** Never replaced. */
export const overdue: Verdict = {
  ...rotated,
  exposure: '00000000000000bb',
  sessions: [chainedSession.session],
  secret: mail,
  firstRead: at('09:12:00'),
  lastRead: at('09:12:00'),
  reads: 1,
  readEvents: ['event-mail'],
  state: 'overdue',
  reason: 'no-proof',
  rotatedAt: null,
  rotatedBy: null,
  evidence: [],
};

export const incident: Incident = {
  incident: '0123456789abcdef',
  formerIds: [],
  actor: 'ana.ops',
  opened: glassRole,
  role: glassRole,
  declared: null,
  declaration: null,
  account,
  sessions: [openingSession, chainedSession],
  from: at('09:00:00'),
  to: at('10:10:00'),
  open: false,
  exposures: [rotated, overdue],
};

export const event: TimelineEvent = {
  eventID: 'event-read-1',
  eventTime: at('09:05:00'),
  eventSource: 'secretsmanager.amazonaws.com',
  eventName: 'GetSecretValue',
  account,
  region,
  principal: glassRole,
  actor: 'ana.ops',
  target: 'prod/db',
  readOnly: true,
  errorCode: null,
  through: null,
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.31.2',
};

/** A report with something in every part. */
export const report: IncidentReport = {
  kind: 'glasswatch-incident-report',
  version: 1,
  asOf: '2026-11-19T00:00:00Z',
  incident,
  actions: [
    {
      exposure: overdue.exposure,
      secret: mail,
      says: 'Nobody has replaced it: someone else than ana.ops must.',
      command: `aws secretsmanager rotate-secret --secret-id ${mail} --region ${region}`,
    },
  ],
  timelines: [
    {
      session: openingSession,
      events: [
        event,
        {
          ...event,
          eventID: 'event-key',
          eventTime: at('09:07:00'),
          eventName: 'CreateAccessKey',
          readOnly: false,
          target: 'svc',
        },
        {
          ...event,
          eventID: 'event-stop',
          eventTime: at('09:08:00'),
          eventName: 'StopLogging',
          errorCode: 'AccessDenied',
          target: 'trail',
        },
      ],
    },
    { session: chainedSession, events: [] },
  ],
  persistence: [
    {
      eventID: 'event-key',
      eventTime: at('09:07:00'),
      made: 'key',
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateAccessKey',
      account,
      region: 'us-east-1',
      principal: glassRole,
      actor: 'ana.ops',
      target: 'svc',
    },
  ],
  staleReaders: [
    {
      secret: database,
      principal: roleArn('app'),
      account,
      lastRead: at('08:00:00'),
      reads: 3,
      replacedAt: at('12:00:00'),
    },
  ],
  tellings: [
    {
      at: at('09:00:00'),
      eventID: 'event-opened',
      detection: 'break-glass-opened',
      severity: 'critical',
      what: 'Break-glass role BREAK-GLASS-admin opened by ana',
      mfa: false,
    },
  ],
  tellingBasis: 'replay',
  coverage: { regions: [region], silentRegions: ['us-east-1'], gaps: [] },
  blindSpots: [
    { says: 'What became of a value after it was read.', about: [] },
    { says: 'What happened in Regions without records.', about: ['us-east-1'] },
  ],
  questions: [{ asks: 'Why were these not replaced by their deadline?', about: [mail], due: '2026-11-19' }],
};
