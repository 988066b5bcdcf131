import { configValues } from '../../queries/config-values.ts';
import { QueryCancelled, QueryFailed, type LogQuery, type QueryValues } from '../../queries/log-query.ts';
import { queryNamed } from './columns.ts';
import { spanOfPeriod, type Period } from './period.ts';
import type { Asked, Asking, Scope } from './section.ts';

/** Asks one question after the other, each once however many sections need it. A failure is told, never thrown. */
export class Questions {
  readonly #log: LogQuery;
  readonly #scope: Scope;
  readonly #asked = new Map<string, Asked>();

  constructor(log: LogQuery, scope: Scope) {
    this.#log = log;
    this.#scope = scope;
  }

  get asked(): readonly Asked[] {
    return [...this.#asked.values()];
  }

  async ask(asking: Asking): Promise<Asked> {
    const key = keyOf(asking);
    const earlier = this.#asked.get(key);
    if (earlier !== undefined) return earlier;
    const asked = await this.#answered(asking);
    this.#asked.set(key, asked);
    return asked;
  }

  async #answered(asking: Asking): Promise<Asked> {
    const query = queryNamed(asking.query);
    try {
      const { rows, scannedBytes } = await this.#log.ask(query, askingValues(asking, this.#scope));
      return { asking, rows, scannedBytes, failure: null };
    } catch (error) {
      if (!(error instanceof QueryFailed || error instanceof QueryCancelled)) throw error;
      return { asking, rows: null, scannedBytes: null, failure: error.message };
    }
  }
}

/** The values that a question of a report is asked with. */
export function askingValues({ query, about, values }: Asking, scope: Scope): QueryValues {
  const span = spanOfPeriod(periodOf(about, scope));
  const own = queryNamed(query).parameters.map(({ name, otherwise }) => [name, otherwise]);
  return {
    ...(Object.fromEntries(own) as QueryValues),
    ...configValues(scope.config),
    ...values,
    from: span.from,
    to: span.to,
    from_day: span.fromDay,
    to_day: span.toDay,
    region: '%',
  };
}

export function periodOf(
  about: Asking['about'],
  { period, before }: Pick<Scope, 'period' | 'before'>,
): Period {
  if (about === 'this') return period;
  return about === 'before' ? before : { from: before.from, to: period.to };
}

function keyOf({ query, about, values }: Asking): string {
  return JSON.stringify([query, about, values ?? {}]);
}
