import { build } from 'esbuild';

/** A node of the tree that a statement is parsed to. */
export interface SyntaxNode {
  /** The rule of Trino's grammar, such as `querySpecification`; null: a word or sign of the statement. */
  readonly rule: string | null;
  /** Its text, without blanks. */
  readonly text: () => string;
  readonly children: readonly SyntaxNode[];
}

interface Tree {
  getText(): string;
  readonly children?: readonly Tree[] | null;
  readonly ruleIndex?: number;
}

interface TrinoSQL {
  validate(sql: string): readonly { readonly message: string }[];
  parse(sql: string): Tree;
}

interface Bundle {
  readonly TrinoSQL: new () => TrinoSQL;
  readonly TrinoSqlParser: { readonly ruleNames: readonly string[] };
}

const bundle = bundled();

async function bundled(): Promise<Bundle> {
  // Node cannot import the parser as it is published: it imports directories.
  const { outputFiles } = await build({
    stdin: {
      contents: `
        export { TrinoSQL } from 'dt-sql-parser/dist/parser/trino';
        export { TrinoSqlParser } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
      `,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  return (await import(`data:text/javascript;base64,${code}`)) as Bundle;
}

/** What Trino's grammar has against a statement; nothing: it parses. */
export async function trinoErrors(statement: string): Promise<readonly string[]> {
  const { TrinoSQL } = await bundle;
  return new TrinoSQL().validate(statement).map(({ message }) => message);
}

/** The tree of a statement that parses. */
export async function trinoTree(statement: string): Promise<SyntaxNode> {
  const { TrinoSQL, TrinoSqlParser } = await bundle;
  const nodeOf = (tree: Tree): SyntaxNode => ({
    rule: tree.ruleIndex === undefined ? null : (TrinoSqlParser.ruleNames[tree.ruleIndex] ?? null),
    text: () => tree.getText(),
    children: (tree.children ?? []).map(nodeOf),
  });
  return nodeOf(new TrinoSQL().parse(statement));
}
