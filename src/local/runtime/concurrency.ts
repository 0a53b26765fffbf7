/** Counts calls under way against Lambda's concurrency: a function's reserved one, or what the account has left. */
import { AwsError } from '../aws-error.ts';
import type { Scope } from '../cloud.ts';
import { MIN_UNRESERVED, unreservedConcurrency } from '../services/lambda/account-limits.ts';
import type { LambdaFunction, LambdaState } from '../services/lambda/model.ts';

export interface Admission {
  /** Calls of this function that are under way, this one included. */
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
      // At least this much is never reserved: below it there is nothing to add up.
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

/** See docs/aws/lambda.md. */
const throttled = (reason: string): AwsError =>
  new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    members: { Reason: reason, Type: 'User' },
  });
