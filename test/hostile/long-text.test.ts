import { describe, expect, test } from 'vitest';
import { emailOf } from '../../handlers/alert/render/email.ts';
import { machineAlert } from '../../handlers/alert/render/machine.ts';
import { snsMessage } from '../../handlers/alert/render/sns.ts';
import { expectHarmless } from './readings.ts';
import { scenes } from './scenes.ts';
import { alertOf, handOf } from './stage.ts';

describe.each(scenes.map((scene) => [`${scene.name} (${scene.detection})`, scene] as const))(
  '%s',
  (_, scene) => {
    // Ones that grow by being escaped: on a terminal and in JSON, in JSON within JSON, in UTF-8 and in Slack.
    test.each(['\u{e0001}', '\\文<'])(
      'with 10,000 characters %j in every place is told harmlessly',
      async (character) => {
        const text = character.repeat(10_000 / character.length);
        const alert = await alertOf(scene, handOf(text));
        await expectHarmless(alert);
        // What is cut in one channel stands whole for machines.
        expect(machineAlert(alert).length).toBeGreaterThan(10_000);
        expect(emailOf(alert).body.length).toBeLessThan(45_000);
        expect(snsMessage(alert).Message).toContain(alert.eventID);
      },
    );
  },
);
