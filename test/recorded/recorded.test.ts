import { existsSync } from 'node:fs';
import picocolors from 'picocolors';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../config/parse.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import type { Alert } from '../../handlers/alert/alert.ts';
import { alertLine } from '../../local/output/ndjson.ts';
import { prettyAlert } from '../../local/output/pretty.ts';
import { findLogFiles } from '../../local/reader/reader.ts';
import { Replay, type Trouble } from '../../local/replay/replay.ts';
import { config, expected } from './expected.ts';
import { recordedFolder } from './folder.ts';

const demanded = process.env.GLASSWATCH_RECORDED !== undefined || process.env.CI !== undefined;
const sessionTokenMarker = 'SESSION-TOKEN-CANARY-must-never-be-shown';

test.skipIf(existsSync(recordedFolder) || !demanded)('the recordings are there', () => {
  expect.fail(`no recorded events in ${recordedFolder}`);
});

describe.skipIf(!existsSync(recordedFolder))('over the recorded events', () => {
  const alerts: Alert[] = [];
  const troubles: Trouble[] = [];
  let replay: Replay;

  beforeAll(async () => {
    const now = Date.parse('2026-11-21T00:00:00Z');
    replay = new Replay({
      files: await findLogFiles([recordedFolder]),
      config: parseConfig(config, { source: 'test', detections, now }),
      detections,
      notifier: {
        alert: (alert) => Promise.resolve(void alerts.push(alert)),
        bare: (alert) => Promise.reject(new Error(`bare alert of ${alert.eventID}`)),
        lastWord: () => Promise.resolve(),
      },
      clock: { now: () => now },
      group: false,
      progress: { update: () => undefined, stop: () => undefined },
      onTrouble: (trouble) => troubles.push(trouble),
    });
    await replay.run();
  });

  test('every file and every record is read', () => {
    expect(troubles).toEqual([]);
    expect(replay.summary).toMatchObject({
      files: 3,
      unreadable: 0,
      skipped: 0,
      records: 2299,
      'dead-lettered': 0,
    });
  });

  test('the detections speak of exactly the events that they should', () => {
    const spoken: Record<string, string[]> = {};
    for (const { detection, eventID } of alerts) (spoken[detection] ??= []).push(eventID);
    for (const eventIDs of Object.values(spoken)) eventIDs.sort();
    const wanted = Object.entries(expected).map(([id, events]) => [id, Object.keys(events).sort()]);
    expect(spoken).toEqual(Object.fromEntries(wanted));
  });

  test('every configured principal is seen to be concerned by some event', () => {
    expect(replay.unseen).toEqual([]);
  });

  test('no session token is in any output', () => {
    const colors = picocolors.createColors(false);
    const output = alerts.flatMap((alert) => [
      alertLine(alert),
      prettyAlert(alert, colors),
      JSON.stringify(alert),
    ]);
    expect(output.length).toBeGreaterThan(100);
    expect(output.filter((text) => text.includes('SESSION-TOKEN'))).toEqual([]);
    expect(output.join('\n')).not.toContain(sessionTokenMarker);
  });
});
