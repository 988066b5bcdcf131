import { describe, expect, it, test } from 'vitest';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { atStart } from '../../detections/event/proof.ts';
import type { Fields } from './event-builders.ts';
import { judge, loadSubject } from './judgement.ts';

/** A name that would have somebody else asked. */
const chosen = 'a-colleague-of-the-caller';
const identityCenter = ':role/aws-reserved/sso.amazonaws.com/';

/** The same events, in which the session that makes the call is named otherwise. */
function renamed(events: readonly Fields[], session: string): Fields[] {
  const text = JSON.stringify(events);
  return JSON.parse(
    text.replaceAll(`:${session}"`, `:${chosen}"`).replaceAll(`/${session}"`, `/${chosen}"`),
  ) as Fields[];
}

/** The session name of a role's session that its caller named; null of all other callers. */
function sessionOf(event: Fields): string | null {
  const identity = event.userIdentity as Fields | undefined;
  if (identity?.type !== 'AssumedRole' || JSON.stringify(identity).includes(identityCenter)) return null;
  return String(identity.principalId).split(':')[1] ?? null;
}

const calls = (await Promise.all(detections.map(loadSubject))).flatMap((subject) =>
  subject.cases.truths.flatMap(({ name, event, before = [] }) => {
    const session = sessionOf(event);
    return session === null ? [] : [{ of: subject.detection.id, name, subject, event, before, session }];
  }),
);

describe('an alert names nobody by a session name, which whoever assumed the role has chosen', () => {
  it('has calls of role sessions to ask of most detections', () => {
    expect(new Set(calls.map(({ of }) => of)).size).toBeGreaterThanOrEqual(8);
  });

  test.each(calls)('$of: $name', async ({ subject, event, before, session }) => {
    const events = renamed([...before, event], session);
    const last = events.at(-1) ?? {};
    const { alert } = await judge(subject, { event: last, before: events.slice(0, -1) }, { group: false });
    expect(alert).not.toBeNull();
    expect(`${alert?.title ?? ''} ${alert?.what ?? ''} ${alert?.next ?? ''}`).not.toContain(chosen);
    expect(alert?.who.claims).toContain(`session name "${chosen}"`);
  });
});

describe('a caller of a type that is a name of every object', () => {
  const openings = detections.filter(({ id }) => id === 'break-glass-opened');

  test.each(['__proto__', 'constructor', 'toString'])('%s, is told as any other', async (type) => {
    const [subject] = await Promise.all(openings.map(loadSubject));
    const opening = subject?.cases.truths.find(
      ({ event }) => (event.userIdentity as Fields).type === 'IAMUser',
    );
    if (subject === undefined || opening === undefined) throw new Error('no opening by a user');
    const event = { ...opening.event, userIdentity: { ...(opening.event.userIdentity as Fields), type } };
    const { alert } = await judge(subject, { event, before: [] }, { group: false });
    expect(alert?.severity).toBe('critical');
    expect(alert?.title).toContain('opened by ');
    expect(JSON.stringify(alert?.who)).toContain(type);
  });
});

test.each([
  ['a session of role deployer', 'A session of role deployer'],
  ['the root user', 'The root user'],
  ['role AROAEXAMPLE of account 444455556666', 'Role AROAEXAMPLE of account 444455556666'],
  ['IAM user ana', 'IAM user ana'],
  ['ana', 'ana'],
  ['secretsmanager.amazonaws.com', 'secretsmanager.amazonaws.com'],
])('at the beginning of a sentence stands %s as %s', (name, shown) => {
  expect(atStart(name)).toBe(shown);
});
