import { expect, test } from 'vitest';
import {
  deniedCall,
  iamUser,
  notAuthorized,
  readSecret,
  roleSession,
  secretArn,
} from '../detections/event-builders.ts';
import { askMadeUp } from './asking.ts';

const app = roleSession('app');
const full = secretArn('prod/db-Ab12Cd');

test('reads-per-day counts reads, readers and secrets of each day that has a read', async () => {
  const on = (day: string, record: Readonly<Record<string, unknown>>) => ({
    ...record,
    eventTime: `2026-11-${day}T23:59:59Z`,
  });
  const refused = deniedCall(
    'secretsmanager',
    'GetSecretValue',
    app,
    notAuthorized(app, 'secretsmanager:GetSecretValue', full),
  );
  const rows = await askMadeUp(
    [
      on('17', readSecret(app, full)),
      on('17', readSecret(app, full)),
      on('17', readSecret(iamUser('ana'), secretArn('prod/other-Ef34Gh'))),
      on('18', refused),
      on('19', readSecret(app, full)),
    ],
    'reads-per-day',
  );
  expect(rows).toEqual([
    { day: '2026-11-17', reads: 3, principals: 2, secrets: 2 },
    { day: '2026-11-19', reads: 1, principals: 1, secrets: 1 },
  ]);
});
