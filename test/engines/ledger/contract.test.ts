import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DynamoLedger } from '../../../handlers/alert/ledger/dynamo-ledger.ts';
import { LedgerTable } from '../../../handlers/alert/ledger/ledger-table.ts';
import { LedgerError } from '../../../handlers/alert/ports.ts';
import { DynamoDeliveries } from '../../../handlers/channels/dynamo-deliveries.ts';
import { DynamoTraffic } from '../../../handlers/channels/dynamo-traffic.ts';
import { holdToContract, member } from '../../handlers/alert/ledger/ledger-contract.ts';
import {
  holdDeliveriesToContract,
  holdTrafficToContract,
} from '../../handlers/channels/agreement-contract.ts';
import { DynamoFactStore, DynamoToldStore } from '../../../handlers/deadline/ledger/dynamo-stores.ts';
import { holdFactsToContract, holdToldToContract } from '../../handlers/deadline/ledger/stores-contract.ts';
import { DynamoDb } from '../dynamodb.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const day = 86_400_000;
let dynamo: DynamoDb;
let name: string;

beforeAll(async () => {
  dynamo = await DynamoDb.start();
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  name = await dynamo.table();
});

const table = () => new LedgerTable(dynamo.client, name, { now: () => now });

holdToContract(() => new DynamoLedger(table()));
holdTrafficToContract(() => new DynamoTraffic(table()));
holdDeliveriesToContract(() => new DynamoDeliveries(table()));
holdFactsToContract(() => new DynamoFactStore(table()));
holdToldToContract(() => new DynamoToldStore(table()));

describe('the items of the ledger', () => {
  it('carry a version, and go when nothing that can still come needs them', async () => {
    const ledger = new DynamoLedger(table());
    await ledger.claim('e1', now, 1_000);
    await ledger.keep('key', 'value', now + day);
    await ledger.see('key', 'a', now, 1_000);
    await ledger.join(member('e1', { at: now }));
    const items = await dynamo.itemsOf(name);
    expect(items).toHaveLength(4);
    for (const { v, expires } of items) {
      expect(v).toBe(1);
      // Epoch seconds. A message lives at most 14 days.
      expect(Number(expires)).toBeGreaterThanOrEqual((now + 15 * day) / 1_000);
      expect(Number(expires)).toBeLessThanOrEqual((now + 17 * day) / 1_000);
    }
  });

  it('of a claim outlive its record, its marks and each other', async () => {
    const ledger = new DynamoLedger(table());
    const deliveries = new DynamoDeliveries(table());
    await ledger.claim('e1', now, 1_000);
    await deliveries.took('e1', 'slack');
    expect(await ledger.claim('e1', now + 1_000, 1_000)).toBe('expired');
    expect(await deliveries.taken('e1')).toEqual(['slack']);
    await ledger.record('e1', 'alerted');
    expect(await ledger.claim('e1', now + 9_000, 1_000)).toBe('delivered');
  });
});

describe('what somebody writes over the agreement on Slack', () => {
  const write = (sk: string, name: string, value: number) =>
    table().update(
      { pk: 'slack', sk },
      {
        UpdateExpression: 'SET #name = :value',
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: { ':value': value },
      },
    );
  const yearMs = 365 * day;

  it('closes Slack for nobody: it is tried, and used again once it takes a message', async () => {
    const traffic = new DynamoTraffic(table());
    await write('circuit', 'retryAt', now + yearMs);
    expect(await traffic.circuit(now)).toBe('probe');
    expect(await traffic.circuit(now)).toBe('open');
    await traffic.close();
    await write('circuit', 'retryAt', now + yearMs);
    // Where it does refuse, one of ours says so.
    expect([await traffic.open(now), await traffic.open(now)]).toEqual([true, false]);
  });

  it('takes no message its second: what lies too far off is nobody’s', async () => {
    const traffic = new DynamoTraffic(table());
    await write('permits', 'next', now + yearMs);
    expect(await traffic.reserve(now, now + 5_000)).toBe(now);
    expect(await traffic.reserve(now, now + 5_000)).toBe(now + 1_000);
  });
});

describe('a table that does not answer', () => {
  it('is a LedgerError in every call', async () => {
    const gone = new DynamoLedger(new LedgerTable(dynamo.client, 'no-such-table', { now: () => now }));
    await expect(gone.claim('e1', now, 1)).rejects.toThrow(LedgerError);
    await expect(gone.record('e1', 'alerted')).rejects.toThrow(LedgerError);
    await expect(gone.keep('key', 'value', now)).rejects.toThrow(LedgerError);
    await expect(gone.find('key')).rejects.toThrow(LedgerError);
    await expect(gone.see('key', 'a', now, 1)).rejects.toThrow(LedgerError);
    await expect(gone.join(member('e1'))).rejects.toThrow(LedgerError);
    await expect(gone.close(now, () => Promise.resolve())).rejects.toThrow(LedgerError);
  });
});
