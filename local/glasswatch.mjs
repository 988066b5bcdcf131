#!/usr/bin/env node
// The sources are TypeScript, and nothing has to be built after npm ci: what runs is a bundle of them, made when they were
// run first. It is found by a hash of all sources, so that it cannot be stale.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// A reader that has gone (`| head`) is no crash: end quietly, as "something was not written".
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') writeSync(2, `glasswatch: cannot write the results (${error.code})\n`);
  process.exit(1);
});

// Who reads the results alone may have closed the other: there is nobody left to tell.
process.stderr.on('error', () => {});

const project = join(dirname(fileURLToPath(import.meta.url)), '..');
const { main } = await program();
await main(process.argv.slice(2));

async function program() {
  const folder = join(project, 'node_modules', '.cache', 'glasswatch', hashOfSources());
  const bundled = join(folder, 'main.mjs');
  if (!existsSync(bundled)) {
    const { register } = await import('tsx/esm/api');
    register();
    try {
      const { bundleProgram } = await import('./start/bundle-program.ts');
      await bundleProgram(folder);
    } catch {
      // A folder that cannot be written, say: the sources run as they are, which only takes longer to start.
      return await import('./cli/main.ts');
    }
  }
  // From Node 22 on; keeps what V8 made of the bundle.
  module.enableCompileCache?.(join(folder, 'compiled'));
  return await import(pathToFileURL(bundled).href);
}

function hashOfSources() {
  // A bundle knows where its sources lie: a project that was moved or copied needs one of its own.
  const hash = createHash('sha256').update(`${process.version}\0${project}`);
  const add = (file) => hash.update(`\0${file}\0`).update(readFileSync(join(project, file)));
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json']) add(file);
  for (const room of ['config', 'detections', 'handlers', 'local', 'queries']) {
    for (const entry of readdirSync(join(project, room), { recursive: true }).sort()) {
      if (entry.endsWith('.ts')) add(join(room, entry));
    }
  }
  return hash.digest('hex').slice(0, 32);
}
