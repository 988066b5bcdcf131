import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { severities } from '../../config/severity.ts';
import type { Detection } from './detection.ts';

const room = join(import.meta.dirname, '..');

/** Every file in detections/ is a detection: adding one is adding a file. In alphabetical order of ids. */
async function loadDetections(): Promise<Detection[]> {
  const files = readdirSync(room)
    .filter((file) => file.endsWith('.ts'))
    .sort();
  return Promise.all(
    files.map(async (file) => {
      const module = (await import(pathToFileURL(join(room, file)).href)) as { default?: Detection };
      const detection = module.default;
      if (
        detection === undefined ||
        `${detection.id}.ts` !== file ||
        !severities.includes(detection.severity)
      ) {
        throw new Error(
          `detections/${file}: expected a detection with id "${file.slice(0, -3)}" as default export`,
        );
      }
      return detection;
    }),
  );
}

/** All detections, in alphabetical order of their ids. */
export const detections: readonly Detection[] = await loadDetections();
