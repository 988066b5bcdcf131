import type { Severity } from '../../config/severity.ts';
import type { State } from '../deadline/verdict.ts';

/** How loudly something is shown; each has one colour in the light and one in the dark scheme. */
export type Tone = Severity | 'good' | 'plain';

/** The tone of what can be said of an exposure. */
export const stateTones: Readonly<Record<State, Tone>> = {
  overdue: 'critical',
  unresolved: 'high',
  'due-soon': 'high',
  open: 'medium',
  'rotated-late': 'medium',
  rotated: 'good',
  waived: 'plain',
};
