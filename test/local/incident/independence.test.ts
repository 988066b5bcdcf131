import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const room = resolve(import.meta.dirname, '../../../local/incident');

describe('the built-in incident', () => {
  it('imports nothing but itself and Node: what it expects owes nothing to the code that it measures', async () => {
    const entries = await readdir(room, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const text = await readFile(file, 'utf8');
      const imports = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
        ([, name]) => name ?? '',
      );
      const outside = imports.filter(
        (name) => !name.startsWith('node:') && !resolve(dirname(file), name).startsWith(room + sep),
      );
      expect({ file, outside }).toEqual({ file, outside: [] });
      expect(imports.filter((name) => !name.startsWith('node:') && !name.startsWith('.'))).toEqual([]);
    }
  });
});
