import { build } from 'esbuild';

interface HiveSQL {
  validate(sql: string): readonly { readonly message: string }[];
}

/** What Hive's grammar has against a statement; nothing: it parses. */
export async function hiveErrors(statement: string): Promise<readonly string[]> {
  // Node cannot import the parser as it is published: it imports directories.
  const { outputFiles } = await build({
    stdin: {
      contents: "export { HiveSQL } from 'dt-sql-parser/dist/parser/hive';",
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  const { HiveSQL } = (await import(`data:text/javascript;base64,${code}`)) as { HiveSQL: new () => HiveSQL };
  return new HiveSQL().validate(statement).map(({ message }) => message);
}
