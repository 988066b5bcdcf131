import picocolors from 'picocolors';
import { counted } from '../../config/counted.ts';
import { nameOfPrincipal } from '../../config/arn.ts';
import { harmless } from '../../handlers/alert/render/harmless.ts';
import { wrapped } from './wrapped.ts';
import { actionOf } from '../../handlers/deadline/action.ts';
import type { Incident } from '../../handlers/deadline/incident.ts';
import { stateWords, type State, type Verdict } from '../../handlers/deadline/verdict.ts';

type Colors = ReturnType<typeof picocolors.createColors>;

export interface DeadlineTable {
  readonly colors: Colors;
  /** ms */
  readonly now: number;
  /** Region of the waivers; null where none is configured. */
  readonly home: string | null;
  /** Columns of the terminal; Infinity in a pipe. */
  readonly width: number;
}

/**
 * Incidents for the terminal: who opened what and when; a line for each secret with its state, its deadline and why; and
 * below it what to do, with the command whole, so that it can be copied. Ends in a newline.
 */
export function deadlineTable(incidents: readonly Incident[], table: DeadlineTable): string {
  if (incidents.length === 0) return 'no break-glass session in this log\n';
  return incidents.map((incident) => incidentText(incident, table)).join('\n');
}

function incidentText(incident: Incident, table: DeadlineTable): string {
  const { colors } = table;
  const { actor, opened, from, to, open, declared, exposures, sessions } = incident;
  const who = `${actor ?? 'someone unknown'} in ${nameOfPrincipal(opened)}`;
  const until = open ? `may last until ${to}` : `ended ${to}`;
  const chained = sessions.filter(({ chainedFrom }) => chainedFrom !== null).length;
  const heading = [
    `incident ${incident.incident}`,
    declared === null ? `opened ${from}, ${until}` : `declared (${declared})`,
    ...(chained === 0 ? [] : [counted(chained, 'chained session')]),
    `${counted(exposures.length, 'secret')} read`,
  ].join(' · ');
  const oneLine = `${who}  ${heading}`.length <= table.width;
  const head = oneLine
    ? `${colors.bold(harmless(who))}  ${colors.dim(harmless(heading))}\n`
    : `${colors.bold(harmless(who))}\n${colors.dim(`  ${wrapped(harmless(heading), table.width, 2)}`)}\n`;
  if (exposures.length === 0) return head;
  const cells = exposures.map((verdict) => cellsOf(verdict, table.now));
  const widths = labels.map((label, column) =>
    Math.max(label.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const inColumns = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
  const fits = widths.reduce((sum, one) => sum + one + 2, 0) <= table.width;
  const lines = exposures.flatMap((verdict, index) => {
    const row = cells[index] ?? [];
    const paint = painted(verdict.state, colors);
    if (fits) {
      const [shown = '', ...rest] = inColumns(row);
      return [`  ${paint(shown)}  ${rest.join('  ')}`.trimEnd(), ...todo(verdict, table)];
    }
    // A narrow terminal has the secret, whole, on a line of its own.
    const [state = '', time = '', reason = '', secret = ''] = row;
    const when = wrapped(`${time} (${reason})`, table.width, state.length + 4);
    return ['', `  ${paint(state)}  ${when}`, `      ${secret}`, ...todo(verdict, table)];
  });
  const labelled = fits ? `${colors.dim(`  ${inColumns(labels).join('  ').trimEnd()}`)}\n` : '';
  return `${head}${labelled}${lines.join('\n')}\n`;
}

const labels = ['STATE', 'WHEN', 'WHY', 'SECRET'] as const;

/** What stands under the labels. */
function cellsOf(verdict: Verdict, now: number): string[] {
  return [
    stateWords[verdict.state].toUpperCase(),
    timeOf(verdict, now),
    verdict.reason,
    harmless(verdict.secret),
  ];
}

function timeOf({ state, deadline, rotatedAt }: Verdict, now: number): string {
  if (rotatedAt !== null) {
    if (state === 'rotated' || deadline === null) return `at ${rotatedAt}`;
    return `at ${rotatedAt}, ${spanText(Date.parse(rotatedAt) - Date.parse(deadline))} late`;
  }
  if (deadline === null) return 'no deadline';
  const left = Date.parse(deadline) - now;
  return left >= 0 ? `until ${deadline}, ${spanText(left)} left` : `since ${deadline}, ${spanText(-left)}`;
}

/** A length of time (ms) in the two largest units. */
function spanText(length: number): string {
  const seconds = Math.floor(length / 1000);
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min` : `${seconds} s`;
}

function todo(verdict: Verdict, { colors, home, width }: DeadlineTable): string[] {
  if (verdict.state === 'waived') {
    const { reason = '', author = '', expires = '' } = verdict.waiver ?? {};
    const says = harmless(`waived by ${author} until ${expires}: ${reason}`);
    return [`      ${colors.dim(wrapped(says, width, 6))}`];
  }
  if (verdict.rotatedAt !== null) {
    const { rotatedBy, samePerson } = verdict;
    if (rotatedBy === null) return [];
    const same = samePerson ? ', the same person as the reader by name' : '';
    return [
      `      ${colors.dim(harmless(`by ${rotatedBy.actor ?? rotatedBy.principal ?? 'someone unknown'}${same}`))}`,
    ];
  }
  const { says, command } = actionOf(verdict, home);
  return [
    `      ${wrapped(harmless(`${says} Exposure ${verdict.exposure}.`), width, 6)}`,
    ...(command === null ? [] : [`      $ ${harmless(command)}`]),
  ];
}

function painted(state: State, colors: Colors): (text: string) => string {
  switch (state) {
    case 'overdue':
      return (text) => colors.bgRed(colors.white(colors.bold(text)));
    case 'unresolved':
    case 'rotated-late':
      return (text) => colors.red(colors.bold(text));
    case 'due-soon':
      return (text) => colors.yellow(colors.bold(text));
    case 'open':
      return colors.yellow;
    case 'waived':
      return colors.cyan;
    case 'rotated':
      return colors.green;
  }
}
