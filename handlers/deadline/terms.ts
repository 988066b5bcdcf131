import type { Config } from '../../config/schema.ts';

/** The terms of an exposure: frozen when it is first told, so that no later change of the config closes it. */
export type Terms = Pick<Config, 'deadlineHours' | 'clock'> & {
  /** Whether two rotations are needed, because they alternate between two users. */
  readonly alternating: boolean;
};
