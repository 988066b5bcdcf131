import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../config/parse.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { parseEvent } from '../../../detections/event/cloudtrail-event.ts';
import { MemoryLedger } from '../../../handlers/alert/memory-ledger.ts';
import { tellMissedOpenings } from '../../../handlers/checkup/missed-openings.ts';
import { factsOf } from '../../../handlers/deadline/facts/facts-of.ts';
import { MemoryFactStore } from '../../../handlers/deadline/ledger/memory-stores.ts';
import { toldOpenings } from '../../../handlers/deadline/ledger/told-openings.ts';
import {
  assumeRole,
  at,
  iamUser,
  readSecret,
  roleArn,
  type Fields,
} from '../../detections/event-builders.ts';
import { madeUp, type AskedLog } from '../../queries/asking.ts';

const seed = 20_261_118;
const glass = roleArn('BREAK-GLASS-admin');
const config = parseConfig(
  { account: '111122223333', breakGlass: { roles: [roleArn('BREAK-GLASS-*')], users: [] } },
  { source: 'test', detections, now: Date.now() },
);

/** An opening every four minutes from 08:00, each by a person of their own; and what is none among them. */
const openings = Array.from({ length: 24 }, (_, n) => {
  const minutes = 8 * 60 + n * 4;
  const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;
  return { time, record: assumeRole(iamUser(`person${n}`), glass, { session: `person${n}`, at: time }) };
});
const others = openings.flatMap(({ time }, n) => [
  assumeRole(iamUser(`person${n}`), roleArn('operator'), { session: `person${n}`, at: time }),
  readSecret(iamUser(`person${n}`), 'prod/db', { at: time }),
]);
const idOf = (record: Fields) => String(record.eventID);

let log: AskedLog;
beforeAll(async () => {
  log = await madeUp([...openings.map(({ record }) => record), ...others]);
});
afterAll(() => {
  log.close();
});

describe('events that the event path drops at random', () => {
  it(
    'are told as missed at the next hourly run after their 15 minutes, once, and no others',
    { timeout: 300_000 },
    async () => {
      let dropped = 0;
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.subarray(openings.map((_, n) => n)), async (lost) => {
          const facts = new MemoryFactStore();
          const alerted = new Set<string>();
          const told: { readonly eventID: string; readonly at: number }[] = [];
          let now = 0;
          const store = toldOpenings(
            { facts, alerts: { wasAlerted: (eventID) => Promise.resolve(alerted.has(eventID)) } },
            new MemoryLedger(),
            { now: () => now },
          );
          // What comes by the event path is noted and told at once.
          for (const [n, { record }] of openings.entries()) {
            if (lost.includes(n)) continue;
            await facts.add(factsOf(parseEvent(record), config));
            alerted.add(idOf(record));
          }
          for (const hour of [9, 10, 11, 12]) {
            now = Date.parse(at(`${String(hour).padStart(2, '0')}:00:00`));
            await tellMissedOpenings(config, {
              // The log holds what has happened by then.
              log: {
                ask: async ({ name, columns }, values) => ({
                  columns,
                  rows: await log.ask(name, values),
                  scannedBytes: null,
                }),
              },
              told: store,
              notifier: {
                missed: ({ eventID }) => Promise.resolve(void told.push({ eventID, at: now })),
              },
              clock: { now: () => now },
            });
            runs += 1;
          }
          const missed = openings.filter((_, n) => lost.includes(n));
          dropped += missed.length;
          expect(told.map(({ eventID }) => eventID).sort()).toEqual(
            missed.map(({ record }) => idOf(record)).sort(),
          );
          for (const { record, time } of missed) {
            const late =
              (told.find(({ eventID }) => eventID === idOf(record))?.at ?? NaN) - Date.parse(at(time));
            // Fifteen minutes that the event path has, and an hour until the next run.
            expect(late).toBeGreaterThanOrEqual(15 * 60_000);
            expect(late).toBeLessThan(75 * 60_000 + 1);
          }
        }),
        { numRuns: 12, seed },
      );
      process.stdout.write(`missed openings: seed ${seed}, ${dropped} dropped, ${runs} runs\n`);
      expect(dropped).toBeGreaterThan(50);
    },
  );
});
