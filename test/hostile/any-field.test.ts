import fc from 'fast-check';
import picocolors from 'picocolors';
import { describe, expect, test } from 'vitest';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { bareSlackMessage, lastWordSlackMessage } from '../../handlers/alert/render/slack.ts';
import { bareLine } from '../../local/output/ndjson.ts';
import { prettyBare, prettyLastWord } from '../../local/output/pretty.ts';
import type { Fields } from '../detections/event-builders.ts';
import { loadSubject, withField } from '../detections/judgement.ts';
import { pipeline } from './pipeline.ts';
import { expectHarmless } from './readings.ts';
import { screenOf } from './screen.ts';
import { pasted } from './shell.ts';
import { slackFaults } from './slack-rules.ts';
import { hiddenIn, hostileText } from './texts.ts';

describe('hostile text in any field of an event', () => {
  /** The paths of all texts in an event. */
  function textsOf(value: unknown, path: readonly string[] = []): string[][] {
    if (typeof value === 'string') return [[...path]];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, part]) => textsOf(part, [...path, key]));
  }

  function textAt(event: Fields, path: readonly string[]): string {
    return String(path.reduce<unknown>((node, key) => (node as Fields)[key], event));
  }

  test.each(detections.map((detection) => [detection.id, detection] as const))(
    'that %s matches is told harmlessly, or bare',
    async (_, detection) => {
      const { cases } = await loadSubject(detection);
      const tellCase = pipeline(cases.config);
      const commands: string[] = [];
      let told = 0;
      const change = fc.record({
        truth: fc.constantFrom(...cases.truths),
        field: fc.nat(),
        text: hostileText,
        how: fc.constantFrom('instead', 'before', 'after'),
      });
      await fc.assert(
        fc.asyncProperty(change, async ({ truth, field, text, how }) => {
          const paths = textsOf(truth.event);
          const path = paths[field % paths.length] ?? [];
          const was = textAt(truth.event, path);
          const now = { instead: text, before: text + was, after: was + text }[how];
          const event = withField(truth.event, path, now);
          const { alerts, bares } = await tellCase([...(truth.before ?? []), event]);
          told += alerts.length;
          for (const alert of alerts) {
            // Accounts are AWS's own to write: attributes carry them as they are.
            if (path[0] !== 'recipientAccountId') await expectHarmless(alert);
            if (alert.command !== null) commands.push(alert.command);
          }
          for (const bare of bares) {
            expect(slackFaults(bareSlackMessage(bare))).toEqual([]);
            expect(hiddenIn(bareLine(bare))).toEqual([]);
          }
        }),
        { numRuns: 60 },
      );
      expect(told).toBeGreaterThan(5);
      const ran = pasted(commands);
      expect(ran).toMatchObject({ stderr: '', status: 0, files: [] });
      expect(ran.calls).toHaveLength(commands.length);
    },
  );

  test('is harmless in what is told bare, and in last words', async () => {
    const colors = picocolors.createColors(true);
    const bares = fc.record({
      version: fc.constant(1 as const),
      gate: fc.constant(['break-glass-opened', 'bulk-read']),
      severity: fc.constantFrom('critical' as const, 'high' as const),
      eventID: hostileText,
      eventTime: hostileText,
      account: fc.option(hostileText),
      reason: hostileText,
    });
    await fc.assert(
      fc.asyncProperty(bares, async (bare) => {
        const { title: _, ...line } = JSON.parse(bareLine(bare)) as Record<string, unknown>;
        const { eventID, eventTime, account, reason } = bare;
        expect(line).toMatchObject({ eventID, eventTime, account, reason, bare: true });
        const shown = await screenOf(prettyBare(bare, colors));
        expect(shown.deeds).toEqual([]);
        expect(shown.lines).toHaveLength(3);
        expect(hiddenIn(shown.lines.join(''))).toEqual([]);
        expect(slackFaults(bareSlackMessage(bare))).toEqual([]);

        const word = { detection: 'bulk-read', title: reason, count: 7, from: 0, to: 3_600_000 };
        const last = await screenOf(prettyLastWord(word, colors));
        expect(last.deeds).toEqual([]);
        expect(last.lines).toHaveLength(2);
        expect(slackFaults(lastWordSlackMessage(word))).toEqual([]);
        expect(hiddenIn(last.lines.join(''))).toEqual([]);
      }),
    );
  });
});
