/** A bound on how long an integration may take. */
import { AwsError } from '../../aws-error.ts';
import type { CloudClock } from '../../cloud.ts';

/**
 * Resolves with what `work` gives, its `AwsError` included, or rejects with `late()` after `milliseconds`. The work
 * itself goes on, as a function does after API Gateway has given up on it.
 */
export function within<T>(
  clock: CloudClock,
  milliseconds: number,
  work: Promise<T>,
  late: () => Error,
): Promise<T | AwsError> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(milliseconds, () => reject(late()));
    work.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error: unknown) => {
        cancel();
        if (error instanceof AwsError) resolve(error);
        else reject(error);
      },
    );
  });
}
