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
 * Lets a schedule start its function once, and waits until `look` answers what came of it: what it starts, and with what,
 * stays as it was synthesized.
 */
export async function runBySchedule<Answer>(
  stage: Stage,
  name: string,
  look: () => Promise<Answer | null | undefined> | Answer | null | undefined,
): Promise<Answer> {
  const starts = () => stage.emulator.log.split(/→ Lambda [\w-]+: dispatched/).length;
  const before = starts();
  // The emulator looks at its schedules every ten seconds, and starts such a one each time.
  await change(stage, name, 'rate(0 minutes)');
  await until(`a start by schedule ${name}`, () => (starts() > before ? true : null));
  await stopSchedules(stage, name);
  return until(`what schedule ${name} starts`, look);
}

/** Keeps schedules from starting anything while the test runs. They stay on: whoever looks at them finds nothing wrong. */
export async function stopSchedules(stage: Stage, ...names: string[]): Promise<void> {
  for (const name of names) await change(stage, name, 'rate(365 days)');
}

async function change(
  { clients: { scheduler } }: Stage,
  name: string,
  ScheduleExpression: string,
): Promise<void> {
  const named = { GroupName: 'glasswatch-schedules', Name: `glasswatch-${name}` };
  const { FlexibleTimeWindow, Target } = await scheduler.send(new GetScheduleCommand(named));
  await scheduler.send(
    new UpdateScheduleCommand({ ...named, ScheduleExpression, FlexibleTimeWindow, Target, State: 'ENABLED' }),
  );
}
