import { factsTask } from '../deadline/facts-task.ts';
import { rowsTask } from '../log-table/rows-task.ts';
import { replayTask } from '../replay/replay-task.ts';
import { reportTask } from '../report/report-task.ts';
import type { ScanTask } from './scan-task.ts';

/** The tasks that a worker can be asked to do, by name. */
export const tasks = { facts: factsTask, replay: replayTask, report: reportTask, rows: rowsTask };

export type TaskName = keyof typeof tasks;

/** A task of which only the name is known; that options and results are its own, `scan` sees to. */
export function taskNamed(name: TaskName): ScanTask<unknown, unknown, unknown> {
  return tasks[name];
}
