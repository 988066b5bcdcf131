import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import type { Config } from '../../config/schema.ts';
import { oneLanguage } from '../../config/one-language.ts';
import { foldersAsImports } from './folders-as-imports.ts';
import { lambdaCredentials } from './lambda-credentials.ts';
import { leanSchemas } from './lean-schemas.ts';
import { noWholeClients } from './no-whole-clients.ts';

const project = join(import.meta.dirname, '..', '..');

/** Packages of the old module system, in which some of what we use is written, ask for `require`. */
const requireForModules =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * Bundles one entry file, with all that it imports and the effective config, into `folder`/index.mjs for Node 24 (Lambda
 * handler `index.handler`), a source map beside it. The AWS SDK is part of it: what is deployed is what was tested. The
 * same sources and config give the same bytes, wherever the folder lies.
 *
 * Answers what esbuild tells of its parts.
 *
 * @throws what esbuild says of a source that does not bundle.
 */
export async function bundle(entry: string, folder: string, config: Config): Promise<Metafile> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: project,
    entryPoints: [{ in: entry, out: 'index' }],
    // Not written there: a source map names its sources relative to this folder.
    outdir: project,
    write: false,
    metafile: true,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Packages' modern half, where they have one: what is not used of it is left out.
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    charset: 'utf8',
    banner: { js: requireForModules },
    loader: { '.sql': 'text' },
    define: { DEPLOYED_CONFIG: JSON.stringify(config) },
    plugins: [foldersAsImports, lambdaCredentials, leanSchemas, noWholeClients, oneLanguage],
    logLevel: 'silent',
  });
  await mkdir(folder, { recursive: true });
  await Promise.all(
    outputFiles.map(({ path, contents }) => writeFile(join(folder, basename(path)), contents)),
  );
  return metafile;
}
