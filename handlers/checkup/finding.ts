import { OwnError } from '../deployed/own-error.ts';

/** `cannot-tell`: it could not be looked at; never good news. */
export const findingStates = ['ok', 'wrong', 'cannot-tell'] as const;
export type FindingState = (typeof findingStates)[number];

/** What one check found about one thing. All text is plain: whoever renders it escapes it. */
export interface Finding {
  /** The check's id: what the runbook's section is named after. */
  readonly check: string;
  /** Region that it is about; null: the account as a whole. */
  readonly region: string | null;
  readonly state: FindingState;
  /** What is so, in one sentence. */
  readonly says: string;
  /** What to do; null where all is well. */
  readonly todo: string | null;
}

/** All is as it should be. */
export function ok(says: string): Verdict {
  return { state: 'ok', says, todo: null };
}

/** Something is not as it should be. */
export function wrong(says: string, todo: string): Verdict {
  return { state: 'wrong', says, todo };
}

/** It could not be looked at, or not enough was seen to say. */
export function cannotTell(says: string, todo: string): Verdict {
  return { state: 'cannot-tell', says, todo };
}

/** A finding without saying whose and where. */
export type Verdict = Pick<Finding, 'state' | 'says' | 'todo'>;

/** Thrown by a port that could not look: which call failed and why, and what would let it. */
export class Unseen extends OwnError {
  override readonly name = 'Unseen';
  readonly todo: string;

  constructor(says: string, todo: string, options?: ErrorOptions) {
    super(says, options);
    this.todo = todo;
  }
}
