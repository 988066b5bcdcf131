import { counted } from '../../../config/counted.ts';
import { nameOfPrincipal } from '../../../config/arn.ts';
import { bySeverity, type Severity } from '../../../config/severity.ts';
import { runbookSection } from '../../alert/links.ts';
import type { Notice } from '../../alert/render/notice.ts';
import { listedWithin } from '../../alert/render/listed.ts';
import type { TellingPart } from '../../alert/render/telling.ts';
import { actionOf } from '../action.ts';
import { stateCounts, states, stateWords, type Verdict } from '../verdict.ts';
import type { Change } from './changes.ts';
import type { DeadlineMessage, ToldChange } from './tell.ts';

const severities: Readonly<Record<Change, Severity>> = {
  reopened: 'high',
  overdue: 'critical',
  'still-overdue': 'high',
  worse: 'high',
  unresolved: 'high',
  'due-soon': 'high',
  'deadline-later': 'medium',
  new: 'medium',
  'still-external': 'medium',
  waived: 'medium',
  replaced: 'low',
};

/**
 * A message in words, as urgent as the worst of what changed: counts and the worst deadline first, then each secret that changed with the very command to run, then
 * the rest by state.
 * @param home the Region of the waivers
 * @param runbook address of the runbook that people can open; absent: told as a path of the project
 */
export function deadlineNotice(
  { incident, changes }: DeadlineMessage,
  home: string | null,
  runbook?: string,
): Notice {
  const { actor, opened, exposures, from, to, open, account } = incident;
  const who = actor ?? 'someone unknown';
  const [severity = severities.new] = changes.map(severityOf).sort(bySeverity);
  const changed = new Set(changes.map(({ verdict }) => verdict.exposure));
  const rest = exposures.filter(({ exposure }) => !changed.has(exposure));
  return {
    type: 'deadline',
    severity,
    title: `${headline(changes)} in the emergency of ${who}`,
    account,
    parts: [
      {
        label: 'what',
        text: `${counted(exposures.length, 'secret')} read: ${stateCounts(exposures)}.${worstText(exposures)}`,
      },
      {
        label: 'who',
        text: `${who}, ${incident.declared === null ? `in ${nameOfPrincipal(opened)}` : `declared: ${incident.declared}`}, from ${from}, ${open ? `at the latest until ${to}` : `ended ${to}`}`,
      },
      { label: 'where', text: whereText(account, exposures) },
      ...changes.map((change) => changePart(change, firstDeadline(exposures), home)),
      ...elsePart(changes, home),
      ...(rest.length === 0
        ? []
        : [
            {
              label: 'rest',
              text: restText(rest),
            },
          ]),
      {
        label: 'more',
        text: `incident ${incident.incident}, ${runbookSection('deadline', runbook)}`,
      },
    ],
    data: {
      incident: incident.incident,
      changes: changes.map(({ change, verdict }) => ({
        change,
        exposure: verdict.exposure,
        secret: verdict.secret,
        state: verdict.state,
        reason: verdict.reason,
        deadline: verdict.deadline,
        rotatedAt: verdict.rotatedAt,
      })),
    },
  };
}

/** What was closed and is overdue now is as urgent as what never was closed. */
function severityOf({ change, verdict }: ToldChange): Severity {
  return change === 'reopened' && verdict.state === 'overdue' ? severities.overdue : severities[change];
}

/** Characters for the secrets that did not change: no channel cuts one of them in two. */
const roomForRest = 1_000;

/** The accounts and Regions of what was read. */
function whereText(account: string | null, exposures: readonly Verdict[]): string {
  const regions = [...new Set(exposures.flatMap(({ region }) => (region === null ? [] : [region])))].sort();
  return [`account ${account ?? 'unknown'}`, ...regions].join(', ');
}

function headline(changes: readonly ToldChange[]): string {
  const [first] = changes;
  const same = changes.filter(({ change }) => change === first?.change).length;
  const many = counted(same, 'secret');
  switch (first?.change) {
    case 'reopened':
      return `${many} no longer replaced`;
    case 'overdue':
      return `${many} overdue`;
    case 'still-overdue':
      return `${many} still overdue`;
    case 'worse':
      return `${many}: replacing went wrong`;
    case 'unresolved':
      return `${many}: the log cannot say`;
    case 'due-soon':
      return `${many} due within the hour`;
    case 'deadline-later':
      return `${many}: the deadline moved`;
    case 'still-external':
      return `${many} of another account still open`;
    case 'waived':
      return `${many} waived`;
    case 'replaced':
      return `${many} replaced`;
    case 'new':
    case undefined:
      return `${many} read`;
  }
}

function worstText(exposures: readonly Verdict[]): string {
  const worst = firstDeadline(exposures);
  return worst === null ? '' : ` The first deadline is ${worst}.`;
}

/** The first deadline of what is neither replaced nor waived. */
function firstDeadline(exposures: readonly Verdict[]): string | null {
  const due = exposures.flatMap(({ rotatedAt, waiver, deadline }) =>
    rotatedAt === null && waiver === null && deadline !== null ? [deadline] : [],
  );
  return due.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

/** One secret that changed: how it stands, and what to do. `first` deadline has been said already. */
function changePart(
  { change, verdict, before }: ToldChange,
  first: string | null,
  home: string | null,
): TellingPart {
  const { state, rotatedAt, deadline, exposure } = verdict;
  const label = stateWords[state];
  const name = nameOf(verdict);
  if (rotatedAt !== null) return { label, text: `${name}, ${replacedText(verdict)}.` };
  if (state === 'waived') return { label, text: `${name}, ${waivedText(verdict)}. Exposure ${exposure}.` };
  const { says, command, waive } = actionOf(verdict, home);
  const was =
    change === 'deadline-later' && before?.deadline != null
      ? ` instead of ${new Date(before.deadline).toISOString().replace('.000Z', 'Z')}`
      : '';
  const due = deadline === null || (deadline === first && was === '') ? '' : `, due ${deadline}${was}`;
  const shown = command ?? (state === 'unresolved' ? waive : null);
  return {
    label,
    text: `${name}${due}. ${says} Exposure ${exposure}.`,
    ...(shown === null ? {} : { command: shown }),
  };
}

/** What if the clock runs out on what is not replaced: a waiver, shown for the first; unresolved ones show their own. */
function elsePart(changes: readonly ToldChange[], home: string | null): TellingPart[] {
  const running = changes
    .map(({ verdict }) => verdict)
    .filter(({ state }) => state === 'open' || state === 'due-soon' || state === 'overdue')
    .map((verdict) => actionOf(verdict, home))
    .filter(({ command, waive }) => waive !== null && command !== waive);
  const waive = running[0]?.waive ?? null;
  if (waive === null) return [];
  const which = running.length > 1 ? ' This waives the first; the others by their own exposure ids:' : '';
  return [
    {
      label: 'else',
      text: `What cannot be replaced in time is waived, with a reason and a last day, by someone else than the reader${which === '' ? ':' : `.${which}`}`,
      command: waive,
    },
  ];
}

/** When it was replaced, by whom, and by what proof. */
function replacedText({ reason, rotatedAt, rotatedBy, samePerson }: Verdict): string {
  const by = rotatedBy === null ? '' : ` by ${rotatedBy.actor ?? rotatedBy.principal ?? 'someone unknown'}`;
  const same = samePerson ? ', the same person as the reader by name' : '';
  return `at ${rotatedAt ?? ''}${by} (${reason})${same}`;
}

function waivedText({ waiver }: Verdict): string {
  return `waived by ${waiver?.author ?? ''} until ${waiver?.expires ?? ''}: ${waiver?.reason ?? ''}`;
}

/** What did not change, by state, the worst first. */
function restText(rest: readonly Verdict[]): string {
  const groups = states.flatMap((state) => {
    const named = rest.filter((verdict) => verdict.state === state).map(nameOf);
    return named.length === 0 ? [] : [`${stateWords[state]}: ${listedWithin(roomForRest / 2, named, ', ')}`];
  });
  return listedWithin(roomForRest, groups);
}

/** The name that people know a secret by. */
function nameOf({ secret, kind }: Verdict): string {
  if (kind === 'secret') return (secret.split(':secret:')[1] ?? secret).replace(/-[A-Za-z0-9]{6}$/, '');
  return kind === 'batch' ? `filter ${secret}` : (secret.split(':parameter')[1] ?? secret);
}
