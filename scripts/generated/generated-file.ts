/** A file that is made from the sources: `npm run generate` writes it, a test fails when it is stale. */
export interface GeneratedFile {
  /** From the project's root. */
  readonly path: string;
  content(): string | Promise<string | Uint8Array>;
}
