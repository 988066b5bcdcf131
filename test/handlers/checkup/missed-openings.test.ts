import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../config/parse.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { MemoryLedger } from '../../../handlers/alert/memory-ledger.ts';
import { missedMessage } from '../../../handlers/checkup/missed-message.ts';
import { tellMissedOpenings, type ToldOpenings } from '../../../handlers/checkup/missed-openings.ts';
import { openingsIn } from '../../../handlers/checkup/openings.ts';
import { MemoryFactStore } from '../../../handlers/deadline/ledger/memory-stores.ts';
import { toldOpenings } from '../../../handlers/deadline/ledger/told-openings.ts';
import type { LogQuery } from '../../../queries/log-query.ts';
import { QueryFailed } from '../../../queries/log-query.ts';
import {
  assumeRole,
  iamUser,
  readSecret,
  roleArn,
  userArn,
  iamUserSession,
  at,
  type Fields,
} from '../../detections/event-builders.ts';
import { madeUp, type AskedLog } from '../../queries/asking.ts';

const glass = roleArn('BREAK-GLASS-admin');
const config = parseConfig(
  { account: '111122223333', breakGlass: { roles: [roleArn('BREAK-GLASS-*')], users: [userArn('glass')] } },
  { source: 'test', detections, now: Date.now() },
);
const idOf = (record: Fields) => String(record.eventID);

const first = assumeRole(iamUser('ana'), glass, { session: 'ana.ops', at: '09:00:00' });
const second = assumeRole(iamUser('bob'), glass, { session: 'bob.ops', at: '10:00:00' });
const ordinary = assumeRole(iamUser('ana'), roleArn('operator'), { session: 'ana.ops', at: '09:30:00' });
const byUser = readSecret(iamUserSession('glass', at('10:30:00')), 'prod/db', { at: '10:31:00' });
const recent = assumeRole(iamUser('eve'), glass, { session: 'eve.ops', at: '11:50:00' });

let asked: AskedLog;
let log: LogQuery;
const queryOf = (from: AskedLog): LogQuery => ({
  ask: async ({ name, columns }, values) => ({
    columns,
    rows: await from.ask(name, values),
    scannedBytes: null,
  }),
});
beforeAll(async () => {
  asked = await madeUp([first, second, ordinary, byUser, recent]);
  log = queryOf(asked);
});
afterAll(() => {
  asked.close();
});

/** What was told, and by which event; it lasts as a ledger does. */
class Told implements ToldOpenings {
  readonly missed = new Set<string>();
  readonly begun = new Set<string>();
  readonly byEventPath: string[];
  constructor(...records: Fields[]) {
    this.byEventPath = records.map(idOf);
  }
  alerted() {
    return Promise.resolve(this.byEventPath);
  }
  wasTold(eventID: string) {
    return Promise.resolve(this.missed.has(eventID));
  }
  begin(eventID: string) {
    const before = this.begun.has(eventID);
    this.begun.add(eventID);
    return Promise.resolve(before ? ('again' as const) : ('first' as const));
  }
  told(eventID: string) {
    this.missed.add(eventID);
    return Promise.resolve();
  }
}

let messages: string[] = [];
beforeEach(() => {
  messages = [];
});
const reconcile = (told: ToldOpenings, clock = '12:00:00', notify = () => Promise.resolve(), from = log) =>
  tellMissedOpenings(config, {
    log: from,
    told,
    notifier: {
      missed: async (opening) => {
        await notify();
        messages.push(opening.eventID);
      },
    },
    clock: { now: () => Date.parse(at(clock)) },
  });

describe('openings that the event path missed', () => {
  it('are told, roles and users, in order of time; what was alerted is not', async () => {
    expect((await reconcile(new Told(first))).map(({ eventID }) => eventID)).toEqual([
      idOf(second),
      idOf(byUser),
    ]);
    expect(messages).toEqual([idOf(second), idOf(byUser)]);
    messages = [];
    expect(await reconcile(new Told(first, second, byUser))).toEqual([]);
    expect(messages).toEqual([]);
  });

  it('are told once, however often the log is asked', async () => {
    const told = new Told(first);
    await reconcile(told);
    await reconcile(told);
    expect(messages).toEqual([idOf(second), idOf(byUser)]);
  });

  it('are not missed yet while the event path has time: 15 minutes', async () => {
    await reconcile(new Told(first, second, byUser), '12:04:59');
    expect(messages).toEqual([]);
    await reconcile(new Told(first, second, byUser), '12:05:01');
    expect(messages).toEqual([idOf(recent)]);
  });

  it('come again when telling failed', async () => {
    const told = new Told(first, byUser);
    await expect(
      reconcile(told, '12:00:00', () => Promise.reject(new Error('Slack and SNS are gone'))),
    ).rejects.toThrow('gone');
    await reconcile(told);
    expect(messages).toEqual([idOf(second)]);
  });

  it('are told from a Region that no gate watches', async () => {
    const region = 'ap-southeast-2';
    const afar = assumeRole(iamUser('mallory'), glass, { session: 'mallory', at: '10:00:00', region });
    const elsewhere = await madeUp([first, afar]);
    const told = await reconcile(new Told(first), '12:00:00', undefined, queryOf(elsewhere));
    elsewhere.close();
    expect(told).toMatchObject([{ eventID: idOf(afar), region }]);
    expect(messages).toEqual([idOf(afar)]);
  });

  it('say so when they may have been told before: the function ended before it could note it', async () => {
    const openings = { facts: new MemoryFactStore(), alerts: { wasAlerted: () => Promise.resolve(false) } };
    const told = toldOpenings(openings, new MemoryLedger(), Date);
    const said: [string, boolean][] = [];
    const run = (end: () => Promise<void>) =>
      tellMissedOpenings(config, {
        ...{ log, clock: { now: () => Date.parse(at('09:30:00')) }, told: { ...told, told: end } },
        notifier: {
          missed: (opening, repeated) => {
            said.push([opening.eventID, repeated]);
            expect(
              JSON.stringify(missedMessage(opening, config, repeated)).includes('Possibly repeated'),
            ).toBe(repeated);
            return Promise.resolve();
          },
        },
      });
    await expect(run(() => Promise.reject(new Error('killed')))).rejects.toThrow('killed');
    await run(() => told.told(idOf(first)));
    await run(() => told.told(idOf(first)));
    expect(said).toEqual([
      [idOf(first), false],
      [idOf(first), true],
    ]);
  });

  it('are an error, not an empty answer, when the log cannot be asked', async () => {
    const failing = { ask: () => Promise.reject(new QueryFailed('missed-openings', 'SYNTAX_ERROR')) };
    const ports = {
      log: failing,
      told: new Told(),
      notifier: { missed: () => Promise.resolve() },
      clock: Date,
    };
    await expect(tellMissedOpenings(config, ports)).rejects.toThrow(QueryFailed);
  });

  it('are found among more alerts than Athena takes in one value', async () => {
    const told = new Told(first);
    told.byEventPath.unshift(
      ...Array.from({ length: 60 }, (_, n) => `11111111-0000-4000-8000-${String(n).padStart(12, '0')}`),
    );
    expect((await reconcile(told)).map(({ eventID }) => eventID)).toEqual([idOf(second), idOf(byUser)]);
  });

  it('are asked for in several questions where there are many roles', async () => {
    const lengths: number[] = [];
    const roles = Array.from({ length: 40 }, (_, n) => roleArn(`BREAK-GLASS-team-${n}`));
    await openingsIn(
      {
        ask: ({ columns }, values) => {
          lengths.push(...Object.values(values).map((value) => value.length));
          return Promise.resolve({ columns, rows: [], scannedBytes: 0 });
        },
      },
      { roles, users: [], from: 0, to: 1_000, region: '%' },
    );
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1_022);
    expect(Math.max(...lengths)).toBeGreaterThan(500);
  });

  it('are worded as missed, with who, what, when and where', async () => {
    const [opening] = await reconcile(new Told(first, byUser));
    if (opening === undefined) return expect.unreachable();
    const { title, text, severity, account } = missedMessage(opening, config);
    expect(title).toBe(`MISSED: bob opened ${glass}`);
    const words = [text].flat().join('\n');
    expect(words).toContain('AssumeRole at 2026-11-18T10:00:00Z in eu-central-1, from 198.51.100.7');
    expect(words).toContain(idOf(second));
    expect({ severity, account }).toEqual({ severity: 'critical', account: '111122223333' });
  });
});
