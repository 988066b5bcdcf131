/**
 * What an object itself holds under a key that somebody else chose: `__proto__` and `constructor` are names of every object, and
 * are undefined here unless the object has them as keys of its own, as it can after JSON.parse.
 */
export function own<Value>(of: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}
