import type { Config } from '../../config/schema.ts';
import type { Detection } from '../../detections/catalogue/detection.ts';
import { possiblyRepeatedText } from './alert.ts';
import type { PlainMessage } from './render/plain.ts';

export interface Armed {
  readonly config: Config;
  readonly detections: readonly Detection[];
  /** Whether an earlier attempt may have reached the channels. */
  readonly possiblyRepeated: boolean;
}

/**
 * What is told when a stack of ours was made: that the way from the bus to the channels works, shown by this message's
 * having come that way.
 */
export function armedMessage(region: string, { config, detections, possiblyRepeated }: Armed): PlainMessage {
  const heard = detections.filter(({ id }) => (config.detections[id]?.mode ?? 'alert') === 'alert').length;
  const glass = [...config.breakGlass.roles, ...config.breakGlass.users];
  return {
    type: 'armed',
    severity: 'critical',
    title: `Glasswatch is armed in ${region}`,
    text:
      `${heard} of ${detections.length} detections alert, in account ${config.account ?? 'unknown'}. ` +
      (glass.length === 0
        ? 'No break-glass role or user is configured.'
        : `Break-glass: ${glass.join(', ')}.`) +
      ' This came from the event bus by the way of every alert.' +
      (possiblyRepeated ? ` ${possiblyRepeatedText}` : ''),
    command: null,
    detection: null,
    account: config.account ?? null,
  };
}
