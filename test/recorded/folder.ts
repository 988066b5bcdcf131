import { join } from 'node:path';

/** Third-party recordings stay outside the project: GLASSWATCH_RECORDED names their folder. */
export const recordedFolder =
  process.env.GLASSWATCH_RECORDED ??
  join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'recorded');
