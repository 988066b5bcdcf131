import { describe, expect, it } from 'vitest';

import { detections } from '../../../detections/catalogue/catalogue.ts';
import { createGate } from '../../../handlers/alert/gate.ts';
import { configOf } from './desk.ts';
import {
  assumeRole,
  breakGlassRole,
  deniedRead,
  home,
  record,
  roleSession,
  rotationFailed,
} from './events.ts';
import { madeUp } from './made-up.ts';

const gateOf = (settings: Record<string, unknown> = {}) =>
  createGate(configOf({ detections: settings }), detections);

describe('the gate', () => {
  it('names all detections whose pattern lets a record in, and none for any other record', () => {
    const gate = createGate(configOf({ decoys: ['bait'] }), detections);
    expect(gate(deniedRead('e1', '09:00', { secret: 'bait' }))).toEqual([
      'decoy-read',
      'secret-access-denied',
    ]);
    expect(gate(rotationFailed('e2', '09:00', 'db-AbCdEf'))).toEqual(['rotation-failed']);
    expect(gate(record('e3', '09:00', { eventName: 'ListSecrets' }))).toEqual([]);
  });

  it('is closed for a detection that is off, and open for one in shadow', () => {
    const failed = rotationFailed('e1', '09:00', 'db-AbCdEf');
    expect(gateOf({ 'rotation-failed': { mode: 'off' } })(failed)).toEqual([]);
    expect(gateOf({ 'rotation-failed': { mode: 'shadow' } })(failed)).toEqual(['rotation-failed']);
  });

  it('stays open for role chaining: what follows is known by it alone', () => {
    const by = roleSession(breakGlassRole, 'alice');
    const chained = assumeRole('e1', '09:00', { role: `arn:aws:iam::${home}:role/app`, by });
    expect(gateOf({ 'break-glass-chained': { mode: 'off' } })(chained)).toEqual(['break-glass-chained']);
  });

  it('knows each detection once, however many of its patterns match', () => {
    const patterns = () => [
      { detail: { eventName: ['ListSecrets'] } },
      { detail: { awsRegion: ['eu-central-1'] } },
    ];
    const gate = createGate(configOf(), [
      madeUp('twice', { patterns }),
      madeUp('never', { patterns: () => [] }),
    ]);
    expect(gate(record('e1', '09:00', { eventName: 'ListSecrets' }))).toEqual(['twice']);
  });
});
