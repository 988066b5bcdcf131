import { committedText, pairsToCommit, writeCommitted } from '../test/engines/pairs/committed.ts';
import { judge } from '../test/engines/ruler.ts';

/** Writes test/detections/pattern/verdicts.json anew: npx tsx scripts/ruler-verdicts.ts */
const pairs = pairsToCommit();
writeCommitted(committedText(pairs, await judge(pairs)));
console.log(`${pairs.length} verdicts of event-ruler written.`);
