import { basename } from 'node:path';
import type { Plugin } from 'esbuild';

/** Beside its lean client, each SDK package has a class with every call of the service as a method. */
const whole = /[/\\]@aws-sdk[/\\]client-[\w-]+[/\\]dist-es[/\\][A-Z]\w*\.js$/;

/** Nothing here uses the SDK's whole clients; but the module that makes one runs code, and so would be kept with all that it names. */
export const noWholeClients: Plugin = {
  name: 'no-whole-clients',
  setup(build) {
    build.onLoad({ filter: whole }, ({ path }) =>
      path.endsWith('Client.js')
        ? undefined
        : {
            contents: `export class ${basename(path, '.js')} {}`,
            loader: 'js',
          },
    );
  },
};
