/**
 * Tells a queue about the records of a stream that Lambda gave up: their place in the stream, not the records
 * themselves (Lambda Developer Guide, "Retain discarded records for a DynamoDB event source").
 */
import { roleAllows } from '../../../authorization/service-role.ts';
import type { Cloud, InvokeResult, Scope } from '../../../cloud/cloud.ts';
import { getVersion } from '../../../state/functions/lookup.ts';
import { functionArn, lambdaState } from '../../../state/functions/model.ts';
import { queueOfArn, queuesOf } from '../../../state/queues/model.ts';
import { send } from '../../../state/queues/send.ts';
import { SHARD_ID } from '../../dynamodbstreams/shard.ts';
import type { EventSource } from './model.ts';

interface Reason {
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  /** The number of calls with these records, which Lambda calls approximate. */
  readonly calls: number;
  /** Absent if the function did not run. */
  readonly result?: InvokeResult | undefined;
}

/** Returns why the function's role cannot send to the destination, in Lambda's words, or why the queue does not fit. */
export function destinationRefusal(cloud: Cloud, scope: Scope, source: EventSource): string | undefined {
  const { onFailure, functionName, qualifier } = source;
  if (onFailure === undefined) return undefined;
  if (onFailure.endsWith('.fifo')) return 'Unsupported destination: a FIFO queue.';
  const { settings } = getVersion(lambdaState(cloud, scope), scope, functionName, qualifier);
  const sending = { action: 'sqs:SendMessage', resource: onFailure };
  return roleAllows(cloud, settings.role, functionName, sending)
    ? undefined
    : 'The provided execution role does not have permissions to call SendMessage on SQS';
}

/** Without a destination, a queue or the permission to send to it, nobody learns of the records, as on AWS. */
export function reportSkipped(
  cloud: Cloud,
  scope: Scope,
  source: EventSource,
  records: readonly { readonly sequence: string; readonly at: number }[],
  { condition, calls, result }: Reason,
): void {
  if (source.onFailure === undefined || destinationRefusal(cloud, scope, source)) return;
  const queue = queuesOf(cloud, scope).get(queueOfArn(source.onFailure, scope) ?? '');
  if (!queue) return;
  const [first, last] = [records[0]!, records.at(-1)!];
  const message = {
    requestContext: {
      requestId: result?.requestId ?? cloud.ids.uuid(),
      functionArn: functionArn(scope, source.functionName, source.qualifier),
      condition,
      approximateInvokeCount: calls,
    },
    ...(result && {
      responseContext: {
        statusCode: 200,
        executedVersion: result.executedVersion,
        functionError: result.functionError ?? null,
      },
    }),
    version: '1.0',
    timestamp: new Date(cloud.clock.now()).toISOString(),
    DDBStreamBatchInfo: {
      shardId: SHARD_ID,
      startSequenceNumber: first.sequence,
      endSequenceNumber: last.sequence,
      approximateArrivalOfFirstRecord: inSeconds(first.at),
      approximateArrivalOfLastRecord: inSeconds(last.at),
      batchSize: records.length,
      streamArn: source.sourceArn,
    },
  };
  send(cloud, scope, queue, { body: JSON.stringify(message), attributes: {}, sender: source.functionName });
}

/** `2019-11-14T00:13:19Z`, as Lambda writes these times. */
const inSeconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
