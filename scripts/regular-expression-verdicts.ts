import { findRegularExpressions } from '../test/hostile/regular-expressions/find.ts';
import { judged, writeVerdicts } from '../test/hostile/regular-expressions/verdicts.ts';
import { samples } from '../test/hostile/regular-expressions/built.ts';

/** Writes test/hostile/regular-expressions/verdicts.json anew: npx tsx scripts/regular-expression-verdicts.ts */
const verdicts = await judged([...findRegularExpressions().literals, ...samples]);
writeVerdicts(verdicts);
console.log(`${Object.keys(verdicts).length} verdicts of recheck written.`);
