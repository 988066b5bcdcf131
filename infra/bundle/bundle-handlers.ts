import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/schema.ts';
import { bundle } from './bundle.ts';

const handlers = join(import.meta.dirname, '..', '..', 'handlers');

/**
 * Bundles every handler (a folder `handlers/<name>` with a file entry.ts) into `out`/<name>. Answers the absolute folder
 * of each, by name: what `Code.fromAsset` takes. Called before the stacks are made, because constructs cannot wait.
 *
 * @throws what esbuild says of a source that does not bundle.
 */
export async function bundleHandlers({
  config,
  out,
}: {
  /** The effective config; part of each bundle, so that a change of it deploys the functions anew. */
  readonly config: Config;
  /** An absolute folder. */
  readonly out: string;
}): Promise<Record<string, string>> {
  const folders = handlerNames().map((name) => [name, join(out, name)] as const);
  await Promise.all(
    folders.map(([name, folder]) => bundle(join(handlers, name, 'entry.ts'), folder, config)),
  );
  return Object.fromEntries(folders);
}

function handlerNames(): string[] {
  return readdirSync(handlers)
    .filter((name) => readdirSync(join(handlers, name)).includes('entry.ts'))
    .sort();
}
