import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { catalogueWithStaticImports } from '../../detections/catalogue/static-imports.ts';

const project = join(import.meta.dirname, '..', '..');

/** The modules that read their own folder at run time, and how to say the same with imports. */
const modules: Readonly<Record<string, () => string>> = {
  'detections/catalogue/catalogue.ts': catalogueWithStaticImports,
  'queries/catalogue.ts': () => {
    const files = filesIn('queries', '.sql');
    const parts = filesIn('queries/parts', '.sql');
    const texts = [...files, ...parts.map((part) => `parts/${part}`)];
    return [
      `import { parseQuery } from ${JSON.stringify('./query.ts')};`,
      ...texts.map((file, n) => `import text${n} from './${file}';`),
      `const texts = {${texts.map((file, n) => `'${file}': text${n}.replaceAll('\\r\\n', '\\n')`).join(', ')}};`,
      `export const queries = ${JSON.stringify(files.map((file) => file.slice(0, -4)))}.map((name) =>`,
      "  parseQuery(name, texts[name + '.sql'], (part) => texts['parts/' + part + '.sql']));",
    ].join('\n');
  },
};

/**
 * A bundle has no folders to read: for esbuild, the catalogues of detections and queries are static imports of what is in
 * their folders when the bundle is made.
 */
export const foldersAsImports: Plugin = {
  name: 'folders-as-imports',
  setup(build) {
    for (const [file, source] of Object.entries(modules)) {
      const path = join(project, file);
      build.onLoad({ filter: literally(path) }, () => ({
        contents: source(),
        loader: 'js',
        resolveDir: join(path, '..'),
      }));
    }
  },
};

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(join(project, folder))
    .filter((file) => file.endsWith(ending))
    .sort();
}

function literally(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
