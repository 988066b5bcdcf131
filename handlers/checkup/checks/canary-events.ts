import { counted } from '../../../config/counted.ts';
import { canarySteps, type CanaryStep } from '../canary-log.ts';
import type { Check } from '../check.ts';
import { cannotTell, ok, wrong } from '../finding.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** An event reaches the alert handler within this, or something is broken (design, "Trust in itself"), ms. */
export const eventPathLimitMs = 15 * minuteMs;
/** CloudTrail's times are whole seconds, and clocks differ a little, ms. */
const clockSkewMs = minuteMs;

const stepNames: Readonly<Record<CanaryStep, string>> = {
  assume: 'AssumeRole',
  read: 'refused GetSecretValue',
};

/** The alert handler saw both calls of the last canary in time: gate, bus, queue and function are alive. */
export const canaryEvents: Check = {
  id: 'canary-events',
  where: 'watched',
  look: async (region, { ports, now }) => {
    const { sentAt, seen } = await ports.canaries.trace(region);
    if (sentAt === null) {
      return [
        cannotTell(
          'no canary was ever sent',
          'The checkup sends one every day: after a first deployment look again tomorrow, or invoke the checkup function with {"task":"send-canary"}.',
        ),
      ];
    }
    const age = now - sentAt;
    if (age > dayMs + 2 * 60 * minuteMs) {
      return [
        wrong(`the last canary was sent ${hours(age)} ago`, 'See why the checkup function does not run.'),
      ];
    }
    const sightings = canarySteps.map((step) => ({ step, sighting: seen[step] }));
    const since = sentAt - clockSkewMs;
    const unseen = sightings
      .filter(({ sighting }) => (sighting?.eventTime ?? 0) < since)
      .map(({ step }) => step);
    const latest = Math.max(...sightings.map(({ sighting }) => sighting?.seenAt ?? 0)) - sentAt;
    if (unseen.length === 0 && latest > eventPathLimitMs) {
      return [
        wrong(
          `the canary of ${hours(age)} ago was seen after ${hours(latest)}: an emergency would be told as late`,
          'See functions and dead-letter-queues: something on the event path is throttled or was broken.',
        ),
      ];
    }
    if (unseen.length === 0) return [ok(`the canary of ${hours(age)} ago was seen on the event path`)];
    const what = unseen.map((step) => stepNames[step]).join(' and ');
    if (age < eventPathLimitMs) {
      return [
        cannotTell(
          `${what} of the canary of ${counted(Math.floor(age / minuteMs), 'minute')} ago: not seen yet`,
          'Look again in 15 minutes.',
        ),
      ];
    }
    return [
      wrong(
        `${what} of the canary of ${hours(age)} ago: not seen on the event path; an emergency would pass unseen too`,
        'See trail, gate-rules, bus-rules, functions and dead-letter-queues for the hop that is broken.',
      ),
    ];
  },
};

function hours(ms: number): string {
  return ms < 2 * 60 * minuteMs
    ? counted(Math.floor(ms / minuteMs), 'minute')
    : counted(Math.floor(ms / (60 * minuteMs)), 'hour');
}
