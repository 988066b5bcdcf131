import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  assumeRole,
  deniedCall,
  iamUser,
  notAuthorized,
  secretArn,
  serviceEvent,
} from '../../test/detections/event-builders.ts';
import { emulatedAccount } from '../../test/engines/emulator/emulator.ts';
import { breakGlass, iso } from '../../test/engines/end-to-end/emergency.ts';
import { stopSchedules } from '../../test/engines/end-to-end/functions.ts';
import { home, Stage, type CloudTrailRecord } from '../../test/engines/end-to-end/stage.ts';
import { Arrivals } from './arrivals.ts';
import { bareSource, makeBarePath } from './bare-path.ts';
import { latencyPage, type Series } from './page.ts';

// npm run bench:latency [-- --events N]: measures from event to message in the emulator, and writes docs/latency.md.
const { values } = parseArgs({ options: { events: { type: 'string', default: '1000' } } });
const events = Number(values.events);
/** How many of a series that has to be slow. */
const few = Math.max(1, Math.round(events / 10));
const everyMs = 20;
/** Slack's pace, and a little more. */
const paceMs = 1_100;
/** Kinds of a detection that are told apart in one window, and the window. */
const [kinds, windowMs] = [20, 3_600_000];
const target = [100, 500] as const;

let made = 0;
const arrivals = new Arrivals();
const stage: Stage = await Stage.set({
  config: {
    account: emulatedAccount,
    regions: [home],
    breakGlass: { roles: [breakGlass], users: [] },
    slack: { webhookSecret: 'glasswatch-slack-webhook' },
  },
  slack: (response) => {
    arrivals.take(response, stage.slack);
  },
});
try {
  await stopSchedules(stage, 'deadline', 'report', 'canary', 'checkup');
  await makeBarePath(stage);
  const text = latencyPage(await measured(), await callTimes());
  writeFileSync(join(import.meta.dirname, '..', '..', 'docs', 'latency.md'), text);
  process.stdout.write(text);
} finally {
  await stage.strike();
}

async function measured(): Promise<Series[]> {
  // Warm: each function has run, two of each at once.
  for (const make of [bare, opening]) await atRate(20, make);
  await oneAtATime(1, rotationFailure);
  const series: Series[] = [];
  const add = async (what: string, times: Promise<number[]>, aimed: Series['target'] = target) => {
    series.push({ what, times: await times, target: aimed });
    process.stderr.write(`${what}: done\n`);
  };
  await add('bare path, one at a time', oneAtATime(events, bare), null);
  await add('bare path, 50 a second', atRate(events, bare), null);
  await add('critical, one at a time', oneAtATime(events, opening));
  await add('critical, 50 a second', atRate(events, opening));
  await add('not critical, one at a time', oneAtATime(few, rotationFailure, paceMs));
  const storm = { over: false };
  const stormed = storming(storm);
  await add('critical, one at a time, in a storm of 50 refusals a second', oneAtATime(few, opening));
  storm.over = true;
  await stormed;
  return series;
}

interface Sent {
  readonly record: CloudTrailRecord;
  readonly send: () => Promise<unknown>;
}

function bare(): Sent {
  made += 1;
  const record = { eventID: `ba4e0000-0000-4000-8000-${String(made).padStart(12, '0')}` };
  const Entries = [{ Source: bareSource, DetailType: 'bare', Detail: JSON.stringify(record) }];
  return { record, send: () => stage.clients.events.send(new PutEventsCommand({ Entries })) };
}

/** Somebody opens the glass, in a session of its own: each is told. */
function opening(): Sent {
  made += 1;
  return sent(
    assumeRole(iamUser('ana'), breakGlass, {
      session: `session-${made}`,
      more: { eventTime: iso(Date.now()), readOnly: true },
    }),
  );
}

/** The rotation of another secret fails; as many as are told apart in a window, then the functions' clock is set ahead. */
function rotationFailure(n: number): Sent {
  const ahead = Math.floor(n / kinds) * (windowMs + 1_000);
  stage.setClockAhead(ahead);
  const event = serviceEvent('RotationFailed', { SecretId: secretArn(`prod/db-${n}-AbCdEf`) });
  return sent({ ...event, eventTime: iso(Date.now() + ahead) });
}

function sent(record: CloudTrailRecord): Sent {
  return { record, send: () => stage.send([record]) };
}

async function timeOf({ record, send }: Sent): Promise<number> {
  const begin = performance.now();
  const [arrived] = await Promise.all([arrivals.of(String(record.eventID)), send()]);
  return arrived - begin;
}

async function oneAtATime(count: number, make: (n: number) => Sent, pace = 0): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const begin = performance.now();
    times.push(await timeOf(make(n)));
    await delay(Math.max(0, pace - (performance.now() - begin)));
  }
  return times;
}

async function atRate(count: number, make: (n: number) => Sent): Promise<number[]> {
  const begin = performance.now();
  const times: Promise<number>[] = [];
  for (let n = 0; n < count; n += 1) {
    await delay(Math.max(0, begin + n * everyMs - performance.now()));
    times.push(timeOf(make(n)));
  }
  return Promise.all(times);
}

/** Refused reads of one kind, until it is over. */
async function storming(storm: { over: boolean }): Promise<void> {
  const by = iamUser('mallory');
  const message = notAuthorized(by, 'secretsmanager:GetSecretValue', 'prod/storm');
  const sending: Promise<void>[] = [];
  while (!storm.over) {
    const record = deniedCall('secretsmanager', 'GetSecretValue', by, message, {
      more: { eventTime: iso(Date.now()), readOnly: true },
    });
    sending.push(stage.send([record]));
    await delay(everyMs);
  }
  await Promise.all(sending);
}

/** Of one read of the ledger after the other, ms: the call alone. */
async function callTimes(): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < 200; n += 1) {
    const begin = performance.now();
    await stage.disposition('none');
    times.push(performance.now() - begin);
  }
  return times;
}
