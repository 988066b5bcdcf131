import { replayTask } from '../replay/replay-task.ts';

/** The tasks that a worker can be asked to do, by name. */
export const tasks = { replay: replayTask };

export type TaskName = keyof typeof tasks;
