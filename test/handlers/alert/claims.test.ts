import { describe, expect, it } from 'vitest';

import { DeliveryError } from '../../../handlers/alert/ports.ts';
import { Desk } from './desk.ts';
import { assumeRole, read, record, iamUser, rotationFailed, secretArn } from './events.ts';
import { madeUp } from './made-up.ts';

const opening = assumeRole('e1', '09:00');

describe('an event whose alert no channel took', () => {
  it('is an error that names it, and is not recorded', async () => {
    const desk = new Desk();
    desk.channel.broken = true;
    await expect(desk.take(opening)).rejects.toThrow(DeliveryError);
    await expect(desk.take(opening)).resolves.toBe('retry');
    expect(desk.told).toEqual([]);
  });

  it('names the event and keeps the cause', async () => {
    const desk = new Desk();
    desk.channel.broken = true;
    await expect(desk.take(opening)).rejects.toMatchObject({
      message: 'the alert of event e1 was not delivered',
      cause: new Error('503'),
    });
  });

  it('goes back to the queue while its lease lives', async () => {
    const desk = new Desk();
    desk.channel.broken = true;
    await expect(desk.take(opening)).rejects.toThrow(DeliveryError);
    desk.channel.broken = false;
    desk.now += desk.lease - 1;
    expect(await desk.take(opening)).toBe('retry');
    expect(desk.told).toEqual([]);
  });

  it('is told once its lease has run out, marked as possibly repeated', async () => {
    const desk = new Desk();
    desk.channel.broken = true;
    await expect(desk.take(opening)).rejects.toThrow(DeliveryError);
    desk.channel.broken = false;
    desk.now += desk.lease;
    expect(await desk.take(opening)).toBe('alerted');
    expect(desk.only).toMatchObject({ eventID: 'e1', possiblyRepeated: true });
    expect(await desk.take(opening)).toBe('duplicate');
  });

  it('is told after the hour of its kind as well', async () => {
    const desk = new Desk();
    desk.channel.broken = true;
    const failed = rotationFailed('e1', '09:00', 'db-AbCdEf');
    await expect(desk.take(failed)).rejects.toThrow(DeliveryError);
    desk.channel.broken = false;
    desk.now += 2 * 3_600_000;
    await desk.closeAt('10:30');
    await desk.take(rotationFailed('e2', '10:30', 'db-AbCdEf'));
    expect(await desk.take(failed)).toBe('alerted');
    expect(desk.told).toEqual(['rotation-failed e2', 'rotation-failed e1']);
  });

  it('was not told by an earlier one of its kind, and counts once', async () => {
    const desk = new Desk();
    const events = Array.from({ length: 12 }, (_, n) => rotationFailed(`e${n}`, '09:00', 'db-AbCdEf'));
    await desk.takeAll(events.slice(0, 9));
    desk.channel.broken = true;
    await expect(desk.take(events[9] ?? {})).rejects.toThrow(DeliveryError);
    desk.channel.broken = false;
    expect(await desk.takeAll(events.slice(10))).toEqual(['grouped', 'grouped']);
    desk.now += desk.lease;
    expect(await desk.take(events[9] ?? {})).toBe('alerted');
    expect(desk.channel.alerts.at(-1)).toMatchObject({ eventID: 'e9', count: 10, possiblyRepeated: true });
    await desk.closeAt('10:00');
    expect(desk.channel.words).toMatchObject([{ count: 12 }]);
  });

  it('is told though the other half of the same opening was taken in meanwhile', async () => {
    const desk = new Desk();
    desk.channel.broken = true;
    await expect(desk.take(opening)).rejects.toThrow(DeliveryError);
    desk.channel.broken = false;
    const { sharedEventID: _, ...copy } = assumeRole('e2', '09:00:01');
    await desk.take({ ...copy, eventSource: 'signin.amazonaws.com', eventName: 'SwitchRole' });
    desk.now += desk.lease;
    expect(await desk.take(opening)).toBe('alerted');
    expect(desk.told).toContain('break-glass-opened e1');
  });

  it('is told though what made it remarkable is long past', async () => {
    const desk = new Desk();
    const reads = Array.from({ length: 10 }, (_, n) =>
      read(`e${n}`, `09:00:0${n}`, secretArn(`secret${n}-AbCdEf`)),
    );
    await desk.takeAll(reads.slice(0, 9));
    desk.channel.broken = true;
    await expect(desk.take(reads[9] ?? {})).rejects.toThrow(DeliveryError);
    desk.channel.broken = false;
    expect(await desk.take(read('later', '11:00', 'payroll'))).toBe('unmatched');
    desk.now += desk.lease;
    expect(await desk.take(reads[9] ?? {})).toBe('alerted');
    expect(desk.told).toEqual(['bulk-read e9']);
  });

  it('is told in shadow, too', async () => {
    const desk = new Desk({ config: { detections: { 'break-glass-opened': { mode: 'shadow' } } } });
    desk.channel.broken = true;
    await expect(desk.take(opening)).rejects.toThrow(DeliveryError);
    desk.channel.broken = false;
    desk.now += desk.lease;
    expect(await desk.take(opening)).toBe('shadowed');
  });
});

describe('an event that cannot be worded', () => {
  const speechless = madeUp('speechless', {
    describe: () => {
      throw new TypeError('no words');
    },
  });

  it('is an error that is none of delivery, and its claim is free for the bare alert', async () => {
    const desk = new Desk({ detections: [speechless] });
    const event = read('e1', '09:00', 'payroll');
    await expect(desk.take(event)).rejects.toThrow(new TypeError('no words'));
    expect(await desk.deadLetter(event, 'cannot be worded: no words')).toBe('dead-lettered');
    expect(desk.channel.bares).toMatchObject([{ eventID: 'e1', gate: ['speechless'] }]);
    expect(desk.channel.alerts).toEqual([]);
  });

  it.each([
    ['confirm', madeUp('x', { confirm: () => Promise.reject(new Error('no idea')) })],
    ['groupBy', madeUp('x', { groupBy: () => Promise.reject(new Error('no idea')) })],
  ])('is told bare, whichever step failed (%s)', async (_, detection) => {
    const desk = new Desk({ detections: [detection] });
    const event = read('e1', '09:00', 'payroll');
    await expect(desk.take(event)).rejects.toThrow('no idea');
    expect(await desk.deadLetter(event, 'no idea')).toBe('dead-lettered');
    expect(desk.channel.bares).toHaveLength(1);
  });

  it('comes back when not even the bare alert was taken', async () => {
    const desk = new Desk();
    desk.channel.broken = true;
    await expect(desk.deadLetter(opening, 'x')).rejects.toThrow('503');
    desk.channel.broken = false;
    expect(await desk.deadLetter(opening, 'x')).toBe('dead-lettered');
    expect(desk.channel.bares).toHaveLength(1);
  });
});

describe('an unmatched event', () => {
  it('takes no claim: it may match when it comes again', async () => {
    const desk = new Desk();
    const reads = Array.from({ length: 10 }, (_, n) =>
      read(`e${n}`, `09:00:0${n}`, secretArn(`secret${n}-AbCdEf`)),
    );
    const [first, ...rest] = reads;
    expect(await desk.takeAll(rest)).not.toContain('alerted');
    expect(await desk.take(first ?? {})).toBe('unmatched');
    expect(await desk.take(rest.at(-1) ?? {})).toBe('alerted');
    expect(desk.only).toMatchObject({ detection: 'bulk-read', eventID: 'e9' });
  });

  it('stays unmatched however often and late it comes', async () => {
    const desk = new Desk();
    const use = (eventID: string, time: string) =>
      record(eventID, time, { eventName: 'ListSecrets', userIdentity: iamUser('emergency') });
    const uses = [use('e1', '09:00'), use('e2', '09:30'), use('e3', '11:30'), use('e2', '09:30')];
    expect(await desk.takeAll(uses)).toEqual(['alerted', 'unmatched', 'alerted', 'unmatched']);
  });
});
