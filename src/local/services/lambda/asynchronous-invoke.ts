/** Event invocations: accepted at once, run later, tried twice more as AWS does (after one minute, then two). */
import type { Cloud, InvokeRequest } from '../../cloud.ts';

const RETRY_AFTER_MS = [60_000, 120_000];

/** Never throws: the caller has its answer already. What went wrong is in the function's log and metrics. */
export function invokeAsynchronously(cloud: Cloud, request: InvokeRequest, attempt = 0): void {
  const retry = () => {
    const delay = RETRY_AFTER_MS[attempt];
    if (delay !== undefined) cloud.clock.after(delay, () => invokeAsynchronously(cloud, request, attempt + 1));
  };
  cloud.functions.invoke(request).then((result) => {
    if (result.functionError !== undefined) retry();
  }, retry);
}
