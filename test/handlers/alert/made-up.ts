import type { Detection } from '../../../detections/catalogue/detection.ts';

/** A detection that matches every GetSecretValue, for what the catalogue's own detections cannot show. */
export function madeUp(id: string, more: Partial<Detection> = {}): Detection {
  return {
    id,
    title: id,
    severity: 'medium',
    why: 'made up',
    mitre: [],
    noise: 'made up',
    readOnly: true,
    patterns: () => [{ detail: { eventName: ['GetSecretValue'] } }],
    groupBy: () => null,
    describe: () => ({
      title: `told by ${id}`,
      what: 'A made-up detection.',
      target: null,
      signs: [],
      next: 'Nothing.',
      command: null,
    }),
    ...more,
  };
}
