import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const room = join(import.meta.dirname, '..');

/**
 * The catalogue as a module that imports each detection by name, for bundles: they have no folder to read. It stands in
 * for catalogue.ts beside this file.
 */
export function catalogueWithStaticImports(): string {
  const files = readdirSync(room)
    .filter((file) => file.endsWith('.ts'))
    .sort();
  const imports = files.map((file, n) => `import detection${n} from ${JSON.stringify(`../${file}`)};`);
  return `${imports.join('\n')}\nexport const detections = [${files.map((_, n) => `detection${n}`).join(', ')}];`;
}
