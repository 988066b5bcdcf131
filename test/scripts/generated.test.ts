import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { loadConfig } from '../../local/config-file.ts';
import { generatedFiles } from '../../scripts/generated/all.ts';

const root = join(import.meta.dirname, '..', '..');

describe('generated files are what the sources make them ("npm run generate" writes them)', () => {
  test.each(generatedFiles.map((file) => [file.path, file] as const))('%s', async (path, file) => {
    const content = await file.content();
    const written = readFileSync(join(root, path));
    if (typeof content === 'string') expect(written.toString()).toBe(content);
    else expect(written.equals(content)).toBe(true);
  });
});

test('the example config is a valid one, comments and all', () => {
  const config = loadConfig(
    join(root, 'docs/config.example.jsonc'),
    detections,
    Date.parse('2026-11-21T00:00:00Z'),
  );
  expect(config.breakGlass.roles).toEqual(['arn:aws:iam::111122223333:role/BREAK-GLASS-*']);
  expect(config.suppressions).toHaveLength(1);
});
