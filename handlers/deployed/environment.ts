import type { z } from 'zod';
import { OwnError } from './own-error.ts';

/** The environment of a function is not what its construct should have set. */
export class EnvironmentError extends OwnError {
  override readonly name = 'EnvironmentError';
}

/**
 * Reads a function's environment by its schema.
 * @throws EnvironmentError that names every wrong variable and what was expected; never a value.
 */
export function readEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const result = schema.safeParse(environment);
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new EnvironmentError(`wrong environment: ${wrong.join('; ')}`);
}
