import { parseConfig } from '../../config/parse.ts';
import type { Config } from '../../config/schema.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import {
  account,
  foreignAccount,
  keyArn,
  roleArn,
  secretArn,
  userArn,
} from '../detections/event-builders.ts';
import { Random } from './pairs/random.ts';

/** Principals of the detections' cases and others: named whole, by their beginning, by a middle, with and without path. */
const roles = [
  roleArn('break-glass'),
  roleArn('break-*'),
  roleArn('fire-*-admin'),
  `arn:aws:iam::${foreignAccount}:role/break-glass`,
  `arn:aws:iam::${account}:role/emergency/BREAK-GLASS-*`,
  `arn:aws:iam::${account}:role/emergency/BREAK-GLASS-ADMIN`,
  `arn:aws:iam::${account}:role/emergency/*-root`,
  ...Array.from({ length: 12 }, (_, n) => roleArn(`team-${n}-break-glass`)),
];
const users = [
  userArn('break-glass-user'),
  userArn('break-glass-*'),
  userArn('*-glass'),
  `arn:aws:iam::${account}:user/emergency/fire-*`,
  `arn:aws:iam::${account}:user/emergency/fire-1`,
  ...Array.from({ length: 6 }, (_, n) => userArn(`glass-${n}`)),
];
const decoys = ['prod/payroll-master', secretArn('ops/root-login'), 'ops/backup'];

const trails = [
  undefined,
  { arn: `arn:aws:cloudtrail:eu-central-1:${account}:trail/audit`, bucket: 'audit-bucket' },
  { arn: `arn:aws:cloudtrail:eu-central-1:${account}:trail/main`, bucket: 'logs-of-all', prefix: 'org' },
];

/** Valid configs that differ in all that shapes rules. The same seed makes the same. */
export function gateConfigs(seed: number, count: number): Config[] {
  const random = new Random(seed);
  const some = <T>(all: readonly T[], most: number): T[] => [
    ...new Set(random.list(0, most, () => random.pick(all))),
  ];
  return Array.from({ length: count }, () => {
    const trail = random.pick(trails);
    const modes = some(detections, 5).map(({ id }) => {
      const mode = random.pick(['off', 'shadow', 'alert']);
      return [id, { mode, ...(mode === 'off' && { reason: 'generated' }) }] as const;
    });
    const webhook = random.pick([{ webhookParameter: '/hook' }, { webhookSecret: 'ops/hook' }]);
    const fields = {
      account,
      regions: random.pick([['eu-central-1'], ['eu-central-1', 'us-east-1', 'ap-south-1']]),
      breakGlass: { roles: some(roles, random.pick([3, 10])), users: some(users, random.pick([2, 6])) },
      decoys: some(decoys, 3),
      detections: Object.fromEntries(modes),
      kmsEvents: random.pick(['include', 'exclude']),
      networkActivity: random.chance(0.5),
      ...(trail && { trail }),
      ...(random.chance(0.5) && { slack: webhook }),
      ...(random.chance(0.5) && { key: { create: true, arn: keyArn } }),
    };
    return parseConfig(fields, { source: `generated of seed ${seed}`, detections, now: 0 });
  });
}
