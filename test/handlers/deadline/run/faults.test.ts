import { describe, expect, it } from 'vitest';
import { assumeRole, breakGlassRole, read, roleSession, secretArn } from '../../alert/events.ts';
import { DeadlineDesk } from './deadline-desk.ts';

/** Alice opens the glass at 09:00 for an hour and reads a secret at 09:10: due at 14:00. */
const opening = assumeRole('open', '09:00');
const reading = read('read', '09:10', secretArn('payroll-AbCdEf'), roleSession(breakGlassRole, 'alice'));

const refused = () => Promise.reject(new Error('TimeoutError'));

/** What can refuse or time out, and how it does in a desk; answers how to mend it. */
const breaks: Readonly<Record<string, (desk: DeadlineDesk) => () => void>> = {
  Athena: (desk) => broken(desk, 'log'),
  'Parameter Store': (desk) => broken(desk, 'waivers'),
  'Slack and SNS': (desk) => broken(desk, 'notifier'),
  'DynamoDB, reading facts': (desk) => replaced(desk.facts, 'of', refused),
  'DynamoDB, writing facts': (desk) => replaced(desk.facts, 'add', refused),
  'DynamoDB, reading what was told': (desk) => replaced(desk.told, 'all', refused),
  'DynamoDB, writing what was told': (desk) => replaced(desk.told, 'put', refused),
  'S3, keeping evidence': (desk) =>
    replaced(desk.evidence, 'set', () => {
      throw new Error('TimeoutError');
    }),
};

function broken(desk: DeadlineDesk, what: DeadlineDesk['broken'][number]): () => void {
  desk.broken = [what];
  return () => {
    desk.broken = [];
  };
}

function replaced<Of extends object, Name extends keyof Of>(of: Of, name: Name, by: Of[Name]): () => void {
  const { [name]: before } = of;
  of[name] = by;
  return () => {
    of[name] = before;
  };
}

async function titlesAt(desk: DeadlineDesk, time: string): Promise<string[]> {
  return (await desk.runAt(`2026-11-20T${time}:00Z`, true)).map(({ title }) => title);
}

describe.each(Object.keys(breaks))('a run of the deadline handler while %s refuses', (what) => {
  const fail = (desk: DeadlineDesk) => breaks[what]?.(desk) ?? (() => undefined);

  it('fails, and the verdict is told then or at the next run', async () => {
    const desk = new DeadlineDesk();
    await desk.hear(opening, reading);
    desk.log = [opening, reading];
    expect(await titlesAt(desk, '09:15')).toEqual(['1 secret read in the emergency of alice']);
    const mend = fail(desk);
    await expect(titlesAt(desk, '14:15')).rejects.toThrow();
    mend();
    await titlesAt(desk, '14:30');
    const told = desk.notices.map(({ title }) => title);
    expect(told).toContain('1 secret overdue in the emergency of alice');
    expect(told.filter((title) => title.includes('replaced'))).toEqual([]);
    expect(await titlesAt(desk, '15:45')).toEqual(['1 secret still overdue in the emergency of alice']);
  });

  it('never takes an emergency that the event path missed for none: it is told once the log can be asked', async () => {
    const desk = new DeadlineDesk();
    desk.log = [opening, reading];
    const mend = fail(desk);
    await expect(titlesAt(desk, '10:15')).rejects.toThrow();
    mend();
    await titlesAt(desk, '11:15');
    expect(desk.notices.map(({ title }) => title)).toContain('1 secret read in the emergency of alice');
  });
});

it('a run while Secrets Manager refuses tells what is overdue all the same', async () => {
  const desk = new DeadlineDesk();
  await desk.hear(opening, reading);
  desk.broken = ['versions'];
  expect(await titlesAt(desk, '14:15')).toEqual(['1 secret overdue in the emergency of alice']);
  expect(desk.failures).toEqual(['list the versions of a secret']);
});
