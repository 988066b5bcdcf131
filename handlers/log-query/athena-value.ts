import { QueryFailed } from '../../queries/log-query.ts';
import type { AnswerColumn, Query } from '../../queries/query.ts';

/**
 * A value of an answer from Athena's text.
 * @throws QueryFailed for text that is no value of the column's type, or a count that no number holds exactly; without the
 * text, which is of the log.
 */
export function valueOf(
  query: Query,
  { name, type }: AnswerColumn,
  text: string | null,
): string | number | boolean | null {
  if (text === null || type === 'varchar') return text;
  const refused = (why: string) => new QueryFailed(query.name, `column ${name}: ${why}`);
  switch (type) {
    case 'bigint': {
      if (!/^-?\d+$/.test(text)) throw refused('no bigint');
      const count = Number(text);
      if (!Number.isSafeInteger(count)) throw refused('beyond what a number holds exactly');
      return count;
    }
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw refused('no boolean');
      return text === 'true';
    case 'double':
      if (!/^(NaN|-?Infinity|-?\d+(\.\d+)?([eE][+-]?\d+)?)$/.test(text)) throw refused('no double');
      return Number(text);
  }
}
