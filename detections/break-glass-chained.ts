import { nameOfPrincipal } from '../config/arn.ts';
import { announcementOf } from './break-glass/announcement.ts';
import { breakGlassRoles, userArns } from './break-glass/conditions.ts';
import { dueWords, latestEndOf } from './break-glass/due.ts';
import type { Detection } from './catalogue/detection.ts';
import { revokeSessionsCommand } from './event/command.ts';
import { assumptionOf } from './event/identity.ts';
import { atStart, claimOf } from './event/proof.ts';
import { anyOf } from './pattern/any-of.ts';

export default {
  id: 'break-glass-chained',
  title: 'Break-glass session assumed another role',
  severity: 'high',
  why: 'A second role hides what is done in an emergency: its events no longer carry the break-glass role.',
  mitre: ['T1550.001'],
  noise: 'An emergency procedure that works through a second role.',
  readOnly: true,

  // A chain can grow from any role: which sessions belong to an emergency is known from what was seen before.
  patterns: (config) => [
    ...anyOf(breakGlassRoles(config), () => ({
      detail: {
        eventSource: ['sts.amazonaws.com'],
        eventName: ['AssumeRole'],
        errorCode: [{ exists: false }],
        userIdentity: { type: ['AssumedRole'] },
      },
    })),
    ...anyOf(userArns(config), (users) => ({
      detail: {
        eventSource: ['sts.amazonaws.com'],
        eventName: ['AssumeRole'],
        errorCode: [{ exists: false }],
        userIdentity: { arn: users },
      },
    })),
  ],

  ofBreakGlassOnly: true,

  groupBy: (event, { breakGlass }) => `${breakGlass?.session ?? ''} ${assumptionOf(event).role ?? ''}`,

  describe: (event, { config, identity, breakGlass }) => {
    const { role, sessionName } = assumptionOf(event);
    const name = role === null ? 'another role' : nameOfPrincipal(role);
    const opened = breakGlass === null ? 'a break-glass session' : nameOfPrincipal(breakGlass.opened);
    const opener = breakGlass?.opener ?? null;
    return {
      title: `${opener === null ? 'Somebody' : atStart(opener)} went on from ${opened} to ${name}`,
      what: `In ${opener === null ? 'a' : 'the'} break-glass session of ${opener ?? opened}, ${role ?? name} was assumed.`,
      target: role,
      claims: claimOf("the new session's name", sessionName),
      announced: announcementOf(event.time, [role, breakGlass?.opened ?? null, identity.principal], config),
      signs: [
        breakGlass?.chained === true
          ? 'A further link of a chain of roles'
          : 'Straight from the break-glass session',
      ],
      next: `Ask ${opener ?? `whoever opened ${opened}`} what ${name} is needed for. Revoking the break-glass role's sessions does not end this one: its own role's must be revoked too, which cuts off whoever else works in ${name}:`,
      command: role === null ? null : revokeSessionsCommand(name),
      due: `What the new session reads counts as read in the emergency. ${dueWords(latestEndOf(event, identity), config)}`,
    };
  },
} satisfies Detection;
