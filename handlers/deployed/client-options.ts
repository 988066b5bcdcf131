/** Milliseconds. */
interface Times {
  readonly connect: number;
  readonly answer: number;
}

/** The options of every AWS client of a function: a service that hangs must not take the function's time with it. */
export function clientOptions({ connect, answer }: Times = { connect: 1_000, answer: 3_000 }) {
  return {
    maxAttempts: 3,
    requestHandler: { connectionTimeout: connect, requestTimeout: answer, throwOnRequestTimeout: true },
  };
}
