// Loaded into a function before its code: the present is so many ms ahead of the machine's as TEST_CLOCK_FILE says.
import { readFileSync } from 'node:fs';

const MachineDate = Date;

function now() {
  return MachineDate.now() + Number(readFileSync(process.env.TEST_CLOCK_FILE ?? '', 'utf8'));
}

globalThis.Date = new Proxy(MachineDate, {
  construct: (target, values, created) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, created),
  apply: () => new MachineDate(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});
