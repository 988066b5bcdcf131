import { describe, expect, it } from 'vitest';
import { QueryCancelled, QueryFailed } from '../../../queries/log-query.ts';
import type { Action } from '../../athena-endpoint/athena-endpoint.ts';
import { clientOf, Desk, queryOf } from './athena-desk.ts';

const desk = new Desk();
const seven = queryOf(['n bigint'], 'SELECT 7 AS n');
const short = { limit: 60 };

/** What an asking ended with. */
async function troubleOf(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => null,
    (error: unknown) => error,
  );
}

/** Resolves when an action was asked for so often. */
async function asked(action: Action, times: number): Promise<void> {
  while (desk.endpoint.count(action) < times) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe('a query that failed', () => {
  it('gives its code, what kind of error it was, and where Athena says more', async () => {
    const error = { ErrorCategory: 1, ErrorType: 235, Retryable: true, ErrorMessage: 'worker lost' };
    desk.endpoint.next({ state: 'FAILED', reason: 'INTERNAL_ERROR: try again', error });
    expect(await troubleOf(desk.ask(seven))).toEqual(
      new QueryFailed(
        'question',
        `INTERNAL_ERROR (system error 235, may succeed when asked again, execution ${desk.endpoint.ids[0]})`,
      ),
    );
  });

  it('says a reason that comes twice once', async () => {
    const reason = 'COLUMN_NOT_FOUND: line 1:8';
    desk.endpoint.next({
      state: 'FAILED',
      reason,
      error: { ErrorCategory: 2, ErrorType: 1006, ErrorMessage: reason },
    });
    await expect(desk.ask(seven)).rejects.toThrow(
      /^query question failed: COLUMN_NOT_FOUND \(user error 1006, execution [0-9a-f-]{36}\)$/,
    );
  });

  it('is one without a reason too', async () => {
    desk.endpoint.next({ state: 'FAILED', error: {} });
    await expect(desk.ask(seven)).rejects.toThrow(/^query question failed: Athena gave no reason/);
  });

  it('because of a column that there is not', async () => {
    const trouble = await troubleOf(desk.ask(queryOf(['n bigint'], 'SELECT nothing AS n')));
    expect(trouble).toBeInstanceOf(QueryFailed);
    expect(trouble).toHaveProperty('reason', expect.stringMatching(/^Athena says why \(user error 1006, /));
    expect(desk.endpoint.states).toEqual(['FAILED']);
  });

  it('because it is no SQL: it is refused at the start', async () => {
    const trouble = await troubleOf(desk.ask(queryOf(['n bigint'], 'SELEKT 1')));
    expect(trouble).toBeInstanceOf(QueryFailed);
    expect(trouble).toHaveProperty(
      'reason',
      expect.stringMatching(/^InvalidRequestException .*\(MALFORMED_QUERY\)$/),
    );
    expect(desk.endpoint.states).toEqual([]);
  });

  it('asks for no rows', async () => {
    desk.endpoint.next({ state: 'FAILED' });
    await troubleOf(desk.ask(seven));
    expect(desk.endpoint.count('GetQueryResults')).toBe(0);
    expect(desk.endpoint.count('StopQueryExecution')).toBe(0);
  });
});

describe('a query that was cancelled', () => {
  it('gives the reason', async () => {
    const reason = 'Query cancelled! : Bytes scanned limit was exceeded';
    desk.endpoint.next({ state: 'CANCELLED', reason });
    const trouble = await troubleOf(desk.ask(seven));
    expect(trouble).toBeInstanceOf(QueryCancelled);
    expect(trouble).toHaveProperty(
      'reason',
      `the limit of bytes scanned was exceeded (execution ${desk.endpoint.ids[0]})`,
    );
    expect(desk.endpoint.count('StopQueryExecution')).toBe(0);
  });
});

describe('a query that takes too long', () => {
  it('is stopped and counts as cancelled', async () => {
    desk.endpoint.next({ state: 'RUNNING' });
    expect(await troubleOf(desk.ask(seven, {}, short))).toEqual(
      new QueryCancelled('question', 'no answer within 0.06 s'),
    );
    expect(desk.endpoint.states).toEqual(['CANCELLED']);
  });

  it('says so where it could not be stopped', async () => {
    desk.endpoint.next({ state: 'RUNNING' });
    desk.endpoint.trouble('StopQueryExecution', 'garbage', 5);
    const trouble = await troubleOf(desk.ask(seven, {}, short));
    expect(trouble).toBeInstanceOf(QueryCancelled);
    expect(trouble).toHaveProperty(
      'reason',
      expect.stringMatching(/^no answer within .*; stopping [0-9a-f-]{36} failed/),
    );
  });

  it('is looked at less and less often', async () => {
    desk.endpoint.next({ state: 'RUNNING' });
    await troubleOf(desk.ask(seven, {}, { limit: 300, backoff: { first: 20, longest: 1_000 } }));
    // At 0, 20, 60, 140 and 300 ms, not every 20 ms.
    expect(desk.endpoint.count('GetQueryExecution')).toBeLessThanOrEqual(5);
  });
});

describe('an asking that is given up', () => {
  it('before it began sends nothing', async () => {
    expect(await troubleOf(desk.ask(seven, {}, { signal: AbortSignal.abort() }))).toEqual(
      new QueryCancelled('question', 'the caller gave up'),
    );
    expect(desk.endpoint.requests).toEqual([]);
  });

  it('while the query runs stops it', async () => {
    const giveUp = new AbortController();
    desk.endpoint.next({ state: 'RUNNING' });
    const trouble = troubleOf(desk.ask(seven, {}, { signal: giveUp.signal }));
    await asked('GetQueryExecution', 2);
    giveUp.abort();
    expect(await trouble).toEqual(new QueryCancelled('question', 'the caller gave up'));
    expect(desk.endpoint.states).toEqual(['CANCELLED']);
  });

  it('while the query is being started stops it too', async () => {
    const giveUp = new AbortController();
    let answer: () => void = () => undefined;
    desk.endpoint.next({ state: 'RUNNING' });
    desk.endpoint.trouble('StartQueryExecution', {
      until: new Promise<void>((resolve) => {
        answer = resolve;
      }),
    });
    const trouble = troubleOf(desk.ask(seven, {}, { signal: giveUp.signal }));
    await asked('StartQueryExecution', 1);
    giveUp.abort();
    answer();
    expect(await trouble).toEqual(new QueryCancelled('question', 'the caller gave up'));
    expect(desk.endpoint.states).toEqual(['CANCELLED']);
  });
});

describe('an Athena that has too much to do', () => {
  it.each<Action>(['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults'])(
    'is asked for %s again',
    async (action) => {
      desk.endpoint.trouble(action, 'throttled', 4);
      const { rows } = await desk.ask(seven, {}, { client: clientOf(desk.endpoint.url, 1) });
      expect(rows).toEqual([{ n: 7 }]);
      expect(desk.endpoint.states).toEqual(['SUCCEEDED']);
    },
  );

  it('is asked again by the client itself too', async () => {
    desk.endpoint.trouble('StartQueryExecution', 'throttled');
    expect((await desk.ask(seven)).rows).toEqual([{ n: 7 }]);
  });

  it('is not asked for ever', async () => {
    desk.endpoint.trouble('StartQueryExecution', 'throttled', 1_000);
    const trouble = await troubleOf(
      desk.ask(seven, {}, { ...short, client: clientOf(desk.endpoint.url, 1) }),
    );
    expect(trouble).toEqual(
      new QueryCancelled('question', 'no answer within 0.06 s; TooManyRequestsException'),
    );
    expect(desk.endpoint.states).toEqual([]);
  });
});

describe('an Athena that cannot be understood', () => {
  it.each<[Action, number]>([
    ['StartQueryExecution', 0],
    ['GetQueryExecution', 1],
    ['GetQueryResults', 0],
  ])('at %s makes a failure, and leaves nothing running that is known of', async (action, stops) => {
    desk.endpoint.trouble(action, 'garbage', 5);
    const trouble = await troubleOf(desk.ask(seven));
    expect(trouble).toBeInstanceOf(QueryFailed);
    expect(trouble).toHaveProperty('reason', expect.stringContaining('not understood'));
    expect(desk.endpoint.count('StopQueryExecution')).toBe(stops);
  });

  it('says where it is not known whether anything runs', async () => {
    desk.endpoint.trouble('StartQueryExecution', 'garbage', 5);
    await expect(desk.ask(seven)).rejects.toThrow(/whether Athena started it is not known$/);
  });

  it.each<[string, Action, Record<string, unknown>, string]>([
    ['no id', 'StartQueryExecution', {}, 'no QueryExecutionId'],
    ['no state', 'GetQueryExecution', { QueryExecution: {} }, 'the state undefined'],
    ['no execution', 'GetQueryExecution', {}, 'the state undefined'],
    [
      'a new state',
      'GetQueryExecution',
      { QueryExecution: { Status: { State: 'PAUSED' } } },
      'the state PAUSED',
    ],
    ['no result set', 'GetQueryResults', {}, 'no result set'],
    ['no columns', 'GetQueryResults', { ResultSet: { Rows: [] } }, 'no columns'],
    [
      'no rows',
      'GetQueryResults',
      { ResultSet: { ResultSetMetadata: { ColumnInfo: [{ Name: 'n', Type: 'integer' }] } } },
      'a page without rows',
    ],
    [
      'the same page for ever',
      'GetQueryResults',
      {
        NextToken: 'again',
        ResultSet: { Rows: [], ResultSetMetadata: { ColumnInfo: [{ Name: 'n', Type: 'integer' }] } },
      },
      'the same page twice',
    ],
  ])('because it answers %s makes a failure', async (_, action, answer, reason) => {
    desk.endpoint.trouble(action, { answer }, 3);
    const trouble = await troubleOf(desk.ask(seven));
    expect(trouble).toBeInstanceOf(QueryFailed);
    expect(trouble).toHaveProperty('reason', expect.stringContaining(reason));
  });

  it('because it breaks is asked again by the client, then makes a failure', async () => {
    desk.endpoint.trouble('GetQueryExecution', 'broken', 2);
    expect((await desk.ask(seven)).rows).toEqual([{ n: 7 }]);
    desk.endpoint.trouble('GetQueryExecution', 'broken', 3);
    await expect(desk.ask(seven, {}, { occasion: 'event-2' })).rejects.toThrow(
      new QueryFailed('question', 'InternalServerException'),
    );
  });

  it('because nobody is there makes a failure', async () => {
    const client = clientOf('http://127.0.0.1:1', 1);
    const trouble = await troubleOf(desk.ask(seven, {}, { client }));
    expect(trouble).toBeInstanceOf(QueryFailed);
    expect(trouble).toHaveProperty('reason', expect.stringContaining('Athena was not reached'));
  });
});
