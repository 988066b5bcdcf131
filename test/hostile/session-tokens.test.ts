import { existsSync } from 'node:fs';
import fc from 'fast-check';
import picocolors from 'picocolors';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../config/parse.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import type { Alert } from '../../handlers/alert/alert.ts';
import { bareSlackMessage } from '../../handlers/alert/render/slack.ts';
import { bareLine } from '../../local/output/ndjson.ts';
import { prettyBare } from '../../local/output/pretty.ts';
import { findLogFiles } from '../../local/reader/reader.ts';
import { Replay } from '../../local/replay/replay.ts';
import { tokenMarker, type Fields } from '../detections/event-builders.ts';
import { loadSubject } from '../detections/judgement.ts';
import { config } from '../recorded/expected.ts';
import { recordedFolder } from '../recorded/folder.ts';
import { pipeline } from './pipeline.ts';
import { renderings } from './readings.ts';
import { places, planted } from './token-places.ts';

const colors = picocolors.createColors(false);

function everythingTold(alerts: readonly Alert[]): string[] {
  return alerts.flatMap((alert) => [...Object.values(renderings(alert)), JSON.stringify(alert)]);
}

describe('a session token in an event', () => {
  test.each(detections.map((detection) => [detection.id, detection] as const))(
    'that %s matches is told in no channel, wherever it stands',
    async (_, detection) => {
      const { cases } = await loadSubject(detection);
      const tell = pipeline(cases.config);
      let told = 0;
      const change = fc.record({
        truth: fc.constantFrom(...cases.truths),
        where: fc.uniqueArray(fc.constantFrom(...places), { minLength: 1, maxLength: 8 }),
        broken: fc.constantFrom(null, null, null, 'yesterday'),
      });
      await fc.assert(
        fc.asyncProperty(change, async ({ truth, where, broken }) => {
          const plant = (event: Fields) => where.reduce(planted, event);
          const before = (truth.before ?? []).map(plant);
          const event = { ...plant(truth.event), ...(broken === null ? {} : { eventTime: broken }) };
          const { alerts, bares } = await tell([...before, event]);
          told += alerts.length + bares.length;
          const texts = [
            ...everythingTold(alerts),
            ...bares.flatMap((bare) => [
              JSON.stringify(bare),
              bareLine(bare),
              prettyBare(bare, colors),
              JSON.stringify(bareSlackMessage(bare)),
            ]),
          ];
          for (const text of texts) {
            expect(text).not.toContain('CANARY');
            expect(text).not.toContain(tokenMarker);
          }
        }),
        { numRuns: 40 },
      );
      expect(told).toBeGreaterThan(5);
    },
  );
});

describe.skipIf(!existsSync(recordedFolder))('over the recorded events', () => {
  const alerts: Alert[] = [];
  const said: string[] = [];

  beforeAll(async () => {
    const now = Date.parse('2026-11-21T00:00:00Z');
    const replay = new Replay({
      files: await findLogFiles([recordedFolder]),
      config: parseConfig(config, { source: 'test', detections, now }),
      detections,
      notifier: {
        alert: (alert) => Promise.resolve(void alerts.push(alert)),
        bare: (bare) => Promise.resolve(void said.push(JSON.stringify(bare))),
        lastWord: (word) => Promise.resolve(void said.push(JSON.stringify(word))),
      },
      clock: { now: () => now },
      group: false,
      progress: { update: () => undefined, stop: () => undefined },
      onTrouble: (trouble) => said.push(JSON.stringify(trouble)),
    });
    await replay.run();
  });

  test('no session token is told in any channel', () => {
    const texts = [...everythingTold(alerts), ...said];
    expect(texts.length).toBeGreaterThan(400);
    for (const text of texts) expect(text).not.toContain('SESSION-TOKEN');
  });
});
