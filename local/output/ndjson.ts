import type { Alert } from '../../handlers/alert/alert.ts';
import { bareTitle, type BareAlert } from '../../handlers/alert/alert.ts';
import { harmlessJson } from '../../handlers/alert/render/harmless.ts';

/** The line of an alerted or shadowed event (design, "Fixed points"). `count` stands where repeats are grouped. */
export function alertLine(alert: Alert): string {
  const { mode, detection, also, severity, title, eventID, eventTime, account, region, actor, target } =
    alert;
  const { count, what, who, announced, signs, noise, next, command, due, links, eventSource, eventName } =
    alert;
  return harmlessJson({
    version: alert.version,
    mode,
    detection,
    also,
    severity,
    title,
    eventID,
    eventTime,
    account,
    region,
    actor,
    target,
    ...(count === null ? {} : { count }),
    eventSource,
    eventName,
    what,
    who,
    announced,
    signs,
    noise,
    next,
    command,
    due,
    links,
  });
}

/** The line of an event that matched and could not be worded: an alert like any other, with `bare` set. */
export function bareLine({
  version,
  gate,
  severity,
  eventID,
  eventTime,
  account,
  reason,
}: BareAlert): string {
  const [detection, ...also] = gate;
  return harmlessJson({
    version,
    mode: 'alert',
    bare: true,
    detection,
    also,
    severity,
    title: bareTitle,
    eventID,
    eventTime,
    account,
    region: null,
    actor: null,
    target: null,
    reason,
  });
}
