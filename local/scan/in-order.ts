/** Hands results on in the order of their numbers, from 0, whatever order they come in. */
export class InOrder<Result> {
  readonly #waiting = new Map<number, Result>();
  readonly #onResult: (index: number, result: Result) => void;
  #next = 0;

  constructor(onResult: (index: number, result: Result) => void) {
    this.#onResult = onResult;
  }

  put(index: number, result: Result): void {
    this.#waiting.set(index, result);
    for (let at = this.#next; ; at += 1) {
      const waiting = this.#waiting.get(at);
      if (waiting === undefined && !this.#waiting.has(at)) return;
      this.#waiting.delete(at);
      this.#next = at + 1;
      this.#onResult(at, waiting as Result);
    }
  }
}
