import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseQuery, type Query } from './query.ts';

const room = import.meta.dirname;

/** Every .sql file in queries/ is a question; adding one is adding a file. In alphabetical order. */
export const queries: readonly Query[] = readdirSync(room)
  .filter((file) => file.endsWith('.sql'))
  .sort()
  .map((file) => parseQuery(file.slice(0, -4), textOf(file), (part) => textOf(join('parts', `${part}.sql`))));

function textOf(file: string): string {
  return readFileSync(join(room, file), 'utf8').replaceAll('\r\n', '\n');
}
