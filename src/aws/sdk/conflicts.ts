/**
 * The refusals that only say that something else is changing the same thing at this moment, for each service. The
 * clients send such a call again (`concurrent-modification.ts`), so that no kind has to. docs/aws/conflicts.md has the
 * sources, and the refusals that need more than the same call once more.
 */
import { errorMessage, isAwsError } from './errors/sdk-error.ts';

interface Refusal {
  readonly codes: readonly string[];
  /** The text that only this meaning of the code has. */
  readonly message?: RegExp;
  /** The operations with this meaning of the code. Default: all. */
  readonly operations?: readonly string[];
}

export interface Conflicts {
  readonly refusals: readonly Refusal[];
  /** Milliseconds after which no further try begins. */
  readonly within: number;
  /** Milliseconds. Default: that of `retry.ts`. */
  readonly longestDelay?: number;
  /** The advice when the time is over. Default: to wait for what else changes the resource. */
  readonly hint?: string;
}

/** Milliseconds, for about eight tries. */
const HALF_A_MINUTE = 30_000;

const API_GATEWAY: Conflicts = {
  refusals: [{ codes: ['ConflictException'], message: /concurrent modification/i }],
  within: HALF_A_MINUTE,
};

export const CONFLICTS = {
  apiGateway: API_GATEWAY,
  apiGatewayV2: API_GATEWAY,
  lambda: {
    refusals: [
      {
        codes: ['ResourceConflictException'],
        message: /update is in progress|currently in the following state|concurrent update/i,
        // The changes of functions have a wait of their own, which tells the user what it waits for (lambda/wait.ts).
        operations: [
          'CreateAlias',
          'UpdateAlias',
          'DeleteAlias',
          'CreateFunctionUrlConfig',
          'UpdateFunctionUrlConfig',
          'DeleteFunctionUrlConfig',
          'RemovePermission',
          'DeleteProvisionedConcurrencyConfig',
          'CreateEventSourceMapping',
          'UpdateEventSourceMapping',
          'DeleteEventSourceMapping',
          'TagResource',
          'UntagResource',
        ],
      },
    ],
    within: HALF_A_MINUTE,
  },
  iam: {
    refusals: [{ codes: ['ConcurrentModification', 'ConcurrentModificationException'] }],
    // "Wait a few minutes and submit your request again."
    within: 240_000,
    longestDelay: 15_000,
  },
  dynamodb: {
    refusals: [
      {
        codes: ['LimitExceededException'],
        // The same code is a full quota of tables.
        message: /simultaneous/i,
        operations: ['CreateTable', 'RestoreTableToPointInTime'],
      },
      { codes: ['LimitExceededException', 'ResourceInUseException'], operations: ['TagResource', 'UntagResource'] },
    ],
    within: 120_000,
  },
  logs: { refusals: [{ codes: ['OperationAbortedException'] }], within: HALF_A_MINUTE },
  cloudwatch: { refusals: [{ codes: ['ConcurrentModificationException'] }], within: HALF_A_MINUTE },
  sns: {
    refusals: [{ codes: ['ConcurrentAccess', 'ConcurrentAccessException', 'StaleTag', 'StaleTagException'] }],
    within: 60_000,
  },
  eventBridge: { refusals: [{ codes: ['ConcurrentModificationException'] }], within: HALF_A_MINUTE },
  autoScaling: { refusals: [{ codes: ['ConcurrentUpdateException'] }], within: 60_000 },
  cognito: { refusals: [{ codes: ['ConcurrentModificationException'] }], within: 60_000 },
  acm: { refusals: [{ codes: ['ConflictException'] }], within: 60_000 },
  route53: { refusals: [{ codes: ['PriorRequestNotComplete'] }], within: 60_000, longestDelay: 10_000 },
  // "You made too many calls in a short period of time. Try again later." In other services the code is a full quota.
  costExplorer: {
    refusals: [{ codes: ['LimitExceededException'] }],
    within: 60_000,
    longestDelay: 10_000,
    hint: 'Cost Explorer allows few calls at a time in an account. Run the same command again in a few minutes.',
  },
  s3: { refusals: [{ codes: ['OperationAborted'] }], within: 60_000 },
  waf: { refusals: [{ codes: ['WAFTagOperationException'] }], within: HALF_A_MINUTE },
} as const satisfies Record<string, Conflicts>;

/** Whether the same call succeeds when another change is done. */
export function isConflict({ refusals }: Conflicts, operation: string, error: unknown): boolean {
  return refusals.some(
    ({ codes, message, operations }) =>
      isAwsError(error, ...codes) &&
      (message?.test(errorMessage(error)) ?? true) &&
      (operations?.includes(operation) ?? true),
  );
}
