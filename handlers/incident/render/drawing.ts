import { nameOfPrincipal } from '../../../config/arn.ts';
import type { Html } from '../../page/html.ts';
import { timeline, type TimelineLane } from '../../page/timeline.ts';
import { stateTones } from '../../page/tone.ts';
import type { IncidentSession } from '../../deadline/incident.ts';
import type { Verdict } from '../../deadline/verdict.ts';
import type { IncidentReport } from '../report.ts';
import { stateWords } from './words.ts';

/** The sessions of an incident and, below them, each secret: when it was read, how its clock ran, when it was replaced. */
export function incidentDrawing({ incident }: IncidentReport): Html {
  return timeline({
    caption: 'Sessions and deadlines',
    lanes: [...incident.sessions.map(sessionLane), ...incident.exposures.map(secretLane)],
    legend: [
      { tone: 'plain', label: 'session' },
      { tone: 'critical', label: 'overdue' },
      { tone: 'good', label: 'replaced in time' },
      { tone: 'medium', label: 'replaced late, or open' },
    ],
  });
}

function sessionLane({ actor, principal, session, from, to, chainedFrom }: IncidentSession): TimelineLane {
  const name = principal === null ? session : nameOfPrincipal(principal);
  return {
    label: `${chainedFrom === null ? '' : '↳ '}${name} ${actor ?? ''}`,
    spans: [{ from, to, tone: 'plain', shape: 'bar', says: `session from ${from} to ${to}` }],
    marks: [],
  };
}

function secretLane({
  secret,
  state,
  firstRead,
  lastRead,
  clockStart,
  deadline,
  rotatedAt,
}: Verdict): TimelineLane {
  const tone = stateTones[state];
  const reads = [...new Set([firstRead, lastRead])];
  return {
    label: `${stateWords[state]}: ${shortName(secret)}`,
    spans:
      clockStart === null || deadline === null
        ? []
        : [
            {
              from: clockStart,
              to: deadline,
              tone,
              shape: 'clock',
              says: `clock from ${clockStart} to ${deadline}`,
            },
          ],
    marks: [
      ...reads.map((at) => ({ at, tone: 'plain' as const, shape: 'dot' as const, says: `read ${at}` })),
      ...(deadline === null
        ? []
        : [{ at: deadline, tone, shape: 'deadline' as const, says: `deadline ${deadline}` }]),
      ...(rotatedAt === null
        ? []
        : [{ at: rotatedAt, tone, shape: 'dot' as const, says: `replaced ${rotatedAt}` }]),
    ],
  };
}

/** What follows the resource's type in an ARN; a filter's text as it is. */
function shortName(secret: string): string {
  return (
    /^arn:[^:]*:(?:secretsmanager:[^:]*:[^:]*:secret:|ssm:[^:]*:[^:]*:parameter)(.+)$/.exec(secret)?.[1] ??
    secret
  );
}
