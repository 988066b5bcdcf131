import type { Condition } from './condition.ts';
import { numberIn, unusable } from './condition.ts';
import type { Place } from './invalid.ts';
import { InvalidPatternError } from './invalid.ts';
import type { Json } from './json.ts';
import { NumberText } from './number.ts';

/**
 * Reads `["=", 5]`, `["<", 5]`, `[">=", 0, "<", 5]`: one bound, or a lower one and then an upper one above it.
 * Throws InvalidPatternError.
 */
export function readNumeric(operand: Json, at: Place): Condition {
  if (!Array.isArray(operand)) throw new InvalidPatternError(at, 'numeric takes a list');
  const [operator, operandNumber, upperOperator, upperNumber] = operand as readonly (Json | undefined)[];
  const bound = readBound(operandNumber, `${at}[1]`);
  const lower = operator === '>' || operator === '>=';
  if (operand.length > (lower ? 4 : 2)) throw new InvalidPatternError(at, 'too many elements');
  if (operator === '=') return numberIn((value) => value === bound);
  if (operator === '<' || operator === '<=') {
    if (bound === -Number.MAX_VALUE)
      return unusable(new InvalidPatternError(`${at}[1]`, 'the least number there is'));
    return numberIn(operator === '<' ? (value) => value < bound : (value) => value <= bound);
  }
  if (!lower) throw new InvalidPatternError(`${at}[0]`, 'must be one of =, <, <=, >, >=');
  const above = operator === '>' ? (value: number) => value > bound : (value: number) => value >= bound;
  if (upperOperator === undefined) {
    if (bound === Number.MAX_VALUE)
      return unusable(new InvalidPatternError(`${at}[1]`, 'the greatest number there is'));
    return numberIn(above);
  }
  if (upperOperator !== '<' && upperOperator !== '<=') {
    throw new InvalidPatternError(`${at}[2]`, 'the second operator must be < or <=');
  }
  const top = readBound(upperNumber, `${at}[3]`);
  if (bound >= top) throw new InvalidPatternError(at, 'the lower bound must be less than the upper one');
  return numberIn(
    upperOperator === '<' ? (value) => above(value) && value < top : (value) => above(value) && value <= top,
  );
}

function readBound(json: Json | undefined, at: Place): number {
  if (!(json instanceof NumberText)) throw new InvalidPatternError(at, 'must be a number');
  if (json.value === undefined) throw new InvalidPatternError(at, `a double cannot hold ${json.literal}`);
  return json.value;
}
