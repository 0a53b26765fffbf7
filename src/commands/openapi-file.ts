/** Which document a command of `apikit openapi` is about. */
import { resolve } from 'node:path';
import { LOCAL_STAGE, type StageConfig } from '../config/config.ts';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';

/** The stage that `--stage` names, else the one that every project has: most have one contract for all. */
export async function contractStage(context: Context): Promise<StageConfig> {
  const { stage = context.io.env.APIKIT_STAGE } = context.flags;
  return (await context.project()).stage(typeof stage === 'string' && stage !== '' ? stage : LOCAL_STAGE);
}

/** Absolute. What lies at an address is not fetched: a build must not depend on what somebody else serves today. */
export function documentFile(given: string, { io }: Context): string {
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(given)) return resolve(io.cwd, given);
  throw usageError(`${given} is an address; apikit reads files only.`, `Fetch it first: curl -fsSLO ${given}`);
}
