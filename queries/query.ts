/** Types that a column of an answer has; times are ISO 8601 text. */
export const answerTypes = ['varchar', 'bigint', 'boolean', 'double'] as const;
export type AnswerType = (typeof answerTypes)[number];

export interface AnswerColumn {
  readonly name: string;
  readonly type: AnswerType;
  readonly says: string;
}

export interface QueryParameter {
  readonly name: string;
  /** Its value where none is given. */
  readonly otherwise: string;
  readonly says: string;
}

/** One question to the log: the parts of its .sql file. */
export interface Query {
  /** The file's name. */
  readonly name: string;
  /** What it answers, in one sentence. */
  readonly answers: string;
  readonly parameters: readonly QueryParameter[];
  readonly columns: readonly AnswerColumn[];
  /** The shared parts that stand before the question in its statement, in order: common table expressions. */
  readonly parts: readonly string[];
  /** The statement; each `?` stands for the parameter named behind it. */
  readonly sql: string;
  /** Names of the parameters, one for each `?`, in order. */
  readonly placeholders: readonly string[];
}

/** A .sql file that is not in the form that queries have. */
export class QueryFormError extends Error {
  override readonly name = 'QueryFormError';
}

/**
 * Placeholders that every query may have: the instants that it is about, the days to be read for them, and the Region
 * (`%`: all). Instants are given as `from` and `to`; the days follow, with one day's margin on both sides, because a record
 * lies in the folder of the day on which it was delivered.
 */
export const spanPlaceholders = ['from_day', 'to_day', 'from', 'to', 'region'] as const;

const placeholder = /\?\s*\/\*\s*(\w+)\s*\*\//g;

/**
 * Reads a query's file. Its head is comments: `-- <what it answers>`, `-- @with part, …` (shared parts that stand before
 * it), `-- @param name = default: what it is`, `-- @column name type: what it says`.
 *
 * @throws QueryFormError
 */
export function parseQuery(name: string, text: string, partOf: (part: string) => string): Query {
  const head = text.split('\n').flatMap((line) => (line.startsWith('--') ? [line.slice(2).trim()] : []));
  const body = text
    .split('\n')
    .filter((line) => !line.startsWith('--'))
    .join('\n')
    .trim();
  const answers = head.filter((line) => line !== '' && !line.startsWith('@')).join(' ');
  const parts = head
    .flatMap((line) => (line.startsWith('@with ') ? line.slice(6).split(',') : []))
    .map((part) => partOf(part.trim()).trim());
  const sql = withParts(parts, body);
  const parameters = head.flatMap((line) => (line.startsWith('@param ') ? [parameterOf(name, line)] : []));
  const columns = head.flatMap((line) => (line.startsWith('@column ') ? [columnOf(name, line)] : []));
  const placeholders = placeholdersIn(sql);
  const known = new Set<string>([...spanPlaceholders, ...parameters.map((parameter) => parameter.name)]);
  const unknown = placeholders.filter((one) => !known.has(one));
  if (unknown.length > 0) throw new QueryFormError(`${name}.sql: no @param ${unknown.join(', ')}`);
  const unnamed = (sql.match(/\?/g) ?? []).length - placeholders.length;
  if (unnamed > 0)
    throw new QueryFormError(`${name}.sql: ${unnamed} placeholders without a name behind them`);
  if (answers === '' || columns.length === 0)
    throw new QueryFormError(`${name}.sql: no answer or no @column`);
  return { name, answers, parameters, columns, parts, sql, placeholders };
}

/** The name of each `?` of a statement, in order. */
export function placeholdersIn(sql: string): string[] {
  return [...sql.matchAll(placeholder)].map((match) => match[1] ?? '');
}

/** Parts are common table expressions; the query's own follow them. */
function withParts(parts: readonly string[], body: string): string {
  if (parts.length === 0) return body;
  const [head = '', recursive = ''] = /^WITH( RECURSIVE)?\s+/i.exec(body) ?? [];
  const rest = head === '' ? `\n${body}` : `,\n${body.slice(head.length)}`;
  return `WITH${recursive} ${parts.join(',\n')}${rest}`;
}

function parameterOf(query: string, line: string): QueryParameter {
  const [, name, otherwise, says] = /^@param (\w+) = (.*?): (.+)$/.exec(line) ?? [];
  if (name === undefined || otherwise === undefined || says === undefined) {
    throw new QueryFormError(`${query}.sql: expected "@param name = default: what it is", got "${line}"`);
  }
  return { name, otherwise: otherwise === "''" ? '' : otherwise, says };
}

function columnOf(query: string, line: string): AnswerColumn {
  const [, name, type, says] = /^@column (\w+) (\w+): (.+)$/.exec(line) ?? [];
  const known = answerTypes.find((one) => one === type);
  if (name === undefined || known === undefined || says === undefined) {
    throw new QueryFormError(`${query}.sql: expected "@column name type: what it says", got "${line}"`);
  }
  return { name, type: known, says };
}
