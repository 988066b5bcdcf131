import type { Verdict } from '../../deadline/verdict.ts';
import type { IncidentReport } from '../report.ts';
import { joined, paragraph, say, table, type Section, type Text } from './document.ts';
import { reasonWords, stateMark } from './words.ts';

/** The secrets that were read, and what became of each. */
export function secretsSection({ incident }: IncidentReport): Section {
  const { exposures } = incident;
  return {
    id: 'secrets',
    title: 'Secrets read',
    blocks:
      exposures.length === 0
        ? [paragraph(['The log shows no secret, SecureString parameter or batch that was read.'])]
        : [
            table(
              'Secrets read, and what became of each',
              [
                'text State',
                'name Secret',
                'text Read',
                'text Deadline',
                'time Replaced',
                'text Because',
                'name Exposure',
              ],
              exposures.map((verdict) => [
                [stateMark(verdict.state)],
                say`${verdict.secret}`,
                readText(verdict),
                verdict.sessionOpen ? say`${verdict.deadline} at the latest` : say`${verdict.deadline}`,
                say`${verdict.rotatedAt}`,
                becauseText(verdict),
                say`${verdict.exposure}`,
              ]),
            ),
          ],
  };
}

function readText({ firstRead, lastRead, reads }: Verdict): Text {
  if (reads === 1) return say`${firstRead}`;
  return firstRead === lastRead
    ? say`${firstRead}, ${reads} times`
    : say`${firstRead} to ${lastRead}, ${reads} times`;
}

function becauseText({ reason, rotatedBy, samePerson, waiver, final }: Verdict): Text {
  const by = rotatedBy === null ? null : (rotatedBy.actor ?? rotatedBy.principal);
  return joined(
    [
      [reasonWords[reason]],
      ...(by === null ? [] : [say`by ${by}`]),
      ...(samePerson ? [['the same person under another identity']] : []),
      ...(waiver === null
        ? []
        : [say`waived by ${waiver.author} until ${waiver.expires} because ${waiver.reason}`]),
      ...(final ? [] : [['may still change with what CloudTrail delivers late']]),
    ],
    '; ',
  );
}
