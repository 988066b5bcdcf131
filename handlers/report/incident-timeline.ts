import type { Incident } from '../deadline/incident.ts';
import { stateWords, type Verdict } from '../deadline/verdict.ts';
import { timeText } from '../page/time.ts';
import type { TimelineContent, TimelineLane } from '../page/timeline.ts';
import { stateTones } from '../page/tone.ts';

/** More lanes than this are not read any more; the tables have all. */
const mostLanes = 40;

/** Incidents and the clocks of their exposures on one line of time: a lane for each incident, and under it one for each secret. */
export function incidentTimeline(incidents: readonly Incident[]): TimelineContent {
  const lanes = incidents.flatMap((incident) => [
    laneOfIncident(incident),
    ...incident.exposures.map(laneOfExposure),
  ]);
  const rest = lanes.length - mostLanes;
  return {
    caption: `Sessions, reads and deadlines${rest > 0 ? `: the first ${mostLanes} lines of ${lanes.length}` : ''}`,
    lanes: lanes.slice(0, mostLanes),
    legend: [
      { tone: 'high', label: 'session of the incident; of a clock: soon due' },
      { tone: 'low', label: 'secret read' },
      { tone: 'good', label: 'replaced' },
      { tone: 'plain', label: 'clock, to its deadline (upright line)' },
      { tone: 'medium', label: 'its clock is open, or it was replaced late' },
      { tone: 'critical', label: 'overdue' },
    ],
  };
}

function laneOfIncident({ actor, opened, sessions }: Incident): TimelineLane {
  const role = opened.slice(opened.lastIndexOf('/') + 1);
  return {
    label: `${actor ?? 'unknown'} in ${role}`,
    spans: sessions.map((session) => ({
      from: session.from,
      to: session.to,
      tone: 'high',
      shape: 'bar',
      says: `session ${timeText(session.from)} to ${timeText(session.to)}`,
    })),
    marks: [],
  };
}

function laneOfExposure(verdict: Verdict): TimelineLane {
  const { secret, firstRead, clockStart, deadline, rotatedAt, state } = verdict;
  // A clock that was met is told by the green dot; its line stays quiet.
  const tone = stateTones[state] === 'good' ? 'plain' : stateTones[state];
  return {
    label: `${nameOf(secret)}: ${stateWords[state]}`,
    spans:
      clockStart === null || deadline === null
        ? []
        : [
            {
              from: clockStart,
              to: deadline,
              tone,
              shape: 'clock',
              says: `clock ${timeText(clockStart)} to ${timeText(deadline)}`,
            },
          ],
    marks: [
      { at: firstRead, tone: 'low', shape: 'dot', says: `read ${timeText(firstRead)}` },
      ...(deadline === null
        ? []
        : [{ at: deadline, tone, shape: 'deadline' as const, says: `deadline ${timeText(deadline)}` }]),
      ...(rotatedAt === null
        ? []
        : [
            {
              at: rotatedAt,
              tone: 'good' as const,
              shape: 'dot' as const,
              says: `replaced ${timeText(rotatedAt)}`,
            },
          ]),
    ],
  };
}

/** What people call a secret: its name, without the rest of the ARN and AWS's suffix. */
function nameOf(secret: string): string {
  const withSuffix = secret.replace(/^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:/, '');
  if (withSuffix !== secret) return withSuffix.replace(/(?!^)-[A-Za-z0-9]{6}$/, '');
  return secret.replace(/^arn:[^:]*:ssm:[^:]*:[^:]*:parameter/, '');
}
