/** Steps of one resource that need nothing of each other. */
import type { KindContext } from '../../engine/resource.ts';

type Step = (context: KindContext) => Promise<void>;

/**
 * Takes all steps at once and ends when none is under way any more. When one fails, the others' waits end and the calls that
 * they have sent are left to finish, so that nothing is written after the failure is told. Throws what failed first.
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
