import { describe, expect, it } from 'vitest';

import { Desk } from './desk.ts';
import { deleteSecret, deniedRead, read, record } from './events.ts';
import { madeUp } from './made-up.ts';

const anyRead = read('e1', '09:00', 'payroll');

describe('an event that several detections match', () => {
  it('is told once, by the worst, which names the others from worst to mildest', async () => {
    const detections = [
      madeUp('a-low', { severity: 'low' }),
      madeUp('b-critical', { severity: 'critical' }),
      madeUp('c-medium', { severity: 'medium' }),
      madeUp('d-high', { severity: 'high' }),
    ];
    const desk = new Desk({ detections });
    expect(await desk.take(anyRead)).toBe('alerted');
    expect(desk.only).toMatchObject({
      detection: 'b-critical',
      severity: 'critical',
      title: 'told by b-critical',
      also: ['d-high', 'c-medium', 'a-low'],
    });
  });

  it('is told by the first of the alphabet among equals', async () => {
    for (const order of [
      ['cherry', 'apple', 'banana'],
      ['banana', 'cherry', 'apple'],
    ]) {
      const desk = new Desk({ detections: order.map((id) => madeUp(id)) });
      await desk.take(anyRead);
      expect(desk.only).toMatchObject({ detection: 'apple', also: ['banana', 'cherry'] });
    }
  });

  it('is told by the one that is worst for this event, not in general', async () => {
    const described = { title: 'x', what: 'x', target: null, signs: [], next: 'x', command: null };
    const milder = madeUp('a-high', {
      severity: 'high',
      describe: () => ({ ...described, severity: 'low' }),
    });
    const worse = madeUp('b-low', {
      severity: 'low',
      describe: () => ({ ...described, severity: 'critical' }),
    });
    const desk = new Desk({ detections: [milder, madeUp('c-medium'), worse] });
    await desk.take(anyRead);
    expect(desk.only).toMatchObject({
      detection: 'b-low',
      severity: 'critical',
      also: ['c-medium', 'a-high'],
    });
  });

  it('is told by who is not in shadow, however much worse the shadow is', async () => {
    const detections = [madeUp('bad', { severity: 'critical' }), madeUp('mild', { severity: 'low' })];
    const desk = new Desk({ detections, config: { detections: { bad: { mode: 'shadow' } } } });
    expect(await desk.take(anyRead)).toBe('alerted');
    expect(desk.only).toMatchObject({ mode: 'alert', detection: 'mild', severity: 'low', also: [] });
  });

  it('is shadowed when all are in shadow', async () => {
    const detections = [madeUp('bad', { severity: 'critical' }), madeUp('mild', { severity: 'low' })];
    const config = { detections: { bad: { mode: 'shadow' }, mild: { mode: 'shadow' } } };
    const desk = new Desk({ detections, config });
    expect(await desk.take(anyRead)).toBe('shadowed');
    expect(desk.only).toMatchObject({ mode: 'shadow', detection: 'bad', also: ['mild'] });
  });

  it('is told by who is not suppressed', async () => {
    const detections = [madeUp('bad', { severity: 'high' }), madeUp('mild', { severity: 'low' })];
    const suppression = { detection: 'bad', owner: 'o', reason: 'r', expires: '2026-12-01' };
    const desk = new Desk({ detections, config: { suppressions: [suppression] } });
    expect(await desk.take(anyRead)).toBe('alerted');
    expect(desk.only).toMatchObject({ detection: 'mild', severity: 'low' });
  });

  it('is shadowed, not suppressed, when what is not suppressed is in shadow', async () => {
    const detections = [madeUp('bad', { severity: 'high' }), madeUp('mild', { severity: 'low' })];
    const suppression = { detection: 'bad', owner: 'o', reason: 'r', expires: '2026-12-01' };
    const config = { suppressions: [suppression], detections: { mild: { mode: 'shadow' } } };
    const desk = new Desk({ detections, config });
    expect(await desk.take(anyRead)).toBe('shadowed');
    expect(desk.only).toMatchObject({ mode: 'shadow', detection: 'mild' });
  });

  it('is decided by confirm where the pattern alone lets too much in', async () => {
    const detections = [
      madeUp('refuted', { severity: 'critical', confirm: () => false }),
      madeUp('refuted-later', { severity: 'high', confirm: () => Promise.resolve(false) }),
      madeUp('confirmed', { confirm: () => Promise.resolve(true) }),
    ];
    const desk = new Desk({ detections });
    await desk.take(anyRead);
    expect(desk.only).toMatchObject({ detection: 'confirmed', also: [] });
  });
});

describe('the real detections', () => {
  it('make one alert of a denied read of a decoy', async () => {
    const desk = new Desk({ config: { decoys: ['payroll-old'] } });
    expect(await desk.take(deniedRead('e1', '09:00', { secret: 'payroll-old' }))).toBe('alerted');
    expect(desk.only).toMatchObject({
      detection: 'decoy-read',
      severity: 'critical',
      also: ['secret-access-denied'],
    });
  });

  it('make a forced deletion critical, and an ordinary one not', async () => {
    const desk = new Desk();
    await desk.take(deleteSecret('e1', '09:00', 'db-AbCdEf', false));
    await desk.take(deleteSecret('e2', '09:00', 'db-AbCdEf', true));
    expect(desk.channel.alerts).toMatchObject([
      { eventID: 'e1', detection: 'secret-at-risk', severity: 'medium' },
      { eventID: 'e2', detection: 'secret-at-risk', severity: 'critical' },
    ]);
  });

  it('let an event pass that only resembles what they watch for', async () => {
    const desk = new Desk();
    expect(await desk.take(record('e1', '09:00', { eventName: 'DescribeSecret' }))).toBe('unmatched');
  });
});
