import type { IncidentSession } from '../../deadline/incident.ts';
import { stateWords, type Lack, type Proof, type State } from '../../deadline/verdict.ts';
import { stateTones } from '../../page/tone.ts';
import type { Terms } from '../../deadline/terms.ts';
import type { Mark } from './document.ts';

export function stateMark(state: State): Mark {
  return { mark: stateWords[state], tone: stateTones[state] };
}

/** Why a state is what it is. */
export const reasonWords: Readonly<Record<Proof | Lack, string>> = {
  'rotation-succeeded': 'a rotation succeeded',
  'put-secret-value': 'somebody else put a new value',
  'update-secret': 'somebody else updated the value',
  'label-moved': 'AWSCURRENT was moved to a version made after the read',
  'put-parameter': 'somebody else put a new value of the parameter',
  'no-proof': 'the log shows no new value',
  'rotation-started': 'a rotation was started, and has not succeeded',
  'rotation-failed': 'a rotation failed, and none has succeeded since',
  'put-by-reader': 'the reader put the new value, and knows it',
  'author-unknown': 'there is a new value, and the log does not tell yet who put it',
  'one-of-two': 'one of its two alternating users was rotated, not both',
  'rolled-back': 'AWSCURRENT was moved back to a version that was read',
  deleted: 'it was deleted; its password may still work where it was set',
  restored: 'it was restored after its deletion, with the value that was read',
  'external-account': 'it belongs to another account, whose log would have to tell',
  'batch-filter': 'a batch with a filter; the log names none of the secrets that it returned',
  'path-read': 'parameters were read by their path; the log names none of them',
  'log-gap': 'the log has a gap',
};

/** What a session's end rests on. */
export const endWords: Readonly<Record<IncidentSession['ends'], string>> = {
  revoked: 'revoked',
  expiry: 'its credentials expire',
  'last-event': 'the last that the log shows of it',
  console: 'a console session counts as twelve hours',
  open: 'open: the latest possible end',
};

/** When the clock of a deadline starts. */
export const clockWords: Readonly<Record<Terms['clock'], string>> = {
  'session-end': 'the end of the last session that read the secret',
  'last-read': 'the last read',
};
