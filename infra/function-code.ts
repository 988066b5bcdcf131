import { existsSync } from 'node:fs';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** A folder handlers/<name> with an entry file; the alert handler is deployed twice. */
export type HandlerName = 'alert' | 'deadline' | 'report' | 'checkup';

/** The code of every handler. */
export type FunctionCode = Readonly<Record<HandlerName, lambda.Code>>;

/**
 * The code in the folders that bundling wrote, by handler.
 * @throws Error that names a handler without bundle.
 */
export function codeOf(folders: Readonly<Record<string, string>>): FunctionCode {
  const code = (name: HandlerName): lambda.Code => {
    const folder = folders[name];
    if (folder === undefined || !existsSync(folder))
      throw new Error(`no bundle of handlers/${name}: expected handlers/${name}/entry.ts`);
    return lambda.Code.fromAsset(folder);
  };
  return {
    alert: code('alert'),
    deadline: code('deadline'),
    report: code('report'),
    checkup: code('checkup'),
  };
}
