import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { CheckupPorts } from '../ports.ts';
import { perRegion } from './clients.ts';
import { lookingFor } from './unseen.ts';

const clientOf = perRegion((options) => new SchedulerClient(options));

/** Schedules, from EventBridge Scheduler. */
export const scheduler: CheckupPorts['schedules'] = {
  state: async (region, group, schedule) => {
    const found = await lookingFor(
      { action: 'scheduler:GetSchedule', region },
      ['ResourceNotFoundException'],
      () => clientOf(region).send(new GetScheduleCommand({ GroupName: group, Name: schedule })),
    );
    return found === null ? null : (found.State ?? 'ENABLED');
  },
};
