import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import ts from 'typescript';

const project = join(import.meta.dirname, '..', '..', '..');
const rooms = ['config', 'detections', 'handlers', 'local', 'queries', 'infra'];

/** A regular expression of the product, where it first stands. */
export interface Found {
  /** Such as `handlers/alert/dead-letter.ts`. */
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** One that is put together when the program runs: its text in the code, as it stands. */
export interface Built {
  readonly file: string;
  readonly code: string;
}

/** Every regular expression in the rooms: literals by the compiler's own parser, and those of the SQL. */
export function findRegularExpressions(): {
  readonly literals: readonly Found[];
  readonly built: readonly Built[];
} {
  const literals: Found[] = [];
  const built: Built[] = [];
  for (const file of filesOf('{ts,mjs}')) {
    const text = ts.createSourceFile(
      file,
      readFileSync(join(project, file), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/');
        literals.push({ file, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
      }
      const isCall = ts.isNewExpression(node) || ts.isCallExpression(node);
      if (isCall && node.expression.getText(text) === 'RegExp')
        built.push({ file, code: node.getText(text) });
      ts.forEachChild(node, visit);
    };
    visit(text);
  }
  for (const file of filesOf('sql')) {
    for (const source of inSql(readFileSync(join(project, file), 'utf8')))
      literals.push({ file, source, flags: '' });
  }
  return { literals, built };
}

/** The second argument of each regexp_ function that is written as a text; quotes in it are doubled. */
export function inSql(sql: string): string[] {
  const found: string[] = [];
  for (const { index, 0: name } of sql.matchAll(/\bregexp_\w+\(/gi)) {
    let depth = 0;
    for (let at = index + name.length; at < sql.length; at++) {
      if (sql[at] === "'") {
        let end = at + 1;
        while (sql[end] !== "'" || sql[end + 1] === "'") end += sql[end] === "'" ? 2 : 1;
        at = end;
      } else if (sql[at] === '(') depth++;
      else if (sql[at] === ')' && --depth < 0) break;
      else if (sql[at] === ',' && depth === 0) {
        const [, pattern] = /^,\s*'((?:[^']|'')*)'/.exec(sql.slice(at)) ?? [];
        if (pattern !== undefined) found.push(pattern.replaceAll("''", "'"));
        break;
      }
    }
  }
  return found;
}

function filesOf(ending: string): string[] {
  return globSync(
    rooms.map((room) => `${room}/**/*.${ending}`),
    { cwd: project, ignore: ['**/node_modules/**', 'local/scan/kernel/assembly/**'] },
  ).sort();
}
