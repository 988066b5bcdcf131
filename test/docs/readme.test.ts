import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bySeverity } from '../../config/severity.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

it('README lists every detection with its severity and what it watches for, the worst first', () => {
  const [, table = ''] = /^## What it watches for\n\n((?:\|.*\n)+)/m.exec(readme) ?? [];
  const rows = table
    .trim()
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(rows).toEqual(
    [...detections]
      .sort((a, b) => bySeverity(a.severity, b.severity))
      .map(({ id, severity, title }) => [`[${id}](docs/detections.md#${id})`, severity, title]),
  );
});
