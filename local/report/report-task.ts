import {
  FactsTask,
  factsTask,
  type FactsFile,
  type FactsKnowledge,
  type FactsTaskOptions,
} from '../deadline/facts-task.ts';
import { RowsTask, rowsTask, type RowsTaskOptions, type WrittenFile } from '../log-table/rows-task.ts';
import type { RowFiles } from '../log-table/written-rows.ts';
import type { SkippedFile, UnreadableFile } from '../reader/reader.ts';
import type { ScanTask } from '../scan/scan-task.ts';

export interface ReportTaskOptions {
  readonly facts: FactsTaskOptions;
  readonly rows: RowsTaskOptions;
  /** Paths of files that no question is about: only the deadlines are. */
  readonly withoutRows: ReadonlySet<string>;
}

/** What one file gives to a report. */
export interface ReportFile {
  readonly facts: FactsFile | UnreadableFile | SkippedFile;
  /** Null: no question is about it. */
  readonly rows: WrittenFile | UnreadableFile | SkippedFile | null;
}

export interface ReportKnowledge {
  readonly facts: FactsKnowledge;
  readonly rows: RowFiles;
}

/** Reads what a report needs at once: the facts of deadlines, and the rows of questions. */
export const reportTask: ScanTask<ReportTaskOptions, ReportFile, ReportKnowledge> = {
  interests: ({ facts, rows }) => [...factsTask.interests(facts), ...rowsTask.interests(rows)],

  begin: (options) => {
    const [facts, rows] = [new FactsTask(options.facts), new RowsTask(options.rows)];
    const hasRows = (path: string) => !options.withoutRows.has(path);
    return {
      isKnown: (likeness, file) => {
        if (!facts.alike.knows(likeness)) return false;
        if (hasRows(file.path)) {
          if (!rows.alike.knows(likeness)) return false;
          rows.alike.note(likeness, file);
        }
        facts.alike.note(likeness);
        return true;
      },
      file: (scan, file) => ({
        facts: facts.file(scan),
        rows: hasRows(file.path) ? rows.file(scan, file) : null,
      }),
      end: () => ({ facts: facts.end(), rows: rows.end() }),
    };
  },
};
