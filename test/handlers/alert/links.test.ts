import { describe, expect, it } from 'vitest';

import { parseEvent } from '../../../detections/event/cloudtrail-event.ts';
import { linksOf } from '../../../handlers/alert/links.ts';
import { Desk } from './desk.ts';
import { assumeRole, iamUser, record, rotationFailed } from './events.ts';

function linkOf(awsRegion: string | null, arn: string | null, eventID = 'e1'): string | null {
  const userIdentity = { type: 'IAMUser', arn };
  return linksOf(parseEvent(record(eventID, '09:00', { awsRegion, userIdentity })), 'bulk-read').event;
}

describe('the link to the event', () => {
  it.each([
    [
      'eu-central-1',
      'arn:aws:iam::111122223333:user/alice',
      'https://eu-central-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-central-1#/events/e1',
    ],
    [
      'cn-north-1',
      'arn:aws-cn:iam::111122223333:user/alice',
      'https://cn-north-1.console.amazonaws.cn/cloudtrailv2/home?region=cn-north-1#/events/e1',
    ],
    [
      'us-gov-west-1',
      'arn:aws-us-gov:iam::111122223333:user/alice',
      'https://us-gov-west-1.console.amazonaws-us-gov.com/cloudtrailv2/home?region=us-gov-west-1#/events/e1',
    ],
  ])('leads to the console of its own partition (%s)', (region, arn, link) => {
    expect(linkOf(region, arn)).toBe(link);
  });

  it('takes the partition from the Region where the caller has no ARN', () => {
    expect(linkOf('cn-northwest-1', null)).toContain('https://cn-northwest-1.console.amazonaws.cn/');
    expect(linkOf('us-gov-east-1', null)).toContain('https://us-gov-east-1.console.amazonaws-us-gov.com/');
    expect(linkOf('us-east-1', null)).toContain('https://us-east-1.console.aws.amazon.com/');
  });

  it('is absent where nobody can say where the console is', () => {
    expect(linkOf(null, 'arn:aws:iam::111122223333:user/alice')).toBeNull();
    expect(linkOf('us-iso-east-1', 'arn:aws-iso:iam::111122223333:user/alice')).toBeNull();
  });

  it('cannot be bent by what an event says', () => {
    expect(linkOf('evil.example/#', null)).toBeNull();
    expect(linkOf('eu-central-1.evil', null)).toBeNull();
    expect(linkOf('eu-central-1', null, 'x"> <a href=//evil')).toBe(
      'https://eu-central-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-central-1#/events/x%22%3E%20%3Ca%20href%3D%2F%2Fevil',
    );
  });
});

describe('an alert', () => {
  it('links to the runbook section of the detection that speaks', async () => {
    const desk = new Desk();
    await desk.take(assumeRole('e1', '09:00'));
    await desk.take(rotationFailed('e2', '09:00', 'db-AbCdEf'));
    expect(desk.channel.alerts.map(({ links }) => links.runbook)).toEqual([
      'docs/runbook.md#break-glass-opened',
      'docs/runbook.md#rotation-failed',
    ]);
  });

  it('of China is told with commands and ARNs of China', async () => {
    const role = 'arn:aws-cn:iam::111122223333:role/BREAK-GLASS-ADMIN';
    const desk = new Desk({ config: { breakGlass: { roles: [role] } } });
    const by = { ...iamUser('alice'), arn: 'arn:aws-cn:iam::111122223333:user/alice' };
    await desk.take(assumeRole('e1', '09:00', { role, by, more: { awsRegion: 'cn-north-1' } }));
    expect(desk.only).toMatchObject({
      target: role,
      who: { principal: 'arn:aws-cn:iam::111122223333:user/alice' },
    });
    expect(desk.only.links.event).toContain('console.amazonaws.cn');
  });
});
