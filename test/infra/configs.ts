/** Configs that together use every key of deploying; account, home Region and break-glass roles are theirs in common. */
const account = '111122223333';
const home = 'eu-central-1';
const common = {
  account,
  regions: [home, 'eu-west-1'],
  breakGlass: { roles: [`arn:aws:iam::${account}:role/BREAK-GLASS-*`] },
};

export const configs = {
  /** No more than deploying demands. */
  small: { ...common, email: ['soc@example.com'] },
  /** All that can be made. */
  full: {
    ...common,
    breakGlass: {
      roles: [`arn:aws:iam::${account}:role/BREAK-GLASS-*`],
      users: [`arn:aws:iam::${account}:user/emergency/break-glass`],
    },
    decoys: ['prod/decoy/root-password'],
    slack: { webhookSecret: 'glasswatch-slack-webhook' },
    email: ['soc@example.com', 'on-call@example.com'],
    key: { create: true, arn: `arn:aws:kms:${home}:${account}:key/0a1b2c3d-4e5f-4a4b-8c8d-0123456789ab` },
    kmsEvents: 'exclude',
    networkActivity: true,
    objectLock: { mode: 'compliance', days: 365 },
    reportAt: { day: 'WED', time: '06:30', timeZone: 'Europe/Berlin' },
    breakGlassRole: {
      name: 'BREAK-GLASS-ADMIN',
      trustedPrincipals: [`arn:aws:iam::${account}:user/ana`, `arn:aws:iam::${account}:role/on-call`],
      managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess', `arn:aws:iam::${account}:policy/more`],
    },
  },
  /** All that can be adopted. */
  adopting: {
    ...common,
    slack: { webhookParameter: '/security/slack-webhook' },
    topic: `arn:aws:sns:${home}:${account}:on-call`,
    key: { create: false, arn: `arn:aws:kms:${home}:${account}:key/0a1b2c3d-4e5f-4a4b-8c8d-0123456789ab` },
    trail: {
      arn: 'arn:aws:cloudtrail:us-east-1:999988887777:trail/organization',
      bucket: 'central-audit-logs',
      prefix: 'security',
      organizationId: 'o-a1b2c3d4e5',
      key: 'arn:aws:kms:us-east-1:999988887777:key/mrk-0123456789abcdef0123456789abcdef',
    },
  },
} satisfies Record<string, object>;

export type ConfigName = keyof typeof configs;
