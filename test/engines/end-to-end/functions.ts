import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetScheduleCommand, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { until, type Stage } from './stage.ts';

/** Runs a function by hand, as an operator does, and answers what it answered. @throws Error with what it threw. */
export async function invoke(stage: Stage, name: string, event: object): Promise<unknown> {
  const { FunctionError, Payload } = await stage.clients.lambda.send(
    new InvokeCommand({ FunctionName: `glasswatch-${name}`, Payload: JSON.stringify(event) }),
  );
  const text = Payload?.transformToString() ?? '';
  if (FunctionError !== undefined) throw new Error(`${name}: ${text}`);
  return text === '' ? null : (JSON.parse(text) as unknown);
}

/**
 * Lets a schedule start its function, waits until `look` answers what came of it, and stops the schedule: what it starts,
 * and with what, stays as it was synthesized.
 */
export async function runBySchedule<Answer>(
  stage: Stage,
  name: string,
  look: () => Promise<Answer | null | undefined> | Answer | null | undefined,
): Promise<Answer> {
  // The emulator looks at its schedules every ten seconds, and starts such a one each time.
  await change(stage, name, { ScheduleExpression: 'rate(0 minutes)' });
  try {
    return await until(`what schedule ${name} starts`, look);
  } finally {
    await stopSchedules(stage, name);
  }
}

/** Keeps schedules from starting anything. */
export async function stopSchedules(stage: Stage, ...names: string[]): Promise<void> {
  for (const name of names) await change(stage, name, { State: 'DISABLED' });
}

/** Leaves schedules on, but so that none starts anything while a test runs. */
export async function slowSchedules(stage: Stage, ...names: string[]): Promise<void> {
  for (const name of names) await change(stage, name, { ScheduleExpression: 'rate(365 days)' });
}

async function change(
  { clients: { scheduler } }: Stage,
  name: string,
  changed: { readonly ScheduleExpression?: string; readonly State?: 'DISABLED' },
): Promise<void> {
  const named = { GroupName: 'glasswatch-schedules', Name: `glasswatch-${name}` };
  const { FlexibleTimeWindow, Target, ScheduleExpression } = await scheduler.send(
    new GetScheduleCommand(named),
  );
  await scheduler.send(
    new UpdateScheduleCommand({
      ...named,
      ...{ FlexibleTimeWindow, Target, ScheduleExpression, State: 'ENABLED' },
      ...changed,
    }),
  );
}
