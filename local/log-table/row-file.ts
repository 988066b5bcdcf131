import { closeSync, openSync, writeFileSync } from 'node:fs';

/** UTF-16 units. */
const writtenAtOnce = 1024 * 1024;

/** A file of lines that are written many at once, readable for its owner only. */
export class RowFile {
  readonly path: string;
  readonly #file: number;
  #lines: string[] = [];
  #length = 0;

  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, 'w', 0o600);
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#length += line.length;
    if (this.#length > writtenAtOnce) this.#write();
  }

  close(): void {
    this.#write();
    closeSync(this.#file);
  }

  #write(): void {
    writeFileSync(this.#file, this.#lines.join('')); // To an open file it appends, and writes all or throws.
    this.#lines = [];
    this.#length = 0;
  }
}
