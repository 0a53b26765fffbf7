/**
 * SQS's errors. Clients of the older Query protocol know them by another name, which SQS sends in a header
 * (recorded: LocalStack, tests/aws/services/sqs).
 */
import { AwsError } from '../../cloud/aws-error.ts';

const named = (code: string, queryCode: string, message: string): AwsError =>
  new AwsError(code, message, { headers: { 'x-amzn-query-error': `${queryCode};Sender` } });

export const missingParameter = (name: string): AwsError =>
  named('MissingRequiredParameterException', 'MissingParameter', `The request must contain the parameter ${name}.`);

export const invalidParameter = (message: string): AwsError =>
  named('InvalidParameterValueException', 'InvalidParameterValue', message);

export const invalidValue = (name: string, value: string | number, reason: string): AwsError =>
  invalidParameter(`Value ${value} for parameter ${name} is invalid. Reason: ${reason}`);

export const invalidAttributeName = (message: string): AwsError =>
  named('InvalidAttributeName', 'InvalidAttributeName', message);

export const invalidAttribute = (name: string, reason = ''): AwsError =>
  named(
    'InvalidAttributeValue',
    'InvalidAttributeValue',
    `Invalid value for the parameter ${name}.${reason && ` Reason: ${reason}`}`,
  );

export const noQueue = (): AwsError =>
  named('QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');

export const queueExists = (attribute: string): AwsError =>
  named(
    'QueueNameExists',
    'QueueAlreadyExists',
    `A queue already exists with the same name and a different value for attribute ${attribute}`,
  );

export const deletedRecently = (): AwsError =>
  named(
    'QueueDeletedRecently',
    'AWS.SimpleQueueService.QueueDeletedRecently',
    'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
  );

export const invalidHandle = (handle: string): AwsError =>
  named(
    'ReceiptHandleIsInvalid',
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );

export const notInFlight = (): AwsError =>
  named('MessageNotInflight', 'AWS.SimpleQueueService.MessageNotInflight', 'The message referred to is not in flight.');

export const purgeInProgress = (queue: string): AwsError =>
  named(
    'PurgeQueueInProgress',
    'AWS.SimpleQueueService.PurgeQueueInProgress',
    `Only one PurgeQueue operation on ${queue} is allowed every 60 seconds.`,
  );

export const badBatch = (code: string, message: string): AwsError =>
  named(code, `AWS.SimpleQueueService.${code}`, message);
