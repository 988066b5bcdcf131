import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import { oneLanguage } from '../../config/one-language.ts';
import { catalogueWithStaticImports } from '../../detections/catalogue/static-imports.ts';

const project = join(import.meta.dirname, '..', '..');

/** Loaded by few commands, large, or not JavaScript alone: these stay where npm put them. */
const external = [
  '@aws-sdk/*',
  '@aws-lambda-powertools/*',
  '@smithy/*',
  '@duckdb/node-bindings*',
  'esbuild',
  'tsx',
];

/** Packages of the old module system ask for `require`. */
const requireForModules =
  "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);";

/** A source knows the folder it was written in, though it runs from another; the catalogue of detections has no folder. */
const asIfInPlace: esbuild.Plugin = {
  name: 'as-if-in-place',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (path.includes('node_modules')) return undefined;
      const isCatalogue = path.endsWith(join('detections', 'catalogue', 'catalogue.ts'));
      const source = isCatalogue ? catalogueWithStaticImports() : readFileSync(path, 'utf8');
      return {
        contents: source.replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
        loader: 'ts',
      };
    });
  },
};

/**
 * Makes `folder` with the program in it: main.mjs, and worker.mjs beside it. The folder appears whole or not at all,
 * however many do this at the same time. Bundles of earlier sources that nobody can be running any more are removed.
 * @throws what esbuild says of a source that does not bundle, and the system's errors
 */
export async function bundleProgram(folder: string): Promise<void> {
  const bundles = dirname(folder);
  await mkdir(bundles, { recursive: true });
  const made = await mkdtemp(`${folder}-`);
  try {
    await esbuild.build({
      absWorkingDir: project,
      entryPoints: { main: 'local/cli/main.ts', worker: 'local/scan/worker.ts' },
      outdir: made,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      external,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      mainFields: ['module', 'main'],
      minifyWhitespace: true,
      legalComments: 'none',
      charset: 'utf8',
      banner: { js: requireForModules },
      plugins: [asIfInPlace, oneLanguage],
      logLevel: 'silent',
    });
    await rename(made, folder);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    // Someone else was quicker.
    if (
      (error as NodeJS.ErrnoException).code !== 'ENOTEMPTY' &&
      (error as NodeJS.ErrnoException).code !== 'EEXIST'
    )
      throw error;
  }
  await removeOld(bundles, basename(folder));
}

/** ms; a program that was started from a bundle may load parts of it later. */
const kept = 24 * 3_600_000;

async function removeOld(bundles: string, current: string): Promise<void> {
  for (const name of await readdir(bundles)) {
    const path = join(bundles, name);
    if (name === current || Date.now() - (await stat(path)).mtimeMs < kept) continue;
    await rm(path, { recursive: true, force: true });
  }
}
