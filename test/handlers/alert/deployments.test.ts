import { expect, it } from 'vitest';
import { Desk } from './desk.ts';
import { home, iamUser, record, type CloudTrailRecord } from './events.ts';

const byCloudFormation = { ...iamUser('ana'), invokedBy: 'cloudformation.amazonaws.com' };

/** What CloudFormation does to functions and queues of ours once somebody has updated the stack. */
function deployment(): CloudTrailRecord[] {
  const change = (eventID: string, time: string, source: string, eventName: string, asked: object) =>
    record(eventID, time, {
      eventSource: `${source}.amazonaws.com`,
      eventName,
      userIdentity: byCloudFormation,
      requestParameters: asked,
    });
  return [
    record('e1', '09:00', {
      eventSource: 'cloudformation.amazonaws.com',
      eventName: 'UpdateStack',
      requestParameters: { stackName: 'glasswatch-watch' },
      userIdentity: iamUser('ana'),
    }),
    change('e2', '09:01', 'lambda', 'UpdateFunctionCode20150331v2', { functionName: 'glasswatch-alert' }),
    change('e3', '09:02', 'lambda', 'UpdateFunctionCode20150331v2', { functionName: 'glasswatch-critical' }),
    change('e4', '09:03', 'sqs', 'SetQueueAttributes', {
      queueUrl: `https://sqs.eu-central-1.amazonaws.com/${home}/glasswatch-alert`,
    }),
  ];
}

it('a deployment of ours is told once, by whom it was set off, and what is done by hand in its midst is told apart', async () => {
  const desk = new Desk({ config: { account: home } });
  expect(await desk.takeAll(deployment())).toEqual(['alerted', 'grouped', 'grouped', 'grouped']);
  expect(desk.only).toMatchObject({ severity: 'critical', title: 'Glasswatch was changed by IAM user ana' });
  const byHand = record('e5', '09:04', {
    eventSource: 'lambda.amazonaws.com',
    eventName: 'UpdateFunctionCode20150331v2',
    userIdentity: iamUser('mallory'),
    requestParameters: { functionName: 'glasswatch-alert' },
  });
  expect(await desk.take(byHand)).toBe('alerted');
});
