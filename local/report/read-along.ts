import type { Config } from '../../config/schema.ts';
import type { Fact } from '../../handlers/deadline/facts/fact.ts';
import { FactBook } from '../../handlers/deadline/facts/fact-book.ts';
import { judge } from '../../handlers/deadline/judge.ts';
import type { Incident } from '../../handlers/deadline/incident.ts';
import type { FactsKnowledge } from '../deadline/facts-task.ts';
import { coverageAt, FactsGathering } from '../deadline/read-facts.ts';
import type { RowScan } from '../log-table/read-rows.ts';
import type { LogFile } from '../reader/reader.ts';
import { scan } from '../scan/scan.ts';

/**
 * Reads the facts of a log's incidents while its rows are written, so that a report reads each file once. Days that no
 * question is about are read for the incidents alone; what cannot be read of those is not told.
 */
export class IncidentsReadAlong {
  readonly #files: readonly LogFile[];
  readonly #config: Config;
  /** Kept until it is known which moment the report is about. */
  readonly #facts: (readonly Fact[])[] = [];
  #knowledge: readonly FactsKnowledge[] = [];

  constructor(files: readonly LogFile[], config: Config) {
    this.#files = files;
    this.#config = config;
  }

  readonly scanRows: RowScan = async (wanted, options, onFile) => {
    const gathering = new FactsGathering((facts) => this.#facts.push(facts));
    const withRows = new Set(wanted);
    const withoutRows = new Set(this.#files.filter((file) => !withRows.has(file)).map(({ path }) => path));
    const knowledge = await scan(
      'report',
      { facts: { config: this.#config }, rows: options, withoutRows },
      {
        files: this.#files,
        onFile: (file, { facts, rows }) => {
          if (facts.outcome === 'read') gathering.add(facts);
          if (rows !== null) onFile(file, rows);
        },
      },
    );
    this.#knowledge = knowledge.map(({ facts }) => facts);
    gathering.end(this.#knowledge);
    return knowledge.map(({ rows }) => rows);
  };

  /** The incidents as of `now` (ms), once the rows are written. */
  at(now: number): readonly Incident[] {
    const book = new FactBook(now);
    for (const facts of this.#facts) book.add(facts);
    const coverage = coverageAt(this.#knowledge, now);
    return judge(book, { config: this.#config, now, waivers: [], coverage }).incidents;
  }
}
