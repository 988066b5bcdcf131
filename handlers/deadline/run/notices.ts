import { counted } from '../../../config/counted.ts';
import type { Notice } from '../../alert/render/notice.ts';
import type { Incident } from '../incident.ts';

/** The hash of a record, told so that nobody can change the record unnoticed. */
export function evidenceNotice(incident: Incident, sha256: string): Notice {
  return {
    type: 'evidence',
    severity: 'low',
    title: `Evidence of the emergency of ${incident.actor ?? 'someone unknown'} is on record`,
    parts: [
      { label: 'what', text: `The record of incident ${incident.incident} has SHA-256 ${sha256}.` },
      { label: 'more', text: 'docs/runbook.md says how to check a record.' },
    ],
    account: incident.account,
    data: { incident: incident.incident, sha256 },
  };
}

/** Whoever narrows or takes out a declaration does not end what was told by it. */
export function withdrawnNotice({ incident, declaration, exposures, account }: Incident): Notice {
  const { principal = '', from = '', to = '', reason = '' } = declaration ?? {};
  const open = exposures.filter(({ rotatedAt, waiver }) => rotatedAt === null && waiver === null);
  return {
    type: 'declaration-withdrawn',
    severity: 'high',
    title: 'A declared incident is in the config no longer, and is held to its deadlines all the same',
    parts: [
      { label: 'what', text: `${principal}, from ${from} to ${to}: ${reason}.` },
      {
        label: 'left',
        text: `${counted(exposures.length, 'secret')} read, ${open.length} neither replaced nor waived.`,
      },
      {
        label: 'now',
        text: 'If it was declared by mistake, waive each. If not, ask who took it out of the config, and put it back.',
      },
      { label: 'more', text: `incident ${incident}` },
    ],
    account,
    data: { incident, declaration },
  };
}

/** The steps of a run that failed. */
export function failureNotice(steps: readonly string[]): Notice {
  return {
    type: 'deadline-failed',
    severity: 'high',
    title: 'The deadline handler could not do all of its work',
    parts: [
      {
        label: 'what',
        text: `It could not ${steps.join('; ')}. What it knew before still counts, and it tries again within 15 minutes.`,
      },
      { label: 'now', text: 'If it goes on, read the log of the function: docs/runbook.md#deadline-failed.' },
    ],
    account: null,
    data: { steps },
  };
}
