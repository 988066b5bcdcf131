import type { Emulator } from '../emulator/emulator.ts';

/** What the functions of an emulator wrote since a moment. */
export class FunctionLog {
  readonly #emulator: Emulator;
  #from = 0;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** Forgets what was written. */
  begin(): void {
    this.#from = this.#emulator.log.length;
  }

  get text(): string {
    return this.#emulator.log.slice(this.#from);
  }

  /** How messages ended, as the log tells it. */
  get journal(): { readonly outcome: string; readonly eventID: string | null }[] {
    return this.#lines('"outcome":').map((line) => line as { outcome: string; eventID: string | null });
  }

  /** The sum of a metric, as CloudWatch would make it of the log. */
  metric(name: string): number {
    return this.#lines('"_aws":').reduce(
      (sum, line) => sum + [line[name] ?? 0].flat().reduce<number>((a, b) => a + Number(b), 0),
      0,
    );
  }

  /** How many batches were begun. */
  get invocations(): number {
    return this.#lines('"received":').length;
  }

  /** How many functions Lambda ended for their time. */
  get timeouts(): number {
    return this.text.match(/^Task timed out after/gm)?.length ?? 0;
  }

  #lines(mark: string): Record<string, unknown>[] {
    return this.text
      .split('\n')
      .filter((line) => line.startsWith('{') && line.includes(mark))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}
