import { skewMs } from '../deployed/clock-skew.ts';
import { isRefused, itemVersion, type ItemKey, type LedgerTable } from '../alert/ledger/ledger-table.ts';
import { LedgerError } from '../alert/ports.ts';
import { circuitMs, messageEveryMs, type Circuit, type SlackTraffic } from './ports.ts';

const permits: ItemKey = { pk: 'slack', sk: 'permits' };
const circuit: ItemKey = { pk: 'slack', sk: 'circuit' };
/** How often a permit is asked for while others are faster. */
const attempts = 25;

/** Nobody of ours reserves a second that lies further behind the latest that is asked for, ms. */
const believedMs = 3_600_000;

/**
 * What all functions agree on about Slack, in the ledger's table. Both items stay for ever: neither expires. Times that none of
 * ours can have written are no agreement: whoever writes them silences nothing.
 */
export class DynamoTraffic implements SlackTraffic {
  readonly #table: LedgerTable;

  constructor(table: LedgerTable) {
    this.#table = table;
  }

  async reserve(now: number, latest: number): Promise<number | null> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const idle = await this.#table.update(permits, {
        UpdateExpression: 'SET #next = :after, v = :v',
        ConditionExpression: 'attribute_not_exists(#next) OR #next <= :now OR #next > :believed',
        ExpressionAttributeNames: { '#next': 'next' },
        ExpressionAttributeValues: {
          ':now': now,
          ':after': now + messageEveryMs,
          ':believed': Math.max(now, latest) + believedMs,
          ':v': itemVersion,
        },
      });
      if (!isRefused(idle)) return now;
      const queued = await this.#table.update(permits, {
        UpdateExpression: 'SET #next = #next + :every',
        ConditionExpression: '#next > :now AND #next <= :latest',
        ExpressionAttributeNames: { '#next': 'next' },
        ExpressionAttributeValues: { ':now': now, ':latest': latest, ':every': messageEveryMs },
        ReturnValues: 'UPDATED_OLD',
      });
      if (!isRefused(queued)) return Number(queued.next);
      if (Number(queued.refused.next) > latest) return null;
    }
    throw new LedgerError('write', new Error(`others were faster ${attempts} times`));
  }

  async circuit(now: number): Promise<Circuit> {
    const item = await this.#table.get(circuit);
    if (item?.retryAt === undefined) return 'closed';
    if (now < Number(item.retryAt) && Number(item.retryAt) <= now + circuitMs + skewMs) return 'open';
    const mine = await this.#table.update(circuit, {
      UpdateExpression: 'SET retryAt = :next',
      ConditionExpression: 'retryAt = :read',
      ExpressionAttributeValues: { ':read': item.retryAt, ':next': now + circuitMs },
    });
    return isRefused(mine) ? 'open' : 'probe';
  }

  async open(now: number): Promise<boolean> {
    const opened = await this.#table.update(circuit, {
      UpdateExpression: 'SET retryAt = :next, v = :v',
      ConditionExpression: 'attribute_not_exists(retryAt) OR retryAt <= :now OR retryAt > :believed',
      ExpressionAttributeValues: {
        ':now': now,
        ':next': now + circuitMs,
        ':believed': now + circuitMs + skewMs,
        ':v': itemVersion,
      },
    });
    return !isRefused(opened);
  }

  async close(): Promise<void> {
    await this.#table.update(circuit, { UpdateExpression: 'REMOVE retryAt' });
  }
}
