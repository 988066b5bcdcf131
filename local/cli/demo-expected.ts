import { readFileSync } from 'node:fs';
import type { Verdict } from '../../handlers/deadline/verdict.ts';
import { exit } from './exit.ts';

/** What the incident's own script, which knows nothing of the product, expects. */
export interface Expected {
  readonly start: string;
  readonly now: string;
  readonly alerts: readonly { readonly eventID: string; readonly detection: string }[];
  readonly verdicts: readonly Pick<Verdict, 'secret' | 'state' | 'reason' | 'deadline' | 'rotatedAt'>[];
}

export function readExpected(file: string): Expected {
  return JSON.parse(readFileSync(file, 'utf8')) as Expected;
}

export function judgedAlerts(told: readonly string[], { alerts }: Expected): number {
  const expected = alerts.map(({ eventID, detection }) => `${eventID} ${detection}`);
  return judged('alerts', 'raised', told, expected);
}

export function judgedVerdicts(verdicts: readonly Verdict[], expected: Expected): number {
  const line = ({ secret, state, reason, deadline, rotatedAt }: Expected['verdicts'][number]) =>
    [secret, state, reason, deadline, rotatedAt].join(' ');
  return judged('verdicts', 'reached', verdicts.map(line).sort(), expected.verdicts.map(line).sort());
}

/** Says whether what came out is what the script of the incident expects. */
function judged(what: string, done: string, got: readonly string[], expected: readonly string[]): number {
  const same = expected.length === got.length && expected.every((line, index) => line === got[index]);
  process.stderr.write(
    same
      ? `The incident's script expects ${expected.length} ${what}: all were ${done}, none besides.\n`
      : `The incident's script expects ${expected.length} ${what}, and ${got.length} were ${done}: they differ (expected.json).\n`,
  );
  return same ? exit.done : exit.incomplete;
}
