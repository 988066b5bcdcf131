import { detections } from '../../../detections/catalogue/catalogue.ts';
import { deployedConfig } from '../../../handlers/deployed/config.ts';
import { queries } from '../../../queries/catalogue.ts';

/** Not a handler: tells what a bundle has in it. */
process.stdout.write(
  JSON.stringify({
    detections: detections.map(({ id, title }) => ({ id, title })),
    queries: queries.map(({ name, sql, columns }) => ({ name, sql, columns })),
    name: deployedConfig.name,
    roles: deployedConfig.breakGlass.roles,
  }),
);
