import { z } from 'zod';
import { configSchema } from '../../config/schema.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import type { GeneratedFile } from './generated-file.ts';

/** One value for every key of the config; the comments come from the schema. */
const example: Record<string, unknown> = {
  $schema: './config.schema.json',
  name: 'glasswatch',
  account: '111122223333',
  regions: ['eu-central-1', 'us-east-1'],
  breakGlass: {
    roles: ['arn:aws:iam::111122223333:role/BREAK-GLASS-*'],
    users: ['arn:aws:iam::111122223333:user/emergency/break-glass'],
  },
  trustedAccounts: ['444455556666'],
  deadlineHours: 4,
  clock: 'session-end',
  decoys: ['prod/decoy/root-password'],
  declaredIncidents: [
    {
      principal: 'arn:aws:iam::111122223333:user/mallory.dev',
      from: '2026-11-18T01:00:00Z',
      to: '2026-11-18T03:00:00Z',
      reason: 'Access key found in a public repository',
    },
  ],
  runbook: 'https://github.com/example-corp/glasswatch/blob/main/docs/runbook.md',
  alternatingUsers: ['prod/payments/db-master'],
  detections: {
    'bulk-read': { mode: 'alert', threshold: 15, windowMinutes: 5 },
    'secret-at-risk': { mode: 'shadow', reason: 'Being tried out until the clean-up of November is over' },
  },
  suppressions: [
    {
      detection: 'secret-access-denied',
      principal: 'arn:aws:iam::111122223333:role/inventory-scanner',
      errorCode: 'AccessDenied',
      owner: 'platform@example.com',
      reason: 'Asks for every secret and is meant to be refused',
      expires: '2026-12-31',
    },
  ],
  slack: { webhookSecret: 'glasswatch-slack-webhook' },
  email: ['security-on-call@example.com'],
  topic: 'arn:aws:sns:eu-central-1:111122223333:on-call',
  trail: {
    arn: 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit',
    bucket: 'central-audit-logs',
    prefix: 'security',
    organizationId: 'o-a1b2c3d4e5',
    key: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-4e5f-4a4b-8c8d-0123456789ab',
  },
  kmsEvents: 'include',
  networkActivity: false,
  key: { create: true },
  objectLock: { mode: 'governance', days: 365 },
  retentionDays: 2555,
  scanLimitGB: 100,
  reportAt: { day: 'MON', time: '07:00', timeZone: 'Europe/Berlin' },
  breakGlassRole: {
    name: 'BREAK-GLASS-ADMIN',
    trustedPrincipals: ['arn:aws:iam::111122223333:role/on-call'],
    managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  },
};

/** A config with every key, commented from the schema. */
export const configExampleFile: GeneratedFile = {
  path: 'docs/config.example.jsonc',
  content: () => {
    const { properties = {} } = z.toJSONSchema(configSchema(detections, 0), { io: 'input' });
    const entries = Object.entries(properties).map(([key, property]) => {
      if (!(key in example)) throw new Error(`the example lacks the key "${key}"`);
      const description = typeof property === 'object' ? property.description : undefined;
      const comment = description === undefined ? '' : `  // ${description}\n`;
      return `${comment}  ${JSON.stringify(key)}: ${JSON.stringify(example[key], null, 2).replaceAll('\n', '\n  ')}`;
    });
    return `// Every key of the config. On a laptop only "breakGlass" is needed.\n{\n${entries.join(',\n\n')}\n}\n`;
  },
};
