import type { Section } from './section.ts';
import { breakGlass } from './sections/break-glass.ts';
import { cost } from './sections/cost.ts';
import { crossAccountReads } from './sections/cross-account-reads.ts';
import { deniedAttempts } from './sections/denied-attempts.ts';
import { logCoverage } from './sections/log-coverage.ts';
import { missedOpenings } from './sections/missed-openings.ts';
import { newReaders } from './sections/new-readers.ts';
import { rotationHealth } from './sections/rotation-health.ts';
import { suppressions } from './sections/suppressions.ts';
import { topReaders } from './sections/top-readers.ts';

/** The sections in the order of the page. The cost comes after all that asks the log. */
export const sections: readonly Section[] = [
  breakGlass,
  crossAccountReads,
  deniedAttempts,
  rotationHealth,
  newReaders,
  topReaders,
  missedOpenings,
  suppressions,
  logCoverage,
  cost,
];
