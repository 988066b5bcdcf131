import { expect } from 'vitest';
import type { Alert } from '../../handlers/alert/alert.ts';
import { pipeline } from './pipeline.ts';
import { config, type Hand, type Scene } from './scenes.ts';

const tell = pipeline(config);

/** The one alert that a scene ends in. */
export async function alertOf(scene: Scene, hand: Hand): Promise<Alert> {
  const { alerts, bares } = await tell(scene.records(hand));
  expect(bares).toEqual([]);
  const alert = alerts.at(-1);
  if (alert === undefined) throw new Error('nothing was told');
  expect(alert.detection).toBe(scene.detection);
  return alert;
}

/** The same text in every place. */
export function handOf(text: string): Hand {
  return {
    session: text,
    role: text,
    assumed: text,
    secret: text,
    agent: text,
    message: text,
    source: text,
    principal: text,
  };
}
