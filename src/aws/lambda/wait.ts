/**
 * Lambda changes functions in the background: it refuses a change while another one is in progress, and refuses a new
 * role until the role has propagated (docs/aws/lambda.md). This file waits for that.
 */
import { type FunctionConfiguration, GetFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Clock } from '../../clock.ts';
import type { KindContext } from '../../engine/resource.ts';
import { ApikitError } from '../../errors.ts';
import { errorMessage, isAwsError } from '../sdk/errors/sdk-error.ts';
import { retry, waitUntil } from '../sdk/retry.ts';

export interface LambdaWork {
  client: LambdaClient;
  clock: Clock;
  context: KindContext;
}

/** Milliseconds. A creation or an update takes seconds. Lambda's own waiters stop after five minutes. */
const SETTLING_PATIENCE = 300_000;
/** Milliseconds. A version with SnapStart is ready when its snapshot is, which takes minutes. */
const VERSION_PATIENCE = 900_000;
/** Milliseconds. A role takes 5–15 s, and at worst more than a minute (docs/aws/iam.md). */
const PROPAGATION_PATIENCE = 180_000;

const SEE_FUNCTION =
  'Look at the function in the Lambda console, then run the same command again: it continues where it stopped.';

/** Whether the function can now be changed, published and invoked. */
export function isReady({ State, LastUpdateStatus }: FunctionConfiguration): boolean {
  return isSettled({ State, LastUpdateStatus }) && State !== 'Failed' && LastUpdateStatus !== 'Failed';
}

function isSettled({ State, LastUpdateStatus }: FunctionConfiguration): boolean {
  return State !== 'Pending' && LastUpdateStatus !== 'InProgress';
}

/**
 * Waits until the function, or one published version, can be changed, published and invoked. Makes no call if `latest`,
 * the response to the change, already says so. Polls GetFunction, which has its own rate of a hundred calls for each
 * second.
 */
export async function waitUntilSettled(
  work: LambdaWork,
  name: string,
  latest: FunctionConfiguration,
  qualifier?: string,
): Promise<FunctionConfiguration> {
  if (isSettled(latest)) return notFailed(name, latest);
  const { client, clock, context } = work;
  context.note(qualifier ? `waiting for version ${qualifier} to be ready` : 'waiting for the function to be ready');
  const patience = {
    what: `wait for Lambda to finish with function "${name}"`,
    within: qualifier === undefined ? SETTLING_PATIENCE : VERSION_PATIENCE,
    firstDelay: 100,
    longestDelay: 200,
    hint: SEE_FUNCTION,
    clock,
    signal: context.signal,
  };
  const settled = await waitUntil(patience, async () => {
    const { Configuration } = await client.send(
      new GetFunctionCommand({ FunctionName: name, ...(qualifier && { Qualifier: qualifier }) }),
    );
    return Configuration && isSettled(Configuration) ? Configuration : undefined;
  });
  return notFailed(name, settled);
}

/** Throws `FunctionFailed` with Lambda's reason. */
export function notFailed(name: string, configuration: FunctionConfiguration): FunctionConfiguration {
  const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = configuration;
  if (State === 'Failed') throw failed(name, StateReason);
  if (LastUpdateStatus === 'Failed') throw failed(name, LastUpdateStatusReason);
  return configuration;
}

function failed(name: string, reason = 'Lambda gave no reason.'): ApikitError {
  return new ApikitError('FunctionFailed', `Lambda could not set up function "${name}": ${reason}`, {
    hint: SEE_FUNCTION,
  });
}

/** Sends one change, and retries while Lambda says that the role or an earlier change is not ready. */
export async function retryWhileBusy<T>(
  { clock, context }: LambdaWork,
  what: string,
  send: () => Promise<T>,
): Promise<T> {
  return await retry(
    {
      what,
      within: PROPAGATION_PATIENCE,
      longestDelay: 1_000,
      hint: SEE_FUNCTION,
      clock,
      signal: context.signal,
      retryable: (error) => isRolePropagation(error) || isUpdateInProgress(error),
      onRetry: (tries, error) => {
        if (tries > 1) return;
        context.note(isRolePropagation(error) ? 'waiting for the role to be usable' : 'waiting for an earlier change');
      },
    },
    send,
  );
}

/** IAM has created the role, but Lambda or its key service does not see it yet. */
function isRolePropagation(error: unknown): boolean {
  return (
    isAwsError(error, 'InvalidParameterValueException', 'InvalidArnException', 'KMSAccessDeniedException') &&
    /cannot be assumed by Lambda|execution role does not have permissions|does not refer to a valid principal|KMS key is invalid for CreateGrant/i.test(
      errorMessage(error),
    )
  );
}

function isUpdateInProgress(error: unknown): boolean {
  return (
    isAwsError(error, 'ResourceConflictException') &&
    /update is in progress|currently in the following state|concurrent update/i.test(errorMessage(error))
  );
}
