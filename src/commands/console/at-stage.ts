/** Works with a stage as `apikit.yaml` has it now: it can change while the console runs. */
import { type Context, createContext, type Target } from '../../context.ts';
import type { CommonFlags } from '../../flags/common-flags.ts';
import type { Host } from '../parts/document-of.ts';

export async function atStage<T>(
  common: CommonFlags,
  { io, run }: Host,
  work: (target: Target, context: Context) => Promise<T>,
): Promise<T> {
  const context = createContext(io, { ...common, json: true }, {}, run);
  try {
    return await work(await context.target(), context);
  } finally {
    context.close();
  }
}
