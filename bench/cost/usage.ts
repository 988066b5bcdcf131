import type { PriceName } from './prices.ts';

/** What an account does in a month of 30 days. */
export interface Month {
  readonly eventsPerDay: number;
  readonly incidents: number;
  /** How long the log has been kept: storage grows with it. */
  readonly monthsKept: number;
}

/** What is bought, part by part: amounts in the units of the prices (requests, bytes, GB-seconds …). */
export type Usage = Readonly<Record<string, Partial<Record<PriceName, number>>>>;

/** What the model takes for granted. Shares and sizes are measured on the generator's log, which is heavy in secrets. */
export const assumptions = {
  days: 30,
  /** Share of events that pass a gate: nearly all are reads of secrets, which bulk-read counts. */
  gatedShare: 0.076,
  /** Packed bytes of a record, and files of a quiet Region: one each five minutes. */
  bytesPerEvent: 180,
  activeRegions: 3,
  filesPerRegionAndDay: 288,
  eventsPerFullFile: 680,
  /** S3 leaves smaller objects out of lifecycle transitions. */
  smallestMoved: 128 * 1024,
  monthsStandard: 3,
  /** The alert handler: seconds and GB of an event, ledger units. */
  alertSeconds: 0.03,
  alertMemory: 0.5,
  /** The same of an event that is claimed, counted and recorded; and how many batches are worked on at once. */
  stormSeconds: 0.06,
  stormConcurrency: 2,
  writesPerGated: 1,
  readsPerGated: 3,
  logBytesPerGated: 300,
  /** Two queues, each polled by five pollers that wait 20 s. */
  idlePolls: (2 * 5 * 30 * 86_400) / 20,
  requestsPerMessage: 3,
  alarms: 40,
  metrics: 12,
  /** Passes over the log: days of files read by each (a day's margin included), how often, statements. */
  hourly: { days: 2, times: 24 * 30, statements: 1 },
  daily: { days: 2, times: 30, statements: 2 },
  weekly: { days: 9, times: 4.3, statements: 14 },
  perIncident: { days: 3, times: 3, statements: 12 },
  smallestScan: 10e6,
  /** A question lists the files of each day in every Region of the partition, whether anything happened there or not. */
  listedRegions: 35,
  secretsReadPerIncident: 20,
  /** Scheduled functions: times a month, seconds, GB. */
  scheduled: { times: 4 * 24 * 30 + 30 + 4.3, seconds: 3, memory: 1 },
} as const;

/** What a month needs of each service. A trail of one's own is the first; see `secondTrail` for what another costs. */
export function usageOf({ eventsPerDay, incidents, monthsKept }: Month): Usage {
  const a = assumptions;
  const events = eventsPerDay * a.days;
  const gated = events * a.gatedShare;
  const files = filesOf(eventsPerDay) * a.days;
  const bytes = events * a.bytesPerEvent;
  const movesToCold = bytes / files >= a.smallestMoved;
  const standardMonths = movesToCold ? Math.min(monthsKept, a.monthsStandard) : monthsKept;
  return {
    'Log, kept': {
      standardStorage: bytes * standardMonths,
      coldStorage: bytes * (monthsKept - standardMonths),
      puts: files,
      transitions: movesToCold && monthsKept > a.monthsStandard ? files : 0,
      keys: 1,
      keyRequests: files,
    },
    'Events to our bus': { events: gated },
    Queues: { queueRequests: gated * a.requestsPerMessage + a.idlePolls },
    'Alert function': {
      lambdaRequests: gated,
      lambdaTime: gated * a.alertSeconds * a.alertMemory,
      logs: gated * a.logBytesPerGated,
    },
    Ledger: { writes: gated * a.writesPerGated, reads: gated * a.readsPerGated },
    'Questions to the log': { scanned: scannedOf(eventsPerDay, incidents) },
    'Listings of the log': { lists: listsOf(incidents) },
    'Scheduled functions': {
      lambdaRequests: a.scheduled.times,
      lambdaTime: a.scheduled.times * a.scheduled.seconds * a.scheduled.memory,
    },
    'Alarms, metrics, webhook secret': { alarms: a.alarms, metrics: a.metrics, secrets: 1 },
    'Telling of incidents': {
      emails: incidents * (a.secretsReadPerIncident + 10),
      writes: incidents * 1_000,
    },
  };
}

/** What a trail beside an existing one adds. */
export function secondTrail(eventsPerDay: number): Usage {
  return { 'A second trail': { trailSecondCopy: eventsPerDay * assumptions.days } };
}

/** What a storm adds: so many events that all match and are told once, counted after that. */
export function storm(events: number): Usage {
  const a = assumptions;
  return {
    'Events to our bus': { events },
    Queues: { queueRequests: events * a.requestsPerMessage },
    'Alert function': {
      lambdaRequests: events,
      lambdaTime: events * a.stormSeconds * a.alertMemory,
      logs: events * a.logBytesPerGated,
    },
    // Claimed, counted in its group, recorded.
    Ledger: { writes: events * 4, reads: events * a.readsPerGated },
  };
}

/** How long a storm's queue takes to be empty, minutes. What is critical has a queue of its own and waits for none of it. */
export function stormMinutes(events: number): number {
  return (events * assumptions.stormSeconds) / assumptions.stormConcurrency / 60;
}

function filesOf(eventsPerDay: number): number {
  const quiet = assumptions.activeRegions * assumptions.filesPerRegionAndDay;
  return Math.max(quiet, eventsPerDay / assumptions.eventsPerFullFile);
}

/** Bytes that Athena scans in a month. It reads whole days: what a question asks does not matter, only of how many days. */
function scannedOf(eventsPerDay: number, incidents: number): number {
  const a = assumptions;
  const perDay = eventsPerDay * a.bytesPerEvent;
  return passesOf(incidents).reduce(
    (sum, { days, times, statements }) => sum + times * statements * Math.max(a.smallestScan, days * perDay),
    0,
  );
}

function listsOf(incidents: number): number {
  const days = passesOf(incidents).reduce((sum, pass) => sum + pass.times * pass.statements * pass.days, 0);
  return days * assumptions.listedRegions;
}

function passesOf(incidents: number) {
  const { hourly, daily, weekly, perIncident } = assumptions;
  return [hourly, daily, weekly, { ...perIncident, times: perIncident.times * incidents }];
}
