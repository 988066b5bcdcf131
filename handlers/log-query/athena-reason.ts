import {
  AthenaServiceException,
  InvalidRequestException,
  type QueryExecutionStatus,
} from '@aws-sdk/client-athena';
import { errorNameAndRequest } from '../deployed/error-name.ts';
import { OwnError } from '../deployed/own-error.ts';

/**
 * Why an execution did not succeed, in our words: Athena's own quote what it could not read, and that is a piece of the log,
 * tokens among it. Of them only codes pass (`HIVE_BAD_DATA`), and what we know to look for; the execution's id leads to
 * the rest.
 */
export function reasonOfStatus(status: QueryExecutionStatus | undefined, id: string): string {
  const error = status?.AthenaError;
  const said = [status?.StateChangeReason ?? '', error?.ErrorMessage ?? ''].filter((text) => text !== '');
  const words = [...new Set(said.flatMap(wordsIn))];
  const reason = words.length > 0 ? words.join('; ') : said.length > 0 ? null : 'Athena gave no reason';
  const kind = error === undefined ? [] : [kindOf(error)];
  return `${reason ?? 'Athena says why'} (${[...kind, `execution ${id}`].join(', ')})`;
}

/** Why a call to Athena failed. */
export function reasonOfError(error: unknown): string {
  const code = error instanceof InvalidRequestException ? (error.AthenaErrorCode ?? '') : '';
  if (error instanceof OwnError) return `Athena was not understood: ${error.message}`;
  const said = `${errorNameAndRequest(error)}${aCode.test(code) ? ` (${code})` : ''}`;
  return error instanceof AthenaServiceException ? said : `Athena was not reached or not understood: ${said}`;
}

const aCode = /^[A-Z]{2,20}(_[A-Z]{2,20}){1,5}$/;

/** What we say of a text of Athena's, by what we find in it. */
const known: readonly (readonly [sign: RegExp, says: string])[] = [
  [/bytes scanned limit/i, 'the limit of bytes scanned was exceeded'],
  [/exhausted resources/i, 'the query exhausted its resources'],
  [/insufficient permissions|not authorized|access ?denied/i, 'access denied'],
  [/cancell?ed by user/i, 'cancelled by a user'],
  [/slow ?down|throttl|rate exceeded/i, 'too many requests'],
];

function wordsIn(text: string): string[] {
  const code = /^[A-Z_]{5,100}(?=:)/.exec(text)?.[0];
  return [
    ...(code !== undefined && aCode.test(code) ? [code] : []),
    ...known.filter(([sign]) => sign.test(text)).map(([, says]) => says),
  ];
}

const categories: Readonly<Record<number, string>> = { 1: 'system', 2: 'user', 3: 'other' };

function kindOf(error: NonNullable<QueryExecutionStatus['AthenaError']>): string {
  const category = categories[error.ErrorCategory ?? 0] ?? 'unknown';
  const again = error.Retryable === true ? ', may succeed when asked again' : '';
  return `${category} error ${error.ErrorType ?? 'of no type'}${again}`;
}
