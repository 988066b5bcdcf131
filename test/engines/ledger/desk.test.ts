import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoLedger } from '../../../handlers/alert/ledger/dynamo-ledger.ts';
import { LedgerTable } from '../../../handlers/alert/ledger/ledger-table.ts';
import { Desk } from '../../handlers/alert/desk.ts';
import { rotationFailed, type CloudTrailRecord } from '../../handlers/alert/events.ts';
import { config, events } from '../../handlers/alert/random-events.ts';
import { DynamoDb } from '../dynamodb.ts';

let dynamo: DynamoDb;

beforeAll(async () => {
  dynamo = await DynamoDb.start();
});
afterAll(() => dynamo.stop());

/** Desks of functions that share one table. */
async function desks(count: number): Promise<Desk[]> {
  const name = await dynamo.table();
  return Array.from({ length: count }, () => {
    const ledger = new DynamoLedger(new LedgerTable(dynamo.client, name, Date));
    return new Desk({ config, ledger });
  });
}

const told = (desk: Desk) =>
  desk.channel.alerts.map(({ eventID, count, folded }) => ({ eventID, count, folded }));

describe('the alert core with DynamoDB', () => {
  it('ends every event as it does with memory, in any order and however often it comes', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.array(fc.nat(), { maxLength: 8 }), async (records, again) => {
        const deliveries = [...records, ...again.map((n) => records[n % records.length] ?? {})];
        const memory = new Desk({ config });
        const [dynamic] = (await desks(1)) as [Desk];
        expect(await dynamic.takeAll(deliveries)).toEqual(await memory.takeAll(deliveries));
        expect(told(dynamic)).toEqual(told(memory));
        await memory.closeAt('23:00');
        await dynamic.closeAt('23:00');
        expect(dynamic.channel.words).toEqual(memory.channel.words);
      }),
      { numRuns: 25 },
    );
  });
});

describe('several functions at once', () => {
  /** All take all, each in an order of its own; what another works on comes again. */
  async function race(many: readonly Desk[], records: readonly CloudTrailRecord[]): Promise<void> {
    await Promise.all(
      many.map(async (desk, n) => {
        const mine = [...records.slice(n * 3), ...records.slice(0, n * 3)];
        for (let turn = 0; mine.length > 0 && turn < 500; turn += 1) {
          const one = mine.shift() ?? {};
          if ((await desk.take(one)) === 'retry') mine.push(one);
        }
        expect(mine).toEqual([]);
      }),
    );
  }

  it('tell each event once', async () => {
    const many = await desks(3);
    const records = Array.from({ length: 15 }, (_, n) =>
      rotationFailed(`e${n}`, '09:00', `secret${n}-AbCdEf`),
    );
    await race(many, records);
    const ids = many.flatMap((desk) => told(desk).map(({ eventID }) => eventID));
    expect(ids.sort()).toEqual(records.map(({ eventID }) => eventID).sort());
  });

  it('tell the first and the tenth of a kind, and how many there were', async () => {
    const many = await desks(3);
    const records = Array.from({ length: 23 }, (_, n) => rotationFailed(`e${n}`, '09:00', 'db-AbCdEf'));
    await race(many, records);
    const counts = many.flatMap((desk) => told(desk).map(({ count }) => count));
    expect(counts.sort()).toEqual([1, 10]);
    await many[0]?.closeAt('23:00');
    expect(many[0]?.channel.words).toMatchObject([{ count: 23 }]);
  });
});
