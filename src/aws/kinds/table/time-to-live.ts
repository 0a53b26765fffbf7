/** Reads and sets a table's time to live: the attribute after whose time DynamoDB deletes an item. */
import { DescribeTimeToLiveCommand, type DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { ApikitError } from '../../../errors.ts';
import { errorMessage } from '../../sdk/errors/sdk-error.ts';
import { retry } from '../../sdk/retry.ts';
import { ignoreAlreadyDone, isBusy, retryLimits, type TableWork } from './table-updates.ts';

/**
 * Returns the attribute, or `false` if it is off. A time to live that is being disabled counts as off, although
 * DynamoDB may not accept another attribute yet.
 */
export async function readTimeToLive(client: DynamoDBClient, name: string): Promise<string | false> {
  const answer = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
  const { TimeToLiveStatus: status, AttributeName } = answer.TimeToLiveDescription ?? {};
  return (status === 'ENABLED' || status === 'ENABLING') && AttributeName ? AttributeName : false;
}

/** DynamoDB does not change from one attribute to another. The plan has refused that before. */
export async function setTimeToLive(work: TableWork, name: string, wanted: string | false, had: string): Promise<void> {
  const specification = { Enabled: wanted !== false, AttributeName: wanted === false ? had : wanted };
  const command = new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: specification });
  try {
    await ignoreAlreadyDone(
      retry({ ...retryLimits(work, `set the time to live of table ${name}`), retryable: isBusy }, () =>
        work.client.send(command),
      ),
    );
  } catch (error) {
    const reason = errorMessage(error);
    if (!/modified multiple times|different AttributeName/.test(reason)) throw error;
    throw new ApikitError(
      'TtlChangedRecently',
      `The time to live of table ${name} was changed less than an hour ago, and DynamoDB allows one change an hour. Everything else of the deploy is done.`,
      { hint: 'Run the same command again in an hour: it continues where it stopped.', cause: error },
    );
  }
}
