import type { LastWord } from './alert.ts';

/** How long a kind of event is counted from its first one, ms. */
export const groupWindowMs = 3_600_000;
/** Kinds of one detection that are told apart; further ones are folded into one. */
export const openKindsPerDetection = 20;

/** The first of a kind is told at once, then the 10th, 100th, 1000th … */
export function isTold(count: number): boolean {
  return /^10*$/.test(String(count));
}

/** The greatest count up to this one that was told. */
export function lastTold(count: number): number {
  return 10 ** (String(count).length - 1);
}

/** The order of last words: by the end of the window, then by title. */
export function byEnd(a: LastWord, b: LastWord): number {
  return a.to - b.to || (a.title < b.title ? -1 : 1);
}
