/** Which document a command of `apikit openapi` is about. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LOCAL_STAGE, type StageConfig } from '../config/config.ts';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';

/** The stage that `--stage` names, else the one that every project has: most have one contract for all. */
export async function contractStage(context: Context): Promise<StageConfig> {
  const { stage = context.io.env.APIKIT_STAGE } = context.flags;
  return (await context.project()).stage(typeof stage === 'string' && stage !== '' ? stage : LOCAL_STAGE);
}

/**
 * Absolute: the file that was named, else the project's contract. What lies at an address is not fetched: a build must
 * not depend on what somebody else serves today.
 */
export async function documentFile(given: string | undefined, context: Context): Promise<string> {
  if (given !== undefined && /^[a-z][a-z0-9+.-]+:\/\//i.test(given))
    throw usageError(`${given} is an address; apikit reads files only.`, `Fetch it first: curl -fsSLO ${given}`);
  const file = given === undefined ? (await contractStage(context)).contract : resolve(context.io.cwd, given);
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile()) return file;
  throw usageError(
    found ? `${file} is a folder.` : `There is no file ${file}.`,
    given === undefined
      ? 'Write the contract there, or correct contract: in apikit.yaml.'
      : 'Name an OpenAPI document.',
  );
}
