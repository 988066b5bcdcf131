import { errorNameAndPlace } from '../deployed/error-frames.ts';
import type { Check, CheckContext } from './check.ts';
import { cannotTell, Unseen, type Finding, type Verdict } from './finding.ts';

/** Checks asked at once: a person waits for the doctor, and AWS's own limits are low. */
const atOnce = 6;

/**
 * Asks every check, where it is to be asked, and answers what each found, in the order of the checks and Regions. Nothing
 * is thrown: what could not be looked at is `cannot-tell`. `onDone` is told after each.
 */
export async function checkup(
  checks: readonly Check[],
  regions: readonly string[],
  context: CheckContext,
  onDone: (done: number, of: number) => void = () => undefined,
): Promise<Finding[]> {
  const questions = questionsOf(checks, regions, context);
  const answers: Finding[][] = questions.map(() => []);
  let next = 0;
  let done = 0;
  const ask = async () => {
    for (let at = next++; at < questions.length; at = next++) {
      const question = questions[at];
      if (question === undefined) return;
      answers[at] = await findingsOf(question, context);
      onDone(++done, questions.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  return answers.flat();
}

/** What every check says where nothing can be looked at: without credentials, in another account. */
export function nothingSeen(
  checks: readonly Check[],
  regions: readonly string[],
  context: Pick<CheckContext, 'deployment'>,
  reason: Unseen,
): Finding[] {
  return questionsOf(checks, regions, context).map(({ check, region }) =>
    finding(check, region, cannotTell(reason.message, reason.todo)),
  );
}

interface Question {
  readonly check: Check;
  readonly region: string;
}

function questionsOf(
  checks: readonly Check[],
  regions: readonly string[],
  { deployment }: Pick<CheckContext, 'deployment'>,
): Question[] {
  return checks.flatMap((check) => {
    if (check.where === 'watched') return regions.map((region) => ({ check, region }));
    return regions.includes(deployment.names.homeRegion)
      ? [{ check, region: deployment.names.homeRegion }]
      : [];
  });
}

async function findingsOf({ check, region }: Question, context: CheckContext): Promise<Finding[]> {
  try {
    const verdicts = await check.look(region, context);
    return verdicts.map((verdict) => finding(check, region, verdict));
  } catch (error) {
    return [finding(check, region, verdictOf(error))];
  }
}

function verdictOf(error: unknown): Verdict {
  if (error instanceof Unseen) return cannotTell(error.message, error.todo);
  return cannotTell(
    `the look failed: ${errorNameAndPlace(error)}`,
    'Run it again; if it fails again, tell the maintainers.',
  );
}

function finding(check: Check, region: string, verdict: Verdict): Finding {
  return { check: check.id, region, ...verdict };
}
