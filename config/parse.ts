import type { z } from 'zod';
import { lackingForDeployment, wrongForDeployment, type DeploymentConfig } from './deployment.ts';
import { didYouMean } from './nearest.ts';
import { configSchema, type Config, type KnownDetection } from './schema.ts';

/** One wrong key of a config and what was expected there. */
export interface WrongKey {
  /** Such as `breakGlass.roles[0]`. */
  readonly key: string;
  readonly expected: string;
}

/** A config that cannot be used; names every wrong key. */
export class ConfigError extends Error {
  readonly wrong: readonly WrongKey[];

  constructor(source: string, wrong: readonly WrongKey[]) {
    super(
      [`${source}: wrong config`, ...wrong.map(({ key, expected }) => `  ${key}: ${expected}`)].join('\n'),
    );
    this.name = 'ConfigError';
    this.wrong = wrong;
  }
}

/** `source` names the config in errors; `now` is in ms. */
interface Parsing {
  readonly source: string;
  readonly detections: readonly KnownDetection[];
  readonly now: number;
}

/**
 * Parses a config object.
 * @throws ConfigError that names every wrong key.
 */
export function parseConfig(value: unknown, { source, detections, now }: Parsing): Config {
  const { config, wrong } = examine(value, detections, now);
  if (config !== null) return config;
  throw new ConfigError(source, wrong);
}

/**
 * Parses a config that is to be deployed: account, Regions and a channel are demanded.
 * @throws ConfigError that names every wrong and every lacking key.
 */
export function parseDeploymentConfig(
  value: unknown,
  { source, detections, now }: Parsing,
): DeploymentConfig {
  const { config, wrong } = examine(value, detections, now);
  const all = [
    ...wrong,
    ...lackingForDeployment(value),
    ...(config === null ? [] : wrongForDeployment(config)),
  ];
  if (config === null || all.length > 0) throw new ConfigError(source, all);
  return config as DeploymentConfig;
}

function examine(
  value: unknown,
  detections: readonly KnownDetection[],
  now: number,
): { config: Config | null; wrong: WrongKey[] } {
  const schema = configSchema(detections, now);
  const result = schema.safeParse(value);
  if (result.success) return { config: result.data, wrong: [] };
  return { config: null, wrong: result.error.issues.flatMap((issue) => wrongKeys(issue, schema, value)) };
}

function wrongKeys(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown): WrongKey[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => ({
      key: pathText([...issue.path, key]),
      expected: unknownKey(key, known),
    }));
  }
  const key = pathText(issue.path) || '(the whole config)';
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    const given = valueAt(value, issue.path);
    const meant = typeof given === 'string' ? didYouMean(given, known) : '';
    return [{ key, expected: `expected one of ${known.map((one) => `"${one}"`).join(', ')}${meant}` }];
  }
  return [{ key, expected: issue.message }];
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = didYouMean(key, known);
  return meant === '' ? `unknown key; expected one of ${known.join(', ')}` : `unknown key${meant}`;
}

/** What stands at a path of what was given. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (node, step) =>
      typeof node === 'object' && node !== null ? (node as Record<PropertyKey, unknown>)[step] : null,
    value,
  );
}

/** The keys that the schema knows at a path, for suggestions. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let node: unknown = schema;
  for (const step of path) {
    const inner = unwrap(node);
    node = typeof step === 'number' ? inner.element : inner.shape?.[String(step)];
  }
  return Object.keys(unwrap(node).shape ?? {});
}

interface SchemaNode {
  shape?: Record<string, unknown>;
  element?: unknown;
  def?: { innerType?: unknown };
}

function unwrap(node: unknown): SchemaNode {
  let current = (node ?? {}) as SchemaNode;
  while (current.def?.innerType !== undefined) current = current.def.innerType as SchemaNode;
  return current;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`))
    .join('');
}

/** What is allowed but most likely not meant. */
export function configWarnings(config: Config): string[] {
  const { roles, users } = config.breakGlass;
  if (roles.length > 0 || users.length > 0) return [];
  return ['breakGlass names no role and no user: no break-glass detection can ever match'];
}
