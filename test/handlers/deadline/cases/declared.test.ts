import { describe, expect, it } from 'vitest';
import { assumeRole, at, breakGlassRole, home, iamUser, record, roleSession } from '../../alert/events.ts';
import { incident, verdict, verdicts } from '../desk.ts';
import { alice, opened, payroll, readAt0910, readBy } from '../records.ts';

const dave = iamUser('dave');
const declared = (from: string, to: string, principal = String(dave.arn)) => ({
  principal,
  from: at(from),
  to: at(to),
  reason: 'key on a public page',
});
const work = (time: string) =>
  record(`work ${time}`, time, {
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    userIdentity: dave,
  });

describe('whoever declares an incident cannot hide a read that another declaration covers', () => {
  const long = declared('09:00', '12:00');
  const reads = [
    readBy(dave, '09:30', payroll),
    readBy(dave, '10:20', payroll),
    readBy(dave, '11:10', payroll),
  ];

  it.each([
    ['a narrow one before it', [declared('09:00', '09:40'), long]],
    ['a narrow one behind it', [long, declared('09:00', '09:40')]],
    ['one that ends as it begins to matter', [declared('08:00', '09:31'), long]],
    ['itself, twice', [long, long]],
  ])('with %s', (_, declaredIncidents) => {
    expect(verdict(reads, { config: { declaredIncidents } })).toMatchObject({
      reads: 3,
      firstRead: at('09:30'),
      lastRead: at('11:10'),
    });
  });

  it('with one for the earlier hours of the same session', () => {
    const role = `arn:aws:iam::${home}:role/ci`;
    const ci = roleSession(role, 'build-7', '09:00');
    const declaredIncidents = [declared('09:00', '09:20', role), declared('09:50', '10:00', role)];
    const records = [
      assumeRole('opened', '09:00', { role, as: 'build-7' }),
      ...['09:10', '09:30', '09:55'].map((time) => readBy(ci, time, payroll)),
    ];
    expect(verdict(records, { config: { declaredIncidents } })).toMatchObject({
      reads: 2,
      firstRead: at('09:10'),
      lastRead: at('09:55'),
    });
  });

  it('with one about the break-glass role that was opened: an emergency counts whole, and under its own id', () => {
    const emergency = verdict([opened, readAt0910, readBy(alice, '09:50', payroll)]);
    const declaredIncidents = [declared('09:00', '09:05', breakGlassRole)];
    const both = verdict([opened, readAt0910, readBy(alice, '09:50', payroll)], {
      config: { declaredIncidents },
    });
    expect(both).toEqual(emergency);
    expect(both.reads).toBe(2);
  });
});

describe('a declared incident of a key that is always busy', () => {
  const config = { declaredIncidents: [declared('09:00', '10:00')] };
  const busy = ['06:00', '06:50', '07:40', '08:30', '09:20'].map(work);
  const theft = readBy(dave, '09:30', payroll);

  it('has the same ids, however much is known of what the key did before', () => {
    const ids = busy.map((_, from) => {
      const found = incident([...busy.slice(from), theft], { config });
      return `${found.incident} ${String(found.exposures[0]?.exposure)}`;
    });
    // The last alone knows nothing from before: there its first event is the first there is.
    expect(new Set(ids.slice(0, -1)).size).toBe(1);
  });

  it('holds what was read in it to the clock', () => {
    expect(verdict([...busy, theft], { config })).toMatchObject({
      deadline: at('13:30'),
      state: 'overdue',
    });
  });

  it('is none where its principal is another of the same name', () => {
    const namesake = iamUser('dave', '444455556666');
    expect(verdicts([readBy(namesake, '09:30', payroll)], { config })).toEqual([]);
  });
});
