import { counted } from '../../../config/counted.ts';
import { nameOfPrincipal } from '../../../config/arn.ts';
import { atStart } from '../../../detections/event/proof.ts';
import { openerOf } from '../../deadline/incident.ts';
import { stateCounts } from '../../deadline/verdict.ts';
import { timeText } from '../../page/time.ts';
import { dueDateRule } from '../due-date.ts';
import { readerDays } from '../stale-readers.ts';
import type { IncidentReport } from '../report.ts';
import {
  facts,
  joined,
  list,
  paragraph,
  say,
  table,
  type Fact,
  type IncidentDocument,
  type Section,
  type Text,
} from './document.ts';
import { secretsSection } from './secrets-section.ts';
import { sessionsSection } from './sessions-section.ts';
import { clockWords } from './words.ts';

/** The report of an incident in parts; `recordSha256` is the hash of its evidence record. */
export function incidentDocument(report: IncidentReport, recordSha256: string): IncidentDocument {
  return {
    title: titleOf(report),
    summary: summaryOf(report),
    facts: factsOf(report),
    sections: [
      secretsSection(report),
      sessionsSection(report),
      persistenceSection(report),
      readersSection(report),
      tellingsSection(report),
      blindSpotsSection(report),
      questionsSection(report),
      evidenceSection(report, recordSha256),
    ],
  };
}

/** Who and when, which people remember; the id is the first of the facts. */
function titleOf({ incident }: IncidentReport): Text {
  const { opened, declared, from } = incident;
  const when = [`, ${timeText(from)} UTC`];
  if (declared !== null) return say`${nameOfPrincipal(opened)} declared an incident${when}`;
  return say`${atStart(openerOf(incident))} in ${nameOfPrincipal(opened)}${when}`;
}

function summaryOf(report: IncidentReport): Text {
  const { incident, asOf } = report;
  const { opened, declared, exposures } = incident;
  const who =
    declared === null
      ? say`${atStart(openerOf(incident))} broke the glass with ${opened}`
      : say`${opened} was declared an incident (${declared})`;
  if (exposures.length === 0) return say`${who}. The log shows no secret that was read.`;
  return say`${who} and read ${[counted(exposures.length, 'secret')]}: ${[stateCounts(exposures)]}, as of ${asOf}.`;
}

function factsOf(report: IncidentReport): Fact[] {
  const { incident, asOf } = report;
  const { actor, opened, account, from, to, open, declared } = incident;
  return [
    ['Incident', say`${incident.incident}`],
    [declared === null ? 'Session name' : 'Who', say`${actor}`],
    [declared === null ? 'Role or user' : 'Declared', say`${opened}`],
    ...openersOf(report),
    ['Account', say`${account}`],
    ['From', say`${from}`],
    [open ? 'Ends at the latest' : 'To', say`${to}`],
    ...termsOf(report),
    ['As of', say`${asOf}`],
  ];
}

/** The terms that exposures are held to: each its own, since they are frozen when it is first told. */
function termsOf({ incident }: IncidentReport): Fact[] {
  const terms = new Set(
    incident.exposures.map(
      ({ terms: { deadlineHours: hours, clock } }) => `${counted(hours, 'hour')} from ${clockWords[clock]}`,
    ),
  );
  return terms.size === 0 ? [] : [['Time to replace', [[...terms].join('; ')]]];
}

/** Who opened the sessions, and whether with MFA, as far as the log tells. */
function openersOf({ incident, tellings }: IncidentReport): Fact[] {
  const openers = incident.sessions.flatMap(({ chainedFrom, openedBy }) =>
    chainedFrom === null && openedBy !== null ? (openedBy.principal ?? openedBy.actor ?? []) : [],
  );
  const opened = tellings.filter(({ detection }) => detection === 'break-glass-opened');
  const mfa = new Set(opened.map((one) => (one.mfa === null ? 'not recorded' : one.mfa ? 'yes' : 'no')));
  return [
    ...(openers.length === 0
      ? []
      : [['Opened by', joined([...new Set(openers)].map((one) => say`${one}`))] as const]),
    ...(mfa.size === 0 ? [] : [['MFA', [[...mfa].join(', ')]] as const]),
  ];
}

function persistenceSection({ persistence }: IncidentReport): Section {
  const rows = persistence.map(({ eventTime, made, eventName, target, actor, eventID }) => [
    say`${eventTime}`,
    [made],
    say`${eventName}`,
    say`${target}`,
    say`${actor}`,
    say`${eventID}`,
  ]);
  return {
    id: 'persistence',
    title: 'What outlives the sessions',
    blocks:
      rows.length === 0
        ? [
            paragraph([
              'The sessions made no key, user, role, policy, function or the like that the log shows.',
            ]),
          ]
        : [
            table(
              'Made in the sessions',
              ['time Time', 'text Kind', 'name Call', 'name What', 'name By', 'name Event'],
              rows,
            ),
          ],
  };
}

function readersSection({ staleReaders, incident }: IncidentReport): Section {
  const rows = staleReaders.map(({ secret, principal, lastRead, replacedAt, reads }) => [
    say`${secret}`,
    say`${principal}`,
    say`${lastRead}`,
    say`${replacedAt}`,
    say`${reads}`,
  ]);
  const none =
    incident.exposures.length === 0
      ? 'No secret was read.'
      : `No other reader is known to have missed a new value (looked for from ${readerDays} days before the incident on).`;
  return {
    id: 'readers',
    title: 'Who else may hold an old value',
    blocks:
      rows.length === 0
        ? [paragraph([none])]
        : [
            paragraph([
              `They read a secret in the ${readerDays} days before the incident or since, and not again after it was replaced.`,
            ]),
            table(
              'Readers of an old value',
              ['name Secret', 'name Reader', 'time Last read', 'time Replaced', 'number Reads'],
              rows,
            ),
          ],
  };
}

function tellingsSection({ tellings, tellingBasis }: IncidentReport): Section {
  const basis =
    tellingBasis === 'replay'
      ? 'What the detections say of this log, dated by the event: a replay knows what is told, not whether it arrived.'
      : 'What was delivered, and when.';
  const rows = tellings.map(({ at, severity, what, eventID }) => [
    say`${at}`,
    [{ mark: severity, tone: severity }],
    [{ words: what }],
    say`${eventID}`,
  ]);
  return {
    id: 'tellings',
    title: 'What was told, and when',
    blocks:
      rows.length === 0
        ? [paragraph(['Nothing was told of these events.'])]
        : [
            paragraph([basis]),
            table('Alerts', ['time Time', 'text Severity', 'text What', 'name Event'], rows),
          ],
  };
}

function blindSpotsSection({ blindSpots }: IncidentReport): Section {
  return {
    id: 'blind-spots',
    title: 'What the log cannot show',
    blocks: [list(blindSpots.map(({ says, about }) => withAbout(says, about)))],
  };
}

function questionsSection({ questions }: IncidentReport): Section {
  return {
    id: 'questions',
    title: 'Questions for the post-mortem',
    blocks: [
      table(
        'Questions',
        ['text Due', 'text Question'],
        questions.map(({ asks, about, due }) => [say`${due}`, withAbout(asks, about)]),
      ),
      paragraph([dueDateRule]),
    ],
  };
}

function withAbout(says: string, about: readonly string[]): Text {
  if (about.length === 0) return [says];
  const list = joined(about.map((one) => say`${one}`));
  return says.endsWith('.') ? [says.slice(0, -1), ': ', ...list] : [says, ' ', ...list];
}

function evidenceSection({ asOf }: IncidentReport, recordSha256: string): Section {
  return {
    id: 'evidence',
    title: 'Evidence',
    blocks: [
      facts(
        ['Record', ['evidence.json, beside this report: every event, in canonical JSON']],
        ['SHA-256', say`${recordSha256}`],
        ['Made again', say`with ${[{ quoted: `--now ${asOf}` }]} over the same log, byte for byte`],
        ['Checked', ['docs/runbook.md, “How to check an evidence record”']],
      ),
    ],
  };
}
