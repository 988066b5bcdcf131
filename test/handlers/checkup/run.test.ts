import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../handlers/checkup/finding.ts';
import { canarySeen, runTask, type RunPorts } from '../../../handlers/checkup/run.ts';
import type { CheckupTask } from '../../../handlers/checkup/environment.ts';
import { deploymentWith, now, standingPorts } from './standing.ts';

/** Runs a task where one gate rule is missing and the log is empty; `refuse`: no channel takes anything. */
async function run(task: CheckupTask, refuse = false) {
  const deployment = deploymentWith();
  const told: string[] = [];
  const noted: Finding[] = [];
  const sent: string[] = [];
  const ports: RunPorts = {
    checkup: {
      ...standingPorts(deployment, { rules: { rules: () => Promise.resolve([]) } }),
      canaries: {
        ...standingPorts(deployment).canaries,
        sent: (region) => Promise.resolve(void sent.push(region)),
      },
    },
    calls: { assume: () => Promise.resolve({ ask: () => Promise.resolve('refused' as const) }) },
    clock: { now: () => now },
    note: (findings) => noted.push(...findings),
    tell: ({ text }) => {
      told.push(...[text].flat());
      return refuse ? Promise.reject(new Error('no channel')) : Promise.resolve();
    },
  };
  const outcome = await runTask(task, deployment, ports).catch((error: unknown) => error as Error);
  return { outcome, told: told.join('\n'), noted, sent };
}

describe('a run of the checkup function', () => {
  it('sends canaries in every watched Region, and tells nothing where all went well', async () => {
    const { sent, told } = await run('send-canary');
    expect({ sent, told }).toEqual({ sent: ['eu-central-1', 'us-east-1'], told: '' });
  });

  it('looks at everything, and tells what is not ok', async () => {
    const { told, sent } = await run('checkup');
    expect(sent).toEqual([]);
    expect(told).toContain('gate-rules, us-east-1: there are no gate rules');
    expect(told).toContain('canary-log, eu-central-1:');
    expect(told).not.toContain('schedules');
  });

  it('fails where nobody could be told, after it has noted what it found', async () => {
    const { outcome, noted } = await run('checkup', true);
    expect(outcome).toBeInstanceOf(Error);
    expect(noted.some(({ check, state }) => check === 'gate-rules' && state === 'wrong')).toBe(true);
  });
});

describe('canaries', () => {
  it('came through only if each is ok on both paths', () => {
    const line = (check: string, state: Finding['state']): Finding => ({
      check,
      region: 'r',
      state,
      says: '',
      todo: null,
    });
    expect(canarySeen([line('canary-events', 'ok'), line('canary-log', 'ok'), line('trail', 'wrong')])).toBe(
      true,
    );
    expect(canarySeen([line('canary-events', 'ok'), line('canary-log', 'cannot-tell')])).toBe(false);
    expect(canarySeen([line('canary-events', 'wrong'), line('canary-log', 'ok')])).toBe(false);
  });
});
