import { describe, expect, it } from 'vitest';
import { QueryCancelled, QueryFailed } from '../../../queries/log-query.ts';
import { Desk, queryOf } from './athena-desk.ts';

const desk = new Desk();
const echo = queryOf(['a varchar', 'b varchar'], 'SELECT ? /* a */ AS a, ? /* b */ AS b', ['a', 'b']);
const values = { a: 'x', b: 'y' };
const minute = 60_000;

/** How many executions there were. */
const executions = () => desk.endpoint.states.length;

describe('the same question', () => {
  it('on the same occasion is executed once', async () => {
    const answers = [await desk.ask(echo, values), await desk.ask(echo, values)];
    expect(answers[1]).toEqual(answers[0]);
    expect(executions()).toBe(1);
  });

  it('asked twice at once is executed once', async () => {
    const answers = await Promise.all([desk.ask(echo, values), desk.ask(echo, values)]);
    expect(answers[1]).toEqual(answers[0]);
    expect(executions()).toBe(1);
  });

  it('whose start was answered to nobody is executed once', async () => {
    desk.endpoint.trouble('StartQueryExecution', 'lost');
    expect((await desk.ask(echo, values)).rows).toEqual([{ a: 'x', b: 'y' }]);
    expect(desk.endpoint.count('StartQueryExecution')).toBe(2);
    expect(executions()).toBe(1);
  });

  it('on another occasion is another', async () => {
    await desk.ask(echo, values);
    await desk.ask(echo, values, { occasion: 'event-2' });
    expect(executions()).toBe(2);
  });
});

describe('another question on the same occasion', () => {
  it.each([
    ['with other values', echo, { a: 'x', b: 'z' }, {}],
    ['with values in other places', echo, { a: 'y', b: 'x' }, {}],
    ['with values cut elsewhere', echo, { a: "x', 'y", b: '' }, {}],
    ['of other text', { ...echo, sql: `${echo.sql} ` }, values, {}],
    ['of another workgroup', echo, values, { workGroup: 'other' }],
    ['of another database', echo, values, { database: 'other' }],
  ])('%s is executed', async (_, query, asked, options) => {
    await desk.ask(echo, values);
    const { rows } = await desk.ask(query, asked, options);
    expect(rows).toEqual([asked]);
    expect(executions()).toBe(2);
  });
});

describe('a question that an earlier run of the same work asked', () => {
  it.each(['FAILED', 'CANCELLED'] as const)('and that was %s then is executed anew', async (state) => {
    desk.endpoint.next({ state, submitted: Date.now() - minute });
    expect((await desk.ask(echo, values)).rows).toEqual([values]);
    expect(desk.endpoint.states).toEqual([state, 'SUCCEEDED']);
  });

  it('twice in vain is executed a third time, and the answer is kept for a fourth', async () => {
    desk.endpoint.next({ state: 'FAILED', submitted: Date.now() - 2 * minute });
    desk.endpoint.next({ state: 'FAILED', submitted: Date.now() - minute });
    const answers = [await desk.ask(echo, values), await desk.ask(echo, values)];
    expect(answers.map(({ rows }) => rows)).toEqual([[values], [values]]);
    expect(desk.endpoint.states).toEqual(['FAILED', 'FAILED', 'SUCCEEDED']);
  });

  it('is not executed anew without end', async () => {
    for (let run = 0; run < 10; run += 1)
      desk.endpoint.next({ state: 'FAILED', submitted: Date.now() - minute });
    await expect(desk.ask(echo, values)).rejects.toThrow(QueryFailed);
    expect(executions()).toBe(5);
  });

  it('and that read too much then would read too much again: it is not executed anew', async () => {
    const reason = 'Query cancelled! : Bytes scanned limit was exceeded';
    desk.endpoint.next({ state: 'CANCELLED', reason, submitted: Date.now() - minute });
    const asked = desk.ask(echo, values);
    await expect(asked).rejects.toThrow(QueryCancelled);
    await expect(asked).rejects.toThrow(
      /the limit of bytes scanned was exceeded \(execution [0-9a-f-]{36}\)$/,
    );
    expect(executions()).toBe(1);
  });

  it('and that succeeded then is not paid again', async () => {
    desk.endpoint.next({ submitted: Date.now() - minute });
    await desk.ask(echo, values);
    await desk.ask(echo, values);
    expect(desk.endpoint.states).toEqual(['SUCCEEDED']);
  });
});

describe('a question that fails now', () => {
  it('is not executed a second time', async () => {
    desk.endpoint.next({ state: 'FAILED', reason: 'no' });
    await expect(desk.ask(echo, values)).rejects.toThrow(QueryFailed);
    expect(executions()).toBe(1);
  });
});
