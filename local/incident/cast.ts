import { agents } from './agents.ts';
import { consoleCaller, keyCaller, sessionCaller, type Caller } from './callers.ts';
import { role, uniqueId, user, type RoleSession } from './identities.ts';
import { account, home, partnerAccount, strangerAccount } from './places.ts';
import { Random } from './random.ts';

/** The people of the script. */
export const people = {
  mallory: user('mallory.dev'),
  ana: user('ana.ops'),
  bo: user('bo.dba'),
  eli: user('eli.dba'),
  emergencyUser: user('break-glass-root-key'),
} as const;

/** The roles of the script. */
export const roles = {
  admin: role('BREAK-GLASS-admin'),
  database: role('BREAK-GLASS-database'),
  operator: role('payments-operator', '/operations/'),
  engineer: role('AWSReservedSSO_Engineer_4f1c9a7be2d03586', `/aws-reserved/sso.amazonaws.com/${home}/`),
  deployer: role('ci-deployer', '/ci/'),
  rotation: role('secrets-rotation-lambda', '/service-role/'),
  reporting: role('reporting-job'),
  inventory: role('inventory-script'),
  marketing: role('marketing-site', '/web/'),
  exporter: role('data-export'),
  partner: role('feed-sync', '/', partnerAccount),
  stranger: role('scraper', '/', strangerAccount),
} as const;

/** When the two emergency sessions and the one chained from them were made. */
export const openings = { ana: '02:14:07', bo: '02:16:30', chained: '02:31:12' } as const;

export const githubProvider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
export const githubSubject = 'repo:example-corp/platform-secrets:ref:refs/heads/main';
export const officeIp = '198.51.100.24';
export const homeIp = '203.0.113.77';

/** The sessions of the script, for a day that begins at a given moment. */
export function sessionsOf(time: (clock: string) => number) {
  const made = (from: Omit<RoleSession, 'created' | 'key'>, clock: string): RoleSession => {
    const key = new Random(`session/${from.role.arn}/${clock}`).awsId('ASIA');
    return { ...from, created: time(clock), key };
  };
  const { deployer, engineer } = roles;
  return {
    ana: made(
      { role: roles.admin, name: 'ana.ops@example.com', mfa: true, sourceIdentity: 'ana.ops' },
      openings.ana,
    ),
    bo: made({ role: roles.database, name: 'bo.dba', mfa: true }, openings.bo),
    chained: made(
      { role: roles.operator, name: 'ana.ops@example.com', sourceIdentity: 'ana.ops' },
      openings.chained,
    ),
    cara: made({ role: engineer, name: 'cara.sec@example.com', mfa: true }, '05:58:20'),
    dana: made({ role: engineer, name: 'dana.eng@example.com', mfa: true }, '09:41:03'),
    ciNight: made({ role: deployer, name: 'GitHubActions', provider: githubProvider }, '05:01:52'),
    ciDawn: made({ role: deployer, name: 'GitHubActions', provider: githubProvider }, '06:29:44'),
    ciMorning: made({ role: deployer, name: 'GitHubActions', provider: githubProvider }, '08:39:58'),
    rotationDawn: made({ role: roles.rotation, name: 'rotate-ledger-db' }, '06:30:02'),
    rotationMorning: made({ role: roles.rotation, name: 'rotate-mq-broker' }, '09:29:41'),
    marketing: made({ role: roles.marketing, name: 'i-0c4d19f7a26be8351', instance: true }, '11:30:15'),
    reporting: made({ role: roles.reporting, name: 'reporting-job-7d9f4c' }, '13:58:40'),
    inventory: made({ role: roles.inventory, name: 'inventory' }, '15:31:20'),
    exporterNight: made({ role: roles.exporter, name: 'data-export' }, '04:05:12'),
    exporterDay: made({ role: roles.exporter, name: 'data-export' }, '16:05:12'),
    partner: made({ role: roles.partner, name: 'feed-sync' }, '00:00:00'),
    stranger: made({ role: roles.stranger, name: 'run-81' }, '13:40:31'),
  } as const;
}

export type Sessions = ReturnType<typeof sessionsOf>;

/** The callers behind the sessions and keys. */
export function callersOf(sessions: Sessions) {
  const consoleKey = uniqueId('AKIA', 'console/bo.dba').replace('AKIA', 'ASIA');
  const cli = (session: RoleSession, command: string) => sessionCaller(session, homeIp, agents.cli(command));
  const engineer = (session: RoleSession): Caller => ({
    ...sessionCaller(session, officeIp, agents.browser),
    console: true,
  });
  return {
    mallory: keyCaller(people.mallory, '192.0.2.146', agents.boto),
    ana: (command: string) => cli(sessions.ana, command),
    chained: (command: string) => cli(sessions.chained, command),
    bo: consoleCaller(sessions.bo, '203.0.113.140', agents.browser, consoleKey),
    eli: keyCaller(people.eli, officeIp, agents.cli('secretsmanager.rotate-secret')),
    emergencyUser: (command: string) => keyCaller(people.emergencyUser, '203.0.113.9', agents.cli(command)),
    cara: engineer(sessions.cara),
    dana: engineer(sessions.dana),
    ci: (session: RoleSession) =>
      sessionCaller(session, '20.161.77.4', agents.cli('secretsmanager.rotate-secret')),
    lambda: (session: RoleSession) => sessionCaller(session, '18.196.201.33', agents.lambda),
    job: (session: RoleSession) => sessionCaller(session, '10.20.14.88', agents.boto),
  } as const;
}

export type Callers = ReturnType<typeof callersOf>;

/** All who appear on the stage. */
export interface Cast {
  readonly sessions: Sessions;
  readonly callers: Callers;
}
