import { z } from 'zod';
import { configSchema } from '../../config/schema.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import type { GeneratedFile } from './generated-file.ts';

/** The config's JSON Schema, for editors. It cannot say that a suppression ends within 90 days; `check` can. */
export const configSchemaFile: GeneratedFile = {
  path: 'docs/config.schema.json',
  content: () => {
    const schema = z.toJSONSchema(configSchema(detections, 0), { io: 'input' });
    return `${JSON.stringify({ title: 'Configuration of Glasswatch', ...schema }, null, 2)}\n`;
  },
};
