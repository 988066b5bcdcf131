/** Exit codes of every command (design, "Fixed points"). */
export const exit = { done: 0, incomplete: 1, usage: 2, checkFailed: 3, interrupted: 130 } as const;

/** Wrong usage, in words for the user: nothing ran. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
