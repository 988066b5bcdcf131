import type { Check } from '../check.ts';
import { cannotTell, ok, wrong } from '../finding.ts';
import { openingsIn } from '../openings.ts';

const minuteMs = 60_000;
/** A record lies in the log within this, or something is broken (design, "Trust in itself"), ms. */
export const logPathLimitMs = 60 * minuteMs;

/** The last canary can be found in the log: trail, bucket, table and Athena are alive. */
export const canaryInLog: Check = {
  id: 'canary-log',
  where: 'watched',
  look: async (region, { deployment, ports, now }) => {
    const { sentAt } = await ports.canaries.trace(region);
    if (sentAt === null) return [cannotTell('no canary was ever sent', 'See canary-events.')];
    if (now - sentAt < logPathLimitMs) {
      return [
        cannotTell(
          'the canary was sent within the hour: the log may not have it yet',
          'Look again in an hour.',
        ),
      ];
    }
    const found = await openingsIn(ports.log, {
      roles: [deployment.names.canaryRole],
      users: [],
      from: sentAt - minuteMs,
      to: sentAt + logPathLimitMs,
      region,
    });
    if (found.length > 0) return [ok(`the canary of ${isoOf(sentAt)} is in the log`)];
    return [
      wrong(
        `the canary of ${isoOf(sentAt)} is not in the log`,
        'See trail, log-files, log-table and log-days for what is broken; until then deadlines and reports miss events.',
      ),
    ];
  },
};

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
