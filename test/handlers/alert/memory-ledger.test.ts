import { describe, expect, it } from 'vitest';

import { MemoryLedger } from '../../../handlers/alert/memory-ledger.ts';
import type { GroupMember } from '../../../handlers/alert/ports.ts';

const hour = 3_600_000;

function member(eventID: string, more: Partial<GroupMember> = {}): GroupMember {
  return {
    eventID,
    detection: 'rotation-failed',
    severity: 'high',
    kind: 'db',
    title: `Rotation failed: ${eventID}`,
    at: 0,
    window: hour,
    lastWord: true,
    openKinds: 20,
    ...more,
  };
}

describe('a claim', () => {
  it('is new once, then held until its lease runs out, then expired and held anew', async () => {
    const ledger = new MemoryLedger();
    expect(await ledger.claim('e1', 1_000, 500)).toBe('new');
    expect(await ledger.claim('e1', 1_000, 500)).toBe('held');
    expect(await ledger.claim('e1', 1_499, 500)).toBe('held');
    expect(await ledger.claim('e1', 1_500, 500)).toBe('expired');
    expect(await ledger.claim('e1', 1_999, 500)).toBe('held');
    expect(await ledger.claim('e1', 2_000, 500)).toBe('expired');
  });

  it('is delivered for good once it is recorded', async () => {
    const ledger = new MemoryLedger();
    await ledger.claim('e1', 0, 500);
    await ledger.record('e1', 'alerted');
    expect(await ledger.claim('e1', 1, 500)).toBe('delivered');
    expect(await ledger.claim('e1', 1e15, 500)).toBe('delivered');
  });

  it('is one event alone', async () => {
    const ledger = new MemoryLedger();
    await ledger.claim('e1', 0, 500);
    await ledger.record('e1', 'alerted');
    expect(await ledger.claim('e2', 0, 500)).toBe('new');
  });
});

describe('what is kept', () => {
  it('is what was kept first', async () => {
    const ledger = new MemoryLedger();
    expect(await ledger.find('key')).toBeNull();
    expect(await ledger.keep('key', 'one')).toBe('one');
    expect(await ledger.keep('key', 'two')).toBe('one');
    expect(await ledger.find('key')).toBe('one');
    expect(await ledger.find('other')).toBeNull();
  });

  it('may be empty text', async () => {
    const ledger = new MemoryLedger();
    expect(await ledger.keep('key', '')).toBe('');
    expect(await ledger.keep('key', 'two')).toBe('');
  });
});

describe('what was seen', () => {
  const members = async (ledger: MemoryLedger, name: string, at: number, window: number) =>
    (await ledger.see('key', name, at, window)).map(({ member }) => member).join(' ');

  it('is answered with itself, in order of time and then of member, whatever the order of arrival', async () => {
    const ledger = new MemoryLedger();
    expect(await members(ledger, 'd', 30, 100)).toBe('d');
    expect(await members(ledger, 'b', 20, 100)).toBe('b');
    expect(await members(ledger, 'a', 20, 100)).toBe('a b');
    expect(await members(ledger, 'c', 10, 100)).toBe('c');
    expect(await members(ledger, 'e', 40, 100)).toBe('c a b d e');
  });

  it('is answered as far back as the window reaches, its beginning left out', async () => {
    const ledger = new MemoryLedger();
    await ledger.see('key', 'a', 0, 100);
    await ledger.see('key', 'b', 1, 100);
    expect(await members(ledger, 'c', 100, 100)).toBe('b c');
  });

  it('is answered the same when it is seen again, late as it may be', async () => {
    const ledger = new MemoryLedger();
    await ledger.see('key', 'a', 0, 100);
    expect(await members(ledger, 'b', 50, 100)).toBe('a b');
    expect(await members(ledger, 'c', 5_000, 100)).toBe('c');
    expect(await members(ledger, 'b', 50, 100)).toBe('a b');
  });

  it('is seen twice when it comes at two times', async () => {
    const ledger = new MemoryLedger();
    await ledger.see('key', 'a', 0, 100);
    expect(await members(ledger, 'a', 50, 100)).toBe('a a');
  });

  it('is seen under its key alone', async () => {
    const ledger = new MemoryLedger();
    await ledger.see('other', 'a', 0, 100);
    expect(await members(ledger, 'b', 0, 100)).toBe('b');
  });
});

describe('a group', () => {
  it('counts its members within its window', async () => {
    const ledger = new MemoryLedger();
    expect(await ledger.join(member('e1', { at: 0 }))).toEqual({ count: 1, folded: false });
    expect(await ledger.join(member('e2', { at: hour - 1 }))).toEqual({ count: 2, folded: false });
    expect(await ledger.join(member('e3', { at: hour }))).toEqual({ count: 1, folded: false });
  });

  it('answers an event that joins again what it answered first, until the event is recorded', async () => {
    const ledger = new MemoryLedger();
    await ledger.join(member('e1'));
    await ledger.join(member('e2'));
    expect(await ledger.join(member('e1'))).toEqual({ count: 1, folded: false });
    expect(await ledger.join(member('e2'))).toEqual({ count: 2, folded: false });
    expect(await ledger.join(member('e3'))).toEqual({ count: 3, folded: false });
    await ledger.close(2 * hour);
    expect(await ledger.join(member('e2'))).toEqual({ count: 2, folded: false });
    await ledger.record('e2', 'alerted');
    expect(await ledger.join(member('e2'))).toEqual({ count: 1, folded: false });
  });

  it('is of one kind, one detection and one severity', async () => {
    const ledger = new MemoryLedger();
    await ledger.join(member('e1'));
    expect(await ledger.join(member('e2', { kind: 'mail' }))).toMatchObject({ count: 1 });
    expect(await ledger.join(member('e3', { detection: 'decoy-read' }))).toMatchObject({ count: 1 });
    expect(await ledger.join(member('e4', { severity: 'critical' }))).toMatchObject({ count: 1 });
    expect(await ledger.join(member('e5'))).toMatchObject({ count: 2 });
  });

  it('is folded with others where too many kinds are open, and may be told by any name', async () => {
    const ledger = new MemoryLedger();
    const two = { openKinds: 2 };
    await ledger.join(member('e1', { ...two, kind: 'a' }));
    await ledger.join(member('e2', { ...two, kind: 'folded' }));
    expect(await ledger.join(member('e3', { ...two, kind: 'c' }))).toEqual({ count: 1, folded: true });
    expect(await ledger.join(member('e4', { ...two, kind: 'd' }))).toEqual({ count: 2, folded: true });
    expect(await ledger.join(member('e5', { ...two, kind: 'folded' }))).toEqual({ count: 2, folded: false });
    expect(await ledger.join(member('e6', { ...two, kind: 'a' }))).toEqual({ count: 2, folded: false });
  });

  it('of another detection or severity does not make kinds too many', async () => {
    const ledger = new MemoryLedger();
    await ledger.join(member('e1', { openKinds: 1 }));
    expect(await ledger.join(member('e2', { openKinds: 1, severity: 'critical' }))).toMatchObject({
      folded: false,
    });
    expect(await ledger.join(member('e3', { openKinds: 1, detection: 'x' }))).toMatchObject({
      folded: false,
    });
  });

  it('has its last word at the end of its window, where some were not told', async () => {
    const ledger = new MemoryLedger();
    for (const n of [1, 2, 3]) await ledger.join(member(`db${n}`, { kind: 'db', at: 1_000 * n }));
    for (const n of [1, 2]) await ledger.join(member(`mail${n}`, { kind: 'mail', at: n }));
    await ledger.join(member('alone', { kind: 'alone' }));
    expect(await ledger.close(hour)).toEqual([]);
    expect(await ledger.close(hour + 1_000)).toEqual([
      { detection: 'rotation-failed', title: 'Rotation failed: mail1', count: 2, from: 1, to: hour + 1 },
      {
        detection: 'rotation-failed',
        title: 'Rotation failed: db1',
        count: 3,
        from: 1_000,
        to: hour + 1_000,
      },
    ]);
    expect(await ledger.close(Infinity)).toEqual([]);
  });

  it('has none where its detection tells every one', async () => {
    const ledger = new MemoryLedger();
    await ledger.join(member('e1', { lastWord: false }));
    await ledger.join(member('e2', { lastWord: false }));
    expect(await ledger.close(Infinity)).toEqual([]);
  });

  it('is closed with all others at the end of a run', async () => {
    const ledger = new MemoryLedger();
    await ledger.join(member('e1'));
    await ledger.join(member('e2'));
    expect(await ledger.close(Infinity)).toMatchObject([{ count: 2, to: hour }]);
  });
});
