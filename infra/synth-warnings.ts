import { deploymentWarnings, type DeploymentConfig } from '../config/deployment.ts';
import { configWarnings } from '../config/parse.ts';
import type { Detection } from '../detections/catalogue/detection.ts';

/** What whoever deploys should know and may not mean: each a sentence. */
export function synthWarnings(config: DeploymentConfig, detections: readonly Detection[]): string[] {
  const blind = config.kmsEvents === 'exclude' ? blindWithoutKms(config, detections) : [];
  return [
    ...configWarnings(config),
    ...deploymentWarnings(config),
    ...(blind.length === 0
      ? []
      : [`kmsEvents is "exclude": what keys tell is not seen by ${blind.join(', ')}`]),
    ...(config.trail === undefined
      ? ['trail is absent: a trail is made; where the account has one already, the second copy is paid for']
      : []),
  ];
}

/** The detections of which a pattern asks for events of the key service. */
export function blindWithoutKms(config: DeploymentConfig, detections: readonly Detection[]): string[] {
  return detections
    .filter((detection) => JSON.stringify(detection.patterns(config)).includes('"kms.amazonaws.com"'))
    .map(({ id }) => id);
}
