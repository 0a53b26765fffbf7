/** Steps of one resource that do not depend on each other. */
import type { KindContext } from '../../engine/resource.ts';

type Step = (context: KindContext) => Promise<void>;

/**
 * Runs all steps at once and ends when all have ended. If one fails, the waits of the others end and their calls in
 * flight are completed, so that nothing is written after the failure is reported. Throws the first failure.
 */
export async function inParallel(context: KindContext, steps: readonly Step[]): Promise<void> {
  const others = new AbortController();
  const signal = AbortSignal.any([context.signal, others.signal]);
  let failure: { readonly error: unknown } | undefined;
  await Promise.all(
    steps.map((step) =>
      step({ ...context, signal }).catch((error: unknown) => {
        failure ??= { error };
        others.abort(error);
      }),
    ),
  );
  if (failure) throw failure.error;
}
