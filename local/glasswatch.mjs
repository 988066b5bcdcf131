#!/usr/bin/env node
// The sources are TypeScript; tsx runs them as they are, so that nothing has to be built after npm ci.
import { writeSync } from 'node:fs';
import { register } from 'tsx/esm/api';

register();

// A reader that has gone (`| head`) is no crash: end quietly, as "something was not written".
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') writeSync(2, `glasswatch: cannot write the results (${error.code})\n`);
  process.exit(1);
});

// Who reads the results alone may have closed the other: there is nobody left to tell.
process.stderr.on('error', () => {});

const { main } = await import('./cli/main.ts');
await main(process.argv.slice(2));
