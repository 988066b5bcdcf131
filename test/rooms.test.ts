import { readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';

import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom (design, "The rooms"); a room may always import itself, and infra knows the handlers' environments.
 * Nobody imports local.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  config: [],
  detections: ['config'],
  queries: ['config'],
  handlers: ['config', 'detections', 'queries'],
  infra: ['config', 'detections', 'queries'],
  local: ['config', 'detections', 'queries', 'handlers'],
};

const project = join(import.meta.dirname, '..');
const files = globSync(
  Object.keys(mayImport).map((room) => `${room}/**/*.{ts,mts,mjs,js}`),
  // AssemblyScript: its imports have no extension, and lead nowhere else.
  { cwd: project, ignore: ['local/scan/kernel/assembly/**'] },
).map((file) => file.split(sep).join('/'));

interface Import {
  readonly file: string;
  readonly what: string;
}

/** What a source imports: `from '…'`, `import '…'`, `import('…')`. */
function importsIn(file: string, source: string): Import[] {
  const quoted = /\b(?:from|import)\s*\(?\s*(['"])([^'"\n$]+)\1/g;
  return [...source.matchAll(quoted)].map(([, , what]) => ({ file, what: what ?? '' }));
}

/** The path within the project that a relative import leads to; null for a package or a module of Node. */
function pathOf({ file, what }: Import): string | null {
  return what.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), what)) : null;
}

/** Whether an import keeps to the rooms. */
function isAllowed(one: Import): boolean {
  const path = pathOf(one);
  if (path === null) return !one.what.startsWith('/') && !one.what.startsWith('file:');
  const from = one.file.split('/')[0] ?? '';
  const to = path.split('/')[0] ?? '';
  if (from === 'infra' && /^handlers\/[^/]+\/environment\.ts$/.test(path)) return true;
  return to === from || (mayImport[from]?.includes(to) ?? false);
}

const imports = files.flatMap((file) => importsIn(file, readFileSync(join(project, file), 'utf8')));

describe('a line of code', () => {
  it('knows its room: no import leads where it may not', () => {
    expect(imports.filter((one) => !isAllowed(one))).toEqual([]);
  });

  it('is found by this test: there are imports between rooms, and many', () => {
    const between = imports.filter((one) => {
      const path = pathOf(one);
      return path !== null && path.split('/')[0] !== one.file.split('/')[0];
    });
    expect(between.length).toBeGreaterThan(50);
    const ways = new Set(
      between.map((one) => `${one.file.split('/')[0] ?? ''} → ${pathOf(one)?.split('/')[0] ?? ''}`),
    );
    expect([...ways]).toEqual(
      expect.arrayContaining([
        'detections → config',
        'handlers → detections',
        'local → handlers',
        'local → config',
      ]),
    );
  });

  it('imports only files that there are', () => {
    for (const one of imports) {
      const path = pathOf(one);
      if (path !== null) expect(relative(project, join(project, path)), one.file).not.toMatch(/^\.\./);
      if (path !== null)
        expect(() => readFileSync(join(project, path)), `${one.file}: ${one.what}`).not.toThrow();
    }
  });
});

describe('this test', () => {
  it('would notice every way out of a room', () => {
    const broken: readonly [file: string, source: string][] = [
      ['config/x.ts', "import { y } from '../detections/y.ts';"],
      ['detections/x.ts', 'import type { Y } from "../handlers/alert/y.ts";'],
      ['detections/event/x.ts', "export * from '../../local/y.ts';"],
      ['handlers/alert/x.ts', "const y = await import('../../local/y.ts');"],
      ['handlers/alert/x.ts', "import '../../infra/y.ts';"],
      ['handlers/alert/x.ts', "import {\n  y,\n} from '../../test/y.ts';"],
      ['local/cli/x.ts', "import { y } from '../../infra/y.ts';"],
      ['local/cli/x.ts', "import { y } from '../../test/y.ts';"],
      ['infra/x.ts', "import { y } from '../handlers/alert/core.ts';"],
      ['infra/x.ts', "import { y } from '../local/y.ts';"],
      ['infra/watch/x.ts', "import { y } from '../../handlers/alert/environment/y.ts';"],
      ['local/x.ts', "import { y } from '../../elsewhere/y.ts';"],
      ['local/x.ts', "import { y } from '/work/handlers/y.ts';"],
    ];
    for (const [file, source] of broken) {
      expect(importsIn(file, source).map(isAllowed), `${file}: ${source}`).toEqual([false]);
    }
  });

  it('lets pass what keeps to the rooms', () => {
    const fine: readonly [file: string, source: string][] = [
      ['config/x.ts', "import { y } from './y.ts';"],
      ['detections/event/x.ts', "import { y } from '../../config/arn.ts';"],
      ['detections/event/x.ts', "import { y } from '../break-glass/y.ts';"],
      ['handlers/alert/x.ts', "import { y } from '../../detections/event/y.ts';"],
      ['local/cli/x.ts', "const y = await import('../../handlers/alert/core.ts');"],
      ['infra/watch/x.ts', "import type { Y } from '../../handlers/alert/environment.ts';"],
      ['local/cli/x.ts', "import { y } from 'node:fs'; import z from 'zod';"],
    ];
    for (const [file, source] of fine) {
      expect(importsIn(file, source).every(isAllowed), `${file}: ${source}`).toBe(true);
      expect(importsIn(file, source).length).toBeGreaterThan(0);
    }
  });
});
