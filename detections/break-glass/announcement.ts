import type { Config } from '../../config/schema.ts';

/**
 * Whether an opening was announced: a declared incident of the config that names one of `principals` (ARNs) covers it.
 * `time` in ms.
 */
export function announcementOf(time: number, principals: readonly (string | null)[], config: Config): string {
  const declared = config.declaredIncidents.find(
    ({ principal, from, to }) =>
      principals.includes(principal) && Date.parse(from) <= time && time <= Date.parse(to),
  );
  if (declared === undefined)
    return 'Not announced: no declared incident of this role or caller covers this time';
  const { principal, from, to, reason } = declared;
  return `Declared as an incident of ${principal} from ${from} to ${to}: ${reason.replace(/[.:]+$/, '')}`;
}
