import { counted } from '../../../config/counted.ts';
import { listedWithin } from '../../alert/render/listed.ts';
import type { Notice } from '../../alert/render/notice.ts';
import type { Incident } from '../incident.ts';
import { iso } from '../iso.ts';
import type { Difference } from '../rebuild/differences.ts';
import type { Told } from '../telling/told.ts';
import { stateWords } from '../verdict.ts';

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

/** How many characters of secrets' names are told of one incident. */
const namesRoom = 600;

/** The ledger holds something else than people were told. */
export function differenceNotice({ how, kept, standing }: Difference): Notice {
  const { incident, from } = kept;
  const tellings = {
    deleted: {
      title: 'An emergency that was told is in the ledger no longer',
      what: `Somebody deleted from the ledger all that was told of the emergency of ${iso(from)}. Nothing more is told of it until it is back.`,
      now: 'This is told again every day.',
    },
    edited: {
      title: 'Somebody edited in the ledger what was told of an emergency',
      what: `Of the emergency of ${iso(from)} the ledger holds something else than was told and kept as evidence. Deadlines and silence may rest on it.`,
      now: 'What the ledger holds now counts until then.',
    },
  } satisfies Record<Difference['how'], object>;
  const { title, what, now } = tellings[how];
  return {
    type: 'ledger-edited',
    severity: 'critical',
    title,
    parts: [
      { label: 'what', text: what },
      { label: 'told', text: secretsOf(kept) },
      ...(standing === null ? [] : [{ label: 'holds', text: secretsOf(standing) }]),
      {
        label: 'now',
        text: `Rebuild the ledger (docs/operations.md#rebuild-the-ledger), and ask who may write to it. ${now}`,
      },
      { label: 'more', text: `incident ${incident}, docs/runbook.md#ledger-edited` },
    ],
    account: null,
    data: { incident, how },
  };
}

function secretsOf({ exposures, closed }: Told): string {
  const names = Object.values(exposures).map(
    ({ secret, state, deadline }) =>
      `${secret ?? 'a secret'} ${stateWords[state]}${deadline === null ? '' : `, due ${iso(deadline)}`}`,
  );
  return `${closed ? 'closed: ' : ''}${listedWithin(namesRoom, names)}.`;
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
