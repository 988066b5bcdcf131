import { InvalidPatternError } from '../../../detections/pattern/invalid.ts';
import { readJson } from '../../../detections/pattern/json.ts';
import { meetsRulerDefect } from '../../../detections/pattern/ruler-defects.ts';

/** Whether event-ruler has no verdict on a pattern that we could agree with: the comparison leaves it out. */
export function isUnjudged(pattern: string): boolean {
  try {
    return meetsRulerDefect(readJson(pattern));
  } catch (error) {
    if (error instanceof InvalidPatternError || error instanceof SyntaxError) return false;
    throw error;
  }
}
