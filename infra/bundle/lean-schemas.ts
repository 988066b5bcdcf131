import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const schemas = /[/\\]@aws-sdk[/\\](client-[\w-]+)[/\\]dist-es[/\\]schemas[/\\]schemas_0\.js$/;
const constant = /^const (_\w+) = ("[^"\n]*");$/gm;
const computedKey = /\[(_\w+)\]:/g;
/** Of the service's own error, from which the others come, the registry has another name. */
const registration = /^n0_registry\.registerError\(.*\);$/gm;

/** Clients of whose errors nothing here asks for the class. Their names, messages and statuses stay. */
const errorsByName = ['client-ssm'];

/**
 * An SDK client describes all that its service takes and gives in one file. Its objects have constants for keys; reading
 * such a key might run code, for all that esbuild knows, so it keeps what nothing uses. With the keys written out it does
 * not. The 140 errors of Systems Manager are kept by being registered: an unregistered one is the service's own error.
 */
export const leanSchemas: Plugin = {
  name: 'lean-schemas',
  setup(build) {
    build.onLoad({ filter: schemas }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const values = new Map([...text.matchAll(constant)].map(([, name, value]) => [name, value]));
      const lean = text.replace(computedKey, (key, name: string) => {
        const value = values.get(name);
        return value === undefined ? key : `${value}:`;
      });
      const byName = errorsByName.includes(schemas.exec(path)?.[1] ?? '');
      return { contents: byName ? lean.replace(registration, '') : lean, loader: 'js' };
    });
  },
};
