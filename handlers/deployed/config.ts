import type { Config } from '../../config/schema.ts';

/** Put here by infra/bundle; nothing defines it outside a bundle. */
declare const DEPLOYED_CONFIG: Config;

/** The effective config of this deployment: part of the bundle, parsed when it was made. */
export const deployedConfig: Config = DEPLOYED_CONFIG;
