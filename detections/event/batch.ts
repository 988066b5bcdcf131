import type { CloudTrailEvent } from './cloudtrail-event.ts';
import { textOf } from './identity.ts';

/** One filter of BatchGetSecretValue: secrets whose `key` has one of the values. */
export interface SecretFilter {
  readonly key: string;
  readonly values: readonly string[];
}

/** The filters of a BatchGetSecretValue; empty when it has none (then it may list ids, or ask for everything). */
export function filtersOf(event: CloudTrailEvent): SecretFilter[] {
  const filters = event.requestParameters?.filters;
  if (!Array.isArray(filters)) return [];
  return filters.flatMap((filter: unknown) => {
    if (typeof filter !== 'object' || filter === null) return [];
    const { key, values } = filter as Record<string, unknown>;
    const texts = Array.isArray(values)
      ? values.filter((value): value is string => typeof value === 'string')
      : [];
    return [{ key: textOf(key) ?? '', values: texts }];
  });
}

/** The filters as text, such as `tag-key=env,stage name=prod/`: what is told where the event names no secret. */
export function filterText(event: CloudTrailEvent): string {
  const filters = filtersOf(event);
  if (filters.length === 0) return 'all secrets (no filter)';
  return filters.map(({ key, values }) => `${key}=${values.join(',')}`).join(' ');
}
