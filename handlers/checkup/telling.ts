import type { PlainMessage } from '../alert/render/plain.ts';
import type { Finding } from './finding.ts';

/** Characters of findings in one message: channels cut what is longer (handlers/alert/render/plain.ts). */
const longest = 1_100;

/**
 * What a checkup has to tell people: findings that are not ok, worst first, in as many messages as they need; none when all
 * is well. Something wrong is critical: whoever would silence the watching begins with it.
 */
export function checkupMessages(findings: readonly Finding[], account: string): PlainMessage[] {
  const told = [
    ...findings.filter(({ state }) => state === 'wrong'),
    ...findings.filter(({ state }) => state === 'cannot-tell'),
  ];
  const wrong = told.filter(({ state }) => state === 'wrong').length;
  const unseen = told.length - wrong;
  const counts = [
    ...(wrong > 0 ? [`${wrong} wrong`] : []),
    ...(unseen > 0 ? [`${unseen} could not be looked at`] : []),
  ];
  return inParts(told.map(lineOf)).map((lines, index, all) => ({
    type: 'checkup',
    severity: wrong > 0 ? 'critical' : 'high',
    title: `Glasswatch checked itself: ${counts.join(', ')}${all.length > 1 ? ` (${index + 1} of ${all.length})` : ''}`,
    text: lines,
    command: 'npx glasswatch doctor',
    detection: null,
    account,
  }));
}

function lineOf({ check, region, state, says, todo }: Finding): string {
  const place = region === null ? check : `${check}, ${region}`;
  const unsure = state === 'cannot-tell' ? 'cannot tell: ' : '';
  return `• ${place}: ${unsure}${says}.${todo === null ? '' : ` ${todo}`}`;
}

function inParts(lines: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last !== undefined && [...last, line].join('\n').length <= longest) last.push(line);
    else parts.push([line]);
  }
  return parts;
}
