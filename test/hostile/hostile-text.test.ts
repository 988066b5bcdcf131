import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detections } from '../../detections/catalogue/catalogue.ts';
import type { Alert } from '../../handlers/alert/alert.ts';
import { expectHarmless, renderings } from './readings.ts';
import { scenes, type Hand } from './scenes.ts';
import { pasted } from './shell.ts';
import { alertOf, handOf } from './stage.ts';
import { attacks, hiddenIn, hostileText, ordinaryName } from './texts.ts';

const hostileHand: fc.Arbitrary<Hand> = fc.record({
  session: hostileText,
  role: hostileText,
  assumed: hostileText,
  secret: hostileText,
  agent: hostileText,
  message: hostileText,
  source: hostileText,
  principal: hostileText,
});

type Words = readonly (string | RegExp)[];

/**
 * Each command does what it says in a real shell, and nothing else; or is withheld because one of its words cannot be
 * shown, or is none.
 */
function expectCommands(alerts: readonly (readonly [Alert, Words])[]): void {
  const hidden = (word: string | RegExp) =>
    typeof word === 'string' && (word === '' || hiddenIn(word).length > 0);
  const withheld = (words: Words) => words.some(hidden);
  const given = alerts.filter(([, words]) => !withheld(words));
  for (const [{ command }, words] of alerts) expect(command === null).toBe(withheld(words));
  const ran = pasted(given.map(([{ command }]) => command ?? ''));
  expect(ran).toMatchObject({ stderr: '', status: 0, files: [] });
  expect(ran.calls).toHaveLength(given.length);
  for (const [index, [, words]] of given.entries()) {
    const call = ran.calls[index] ?? [];
    expect(call).toHaveLength(words.length);
    for (const [at, word] of words.entries()) {
      if (typeof word === 'string') expect(call[at]).toBe(word);
      else expect(call[at]).toMatch(word);
    }
  }
}

test('every detection has a scene', () => {
  const played = new Set(scenes.map(({ detection }) => detection));
  expect([...played].sort()).toEqual(detections.map(({ id }) => id));
});

describe.each(scenes.map((scene) => [`${scene.name} (${scene.detection})`, scene] as const))(
  '%s',
  (_, scene) => {
    test('by hostile hands is told harmlessly in every channel, with a command that does no more than it says', async () => {
      await fc.assert(
        fc.asyncProperty(hostileHand, async (hand) => {
          const alert = await alertOf(scene, hand);
          expectCommands([[alert, scene.words(hand)]]);
          await expectHarmless(alert);
        }),
        { numRuns: 12 },
      );
    });

    test('with one attack in every place is told harmlessly', async () => {
      const told: (readonly [Alert, Words])[] = [];
      for (const attack of attacks) {
        const hand = handOf(attack);
        const alert = await alertOf(scene, hand);
        told.push([alert, scene.words(hand)]);
        await expectHarmless(alert);
      }
      expectCommands(told);
    });

    test('with names of ordinary length tells them whole in every channel', async () => {
      const name = ordinaryName(32);
      const hands = fc.record({
        session: name,
        role: name,
        assumed: name,
        secret: name,
        agent: fc.constantFrom('aws-cli/2.31.2 md/awscrt#0.27.6', 'Boto3/1.40 <x> & "y"'),
        message: name,
        source: name,
        principal: name,
      });
      await fc.assert(
        fc.asyncProperty(hands, async (hand) => {
          const alert = await alertOf(scene, hand);
          expectCommands([[alert, scene.words(hand)]]);
          const { terminal, narrowTerminal, ndjson, slack, body, machine, sns } = renderings(alert);
          for (const key of scene.told) {
            for (const text of [terminal, narrowTerminal, ndjson, slack, body, machine, sns]) {
              expect(text).toContain(hand[key]);
            }
          }
          for (const key of scene.machines ?? []) {
            expect(JSON.stringify(JSON.parse(ndjson))).toContain(JSON.stringify(hand[key]));
            expect(JSON.stringify(JSON.parse(machine))).toContain(JSON.stringify(hand[key]));
          }
          for (const text of [terminal, body]) expect(text).toContain(alert.command);
          expect(JSON.parse(slack)).toHaveProperty(
            ['blocks', 0, 'text', 'text'],
            expect.stringContaining(alert.title.slice(0, 100)),
          );
        }),
        { numRuns: 10 },
      );
    });
  },
);
