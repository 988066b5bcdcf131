import type { Logger } from '@aws-lambda-powertools/logger';
import { errorWords } from './error-words.ts';

/**
 * What an invocation ends with that failed. Lambda writes the message, the stack and the fields of what a handler throws into
 * the function's log, and of a function that was started by a schedule into the queue of what was undelivered. So it throws
 * this: the name of what failed, and of the message what is our own.
 */
class InvocationFailure extends Error {
  constructor(error: unknown) {
    const { name, message, frames } = errorWords(error);
    super(message ?? 'the log of the function says where');
    this.name = name;
    this.stack = [`${name}: ${this.message}`, ...frames.map((frame) => `    ${frame}`)].join('\n');
  }
}

/** Does the work of one invocation. What fails is logged and thrown, both without the words of others. */
export async function failingInOwnWords<Answer>(
  logger: Pick<Logger, 'error'>,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    logger.error('the invocation failed', { failure: errorWords(error) });
    throw new InvocationFailure(error);
  }
}
