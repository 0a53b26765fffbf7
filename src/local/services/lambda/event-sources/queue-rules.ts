/** Lambda's rules for an event source mapping of a queue. */
import { roleAllows } from '../../../authorization/service-role.ts';
import type { Cloud, Scope } from '../../../cloud/cloud.ts';
import { invalidParameter } from '../../../state/functions/errors.ts';
import { getVersion } from '../../../state/functions/lookup.ts';
import { lambdaState } from '../../../state/functions/model.ts';
import { queueOfArn, queuesOf } from '../../../state/queues/model.ts';
import { setting } from '../../../state/queues/settings.ts';
import type { EventSource } from './model.ts';
import type { Settings } from './rules.ts';

/** The settings of streams. AWS documents none of the errors for them. */
const STREAMS_ONLY = [
  'StartingPosition',
  'BisectBatchOnFunctionError',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'DestinationConfig',
] as const;

/** Throws InvalidParameterValueException. The texts are recorded (LocalStack, test_lambda_integration_sqs.py). */
export function checkQueueSettings(cloud: Cloud, scope: Scope, arn: string, input: Settings): void {
  const name = queueOfArn(arn, scope);
  if (name === undefined || !queuesOf(cloud, scope).has(name)) {
    throw invalidParameter(
      'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
    );
  }
  if ((input.BatchSize ?? 0) > 10) {
    throw invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  const wrong = STREAMS_ONLY.find((each) => input[each] !== undefined);
  if (wrong !== undefined) throw invalidParameter(`${wrong} is not valid for the event source ${arn}.`);
}

const READING = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/**
 * Returns why the function cannot read the queue, in Lambda's words. Throws ResourceNotFoundException without a
 * function.
 */
export function queueRefusal(
  cloud: Cloud,
  scope: Scope,
  { functionName, qualifier, sourceArn }: Pick<EventSource, 'functionName' | 'qualifier' | 'sourceArn'>,
): string | undefined {
  const { settings } = getVersion(lambdaState(cloud, scope), scope, functionName, qualifier);
  const missing = READING.find(
    (name) => !roleAllows(cloud, settings.role, functionName, { action: `sqs:${name}`, resource: sourceArn }),
  );
  if (missing) return `The provided execution role does not have permissions to call ${missing} on SQS`;
  const queue = queuesOf(cloud, scope).get(queueOfArn(sourceArn, scope) ?? '');
  if (!queue) return 'The specified queue does not exist.';
  const visibility = setting(queue, 'VisibilityTimeout');
  if (visibility >= settings.timeout) return undefined;
  return `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${settings.timeout} seconds`;
}
