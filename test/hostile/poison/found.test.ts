import { expect, test } from 'vitest';
import { configOf } from '../../handlers/alert/desk.ts';
import { home, record } from '../../handlers/alert/events.ts';
import { enveloped, queue } from './queue.ts';

// What fuzzing found, each as small as it shrank to.

const config = configOf({ account: home, regions: ['eu-central-1'] });

test('an event of no interest whose time nobody can read is done with, and does not come again', async () => {
  const odd = record('e1', '2026-11-18T09:00:00Z', { eventName: 'ListSecrets', eventTime: 'noon' });
  const { outcomes, back, failures } = await queue(config)([enveloped(JSON.stringify(odd))]);
  expect({ outcomes, back, failures }).toEqual({ outcomes: ['unmatched'], back: [], failures: [] });
});
