/** The noun that goes with a number: `noun(1, 'secret', 'secrets')` is `secret`. */
export function noun(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}
