/**
 * What was learnt of likenesses, by their numbers. All is forgotten when there is too much of it: a log in which nothing is
 * like another must not fill the memory.
 */
export class Lessons<Lesson> {
  readonly #most: number;
  readonly #lessons = new Map<number, Lesson>();

  /** @param most so many are kept */
  constructor(most = 65_536) {
    this.#most = most;
  }

  of(number: number): Lesson | undefined {
    return this.#lessons.get(number);
  }

  learn(number: number, lesson: Lesson): void {
    if (this.#lessons.size >= this.#most) this.#lessons.clear();
    this.#lessons.set(number, lesson);
  }
}
