import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { silent } from '../../../local/replay/progress.ts';
import { Replay } from '../../../local/replay/replay.ts';
import { Channel, configOf, Desk } from '../../handlers/alert/desk.ts';
import {
  assumeRole,
  breakGlassRole,
  home,
  iamUser,
  read,
  record,
  roleSession,
  secretArn,
  type CloudTrailRecord,
} from '../../handlers/alert/events.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-ruled-out-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const app = `arn:aws:iam::${home}:role/apps/orders`;
const config = { detections: { 'bulk-read': { threshold: 3, windowMinutes: 60 } } };

const minute = fc.integer({ min: 0, max: 59 });
const callers = fc.constantFrom(
  iamUser('alice'),
  roleSession(app, 'one', '09:05'),
  roleSession(app, 'two', '09:05'),
  roleSession(`arn:aws:iam::${home}:role/apps/quiet`, 'three', '09:05'),
  roleSession(breakGlassRole, 'eve', '09:00'),
);
/** Few, in all the forms that name the same secret: what counts is how many different ones there are. */
const secrets = fc.constantFrom(
  'a',
  'b',
  'b',
  secretArn('b'),
  secretArn('b-AbCdEf'),
  secretArn('b-GhIjKl'),
  'c',
);

const aRead = fc
  .tuple(callers, secrets, minute, fc.boolean())
  .map(([by, secret, m, shows]) => (id: string): CloudTrailRecord => ({
    ...read(id, `09:${String(m).padStart(2, '0')}`, secret, by),
    ...(shows ? { responseElements: { arn: secretArn('b-AbCdEf') } } : {}),
  }));
/** Without a list: it returns whatever the caller may read. */
const aBatch = fc.tuple(callers, minute).map(
  ([by, m]) =>
    (id: string): CloudTrailRecord =>
      record(id, `09:${String(m).padStart(2, '0')}`, {
        eventName: 'BatchGetSecretValue',
        userIdentity: by,
        requestParameters: { filters: [] },
      }),
);
const anAssumption = fc.constantFrom(breakGlassRole, app).map(
  (by) =>
    (id: string): CloudTrailRecord =>
      assumeRole(id, '09:05', { role: app, as: 'one', by: roleSession(by, 'eve', '09:00') }),
);
const logs = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: aRead },
      { weight: 1, arbitrary: anAssumption },
      { weight: 1, arbitrary: aBatch },
    ),
    {
      maxLength: 60,
    },
  )
  .map((makers) => makers.map((make, i) => make(`e${String(i).padStart(2, '0')}`)));

const inOrder = (records: readonly CloudTrailRecord[]) =>
  records.toSorted((a, b) =>
    `${String(a.eventTime)} ${String(a.eventID)}` < `${String(b.eventTime)} ${String(b.eventID)}` ? -1 : 1,
  );

it('a replay tells what deciding every single event tells, though it rules most reads out unseen', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(logs, async (records) => {
      const desk = new Desk({ config, group: false });
      for (const record of records) desk.directory.learn(record);
      const outcomes = await desk.takeAll(inOrder(records));
      const file = join(folder, 'log.json');
      writeFileSync(file, JSON.stringify({ Records: records }));
      const channel = new Channel();
      const replay = new Replay({
        files: [{ path: file, size: null }],
        config: configOf(config),
        detections,
        notifier: channel,
        clock: { now: () => 0 },
        group: false,
        workers: 1,
        progress: silent,
        onTrouble: ({ reason }) => {
          throw new Error(reason);
        },
      });
      await replay.run();
      expect(channel.alerts).toEqual(desk.channel.alerts);
      expect(replay.summary.unmatched).toBe(outcomes.filter((outcome) => outcome === 'unmatched').length);
      told += channel.alerts.length;
    }),
    { numRuns: 150, seed: 20261124 },
  );
  // Of such logs most say something.
  expect(told).toBeGreaterThan(150);
});
