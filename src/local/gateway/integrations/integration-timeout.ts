/** A timeout for an integration. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { CloudClock } from '../../cloud/cloud.ts';

/**
 * Resolves to the result of `work`, its `AwsError` included, or rejects with `late()` after `milliseconds`. The work
 * itself continues, as a function does after API Gateway has given up.
 */
export function withTimeout<T>(
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
