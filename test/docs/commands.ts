import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marked, type Token, type Tokens } from 'marked';

const root = join(import.meta.dirname, '..', '..');

/** One command that a page tells its reader to run. */
export interface DocumentedCommand {
  readonly page: string;
  /** As the page spells it, placeholders and all; continued lines are one. */
  readonly text: string;
}

const programs = ['echo', 'glasswatch', 'npx', 'npm', 'aws', 'node', '.ci/run', 'jq', 'sed', 'cmp', 'git'];

/** The pages that people read, as paths from the root. */
export const pages: readonly string[] = [
  // The changelog tells what was; its commands may be gone.
  ...readdirSync(root).filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md'),
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

/** Every command in code blocks and code spans of the pages. A span that only names a program is none. */
export const documentedCommands: readonly DocumentedCommand[] = pages.flatMap((page) => {
  const tokens = marked.lexer(readFileSync(join(root, page), 'utf8'));
  return codeIn(tokens)
    .filter((text) => programs.includes(programOf(text)) && text.includes(' '))
    .map((text) => ({ page, text }));
});

/** The commands of one program; `npx PROGRAM` and `… | PROGRAM` are of it too. */
export function commandsOf(program: string): DocumentedCommand[] {
  const runs = new RegExp(String.raw`(^|[|&"(]\s*|\bnpx (--yes )?)${program} `);
  return documentedCommands.filter(({ text }) => runs.test(text));
}

function programOf(text: string): string {
  return text.split(' ', 1)[0] ?? '';
}

function codeIn(tokens: readonly Token[]): string[] {
  const found: string[] = [];
  void marked.walkTokens([...tokens], (token) => {
    if (token.type === 'code') found.push(...linesOf((token as Tokens.Code).text));
    // A table's cell or a list's item may wrap a span over two lines.
    if (token.type === 'codespan') found.push((token as Tokens.Codespan).text.replaceAll(/\s*\n\s*/g, ' '));
  });
  return found.map((text) => text.replace(/^\$ /, '').trim());
}

/** The commands of a block: continued lines joined, remarks behind `#` dropped. */
function linesOf(block: string): string[] {
  return block
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/\s+#\s.*$/, ''));
}
