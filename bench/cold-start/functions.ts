import { randomUUID } from 'node:crypto';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { assumeRole, iamUser } from '../../test/detections/event-builders.ts';
import { breakGlass, iso } from '../../test/engines/end-to-end/emergency.ts';
import { home, type Stage } from '../../test/engines/end-to-end/stage.ts';
import { batch, envelope } from '../../test/handlers/alert/queue/queue-desk.ts';

export const functionNames = ['alert', 'deadline', 'report', 'checkup'] as const;
export type FunctionName = (typeof functionNames)[number];

/** What starts a function: somebody opens the glass anew; a schedule. */
export function eventOf(name: FunctionName): object {
  if (name === 'deadline') return { discover: false };
  if (name === 'report') return {};
  if (name === 'checkup') return { task: 'checkup' };
  const opening = assumeRole(iamUser('ana'), breakGlass, {
    session: randomUUID(),
    more: { eventID: randomUUID(), eventTime: iso(Date.now()), readOnly: true },
  });
  return batch([envelope(opening)]);
}

/** The environment that the stacks gave a function, and the way to the emulator. */
export async function environmentOf(
  { clients, emulator }: Stage,
  name: FunctionName,
  athena: string,
): Promise<Record<string, string>> {
  const { Environment } = await clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: `glasswatch-${name}` }),
  );
  // The clock that tests set ahead is none of the function's.
  const { NODE_OPTIONS = '', TEST_CLOCK_FILE: _, ...own } = Environment?.Variables ?? {};
  return {
    ...own,
    NODE_OPTIONS: NODE_OPTIONS.replace(/--import \S+/, ''),
    ...emulator.clientEnvironment(home),
    AWS_ENDPOINT_URL_ATHENA: athena,
  };
}
