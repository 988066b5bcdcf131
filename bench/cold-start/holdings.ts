import type { Metafile } from 'esbuild';

/** What a bundle is made of. */
export interface Holdings {
  readonly bytes: number;
  /** Bytes by package, or by room of the project. */
  readonly of: ReadonlyMap<string, number>;
}

export function holdingsOf({ outputs }: Metafile): Holdings {
  const made = Object.values(outputs).find(({ entryPoint }) => entryPoint !== undefined);
  if (made === undefined) throw new Error('esbuild names no entry');
  const of = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.entries(made.inputs)) {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? `our ${file.split('/')[0] ?? ''}/`;
    of.set(name, (of.get(name) ?? 0) + bytesInOutput);
  }
  return { bytes: made.bytes, of };
}
