import { counted, nounOf } from '../../../config/counted.ts';
import { states, type Verdict } from '../../deadline/verdict.ts';
import type { IncidentReport } from '../report.ts';
import {
  command,
  heading,
  joined,
  paragraph,
  say,
  table,
  type Block,
  type Section,
  type Text,
} from './document.ts';
import { reasonWords, stateMark } from './words.ts';

/** The secrets that were read, the worst first, what became of each, and what is to be done. */
export function secretsSection(report: IncidentReport): Section {
  const { exposures } = report.incident;
  return {
    id: 'secrets',
    title: 'Secrets read',
    blocks:
      exposures.length === 0
        ? [paragraph(['The log shows no secret, SecureString parameter or batch that was read.'])]
        : [verdictTable(exposures), ...laterNote(exposures), ...actionBlocks(report)],
  };
}

function verdictTable(exposures: readonly Verdict[]): Block {
  const worstFirst = states.flatMap((state) => exposures.filter((one) => one.state === state));
  return table(
    'Secrets read, and what became of each',
    [
      'text State',
      'name Secret',
      'text Read',
      exposures.some(({ sessionOpen }) => sessionOpen) ? 'text Deadline' : 'time Deadline',
      'time Replaced',
      'text Because',
      'id Exposure',
    ],
    worstFirst.map((verdict) => [
      [stateMark(verdict.state)],
      say`${verdict.secret}`,
      readText(verdict),
      verdict.sessionOpen ? say`${verdict.deadline} at the latest` : say`${verdict.deadline}`,
      say`${verdict.rotatedAt}`,
      becauseText(verdict),
      say`${verdict.exposure}`,
    ]),
  );
}

/** CloudTrail delivers late. */
function laterNote(exposures: readonly Verdict[]): Block[] {
  const waiting = exposures.filter(({ final }) => !final).length;
  if (waiting === 0) return [];
  const which =
    waiting === exposures.length
      ? [nounOf(waiting, 'This verdict', 'These verdicts')]
      : say`${waiting} of these verdicts`;
  return [
    paragraph(
      say`${which} can still change: until 24 hours after a deadline CloudTrail may deliver what proves otherwise.`,
    ),
  ];
}

function actionBlocks({ actions }: IncidentReport): Block[] {
  if (actions.length === 0) return [];
  return [
    heading(['What is to be done']),
    ...actions.flatMap((action) => [
      paragraph(say`${action.secret}: ${{ words: action.says }}`),
      ...(action.command === null ? [] : [command(action.command)]),
    ]),
  ];
}

function readText({ firstRead, lastRead, reads }: Verdict): Text {
  if (reads === 1) return say`${firstRead}`;
  return firstRead === lastRead
    ? say`${firstRead}, ${[counted(reads, 'time')]}`
    : say`${firstRead} to ${lastRead}, ${[counted(reads, 'time')]}`;
}

function becauseText({ reason, rotatedBy, samePerson, waiver }: Verdict): Text {
  const by = rotatedBy === null ? null : (rotatedBy.actor ?? rotatedBy.principal);
  return joined(
    [
      [reasonWords[reason]],
      ...(by === null ? [] : [say`by ${by}`]),
      ...(samePerson ? [['the same person under another identity']] : []),
      ...(waiver === null
        ? []
        : [say`waived by ${waiver.author} until ${waiver.expires} because ${waiver.reason}`]),
    ],
    '; ',
  );
}
