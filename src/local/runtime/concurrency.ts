/**
 * Limits the number of concurrent calls by Lambda's concurrency: the function's reserved concurrency, or the unreserved
 * rest of the account.
 */
import { AwsError } from '../cloud/aws-error.ts';
import type { Scope } from '../cloud/cloud.ts';
import { MIN_UNRESERVED, unreservedConcurrency } from '../state/functions/account-limits.ts';
import type { LambdaFunction, LambdaState } from '../state/functions/model.ts';

export interface Admission {
  /** The number of current calls of this function, this one included. */
  readonly concurrent: number;
  leave(): void;
}

export interface ConcurrencyGate {
  /** Throws TooManyRequestsException. */
  enter(scope: Scope, fn: LambdaFunction, state: LambdaState): Admission;
}

export function createConcurrencyGate(): ConcurrencyGate {
  const counts = new Map<string, number>();
  const change = (key: string, by: number): number => {
    const count = (counts.get(key) ?? 0) + by;
    if (count === 0) counts.delete(key);
    else counts.set(key, count);
    return count;
  };
  return {
    enter(scope, fn, state) {
      const shared = `${scope.account}/${scope.region}`;
      const own = `${shared}/${fn.name}`;
      const reserved = fn.reservedConcurrency;
      if (reserved !== undefined && (counts.get(own) ?? 0) >= reserved) {
        throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded');
      }
      const unreserved = counts.get(shared) ?? 0;
      // This much is never reserved, so a smaller number of calls needs no sum.
      if (reserved === undefined && unreserved >= MIN_UNRESERVED && unreserved >= unreservedConcurrency(state)) {
        throw throttled('ConcurrentInvocationLimitExceeded');
      }
      const concurrent = change(own, 1);
      if (reserved === undefined) change(shared, 1);
      return {
        concurrent,
        leave() {
          change(own, -1);
          if (reserved === undefined) change(shared, -1);
        },
      };
    },
  };
}

/** The texts are in docs/aws/lambda.md. */
const throttled = (reason: string): AwsError =>
  new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    members: { Reason: reason, Type: 'User' },
  });
