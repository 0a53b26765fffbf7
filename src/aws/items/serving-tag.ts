/** The record of which table serves, on the table of the stage's own name (ADR 18). */
import { type DynamoDBClient, TagResourceCommand } from '@aws-sdk/client-dynamodb';
import { LEFT_TAG, SERVED_BY_TAG } from '../../naming/tags.ts';
import { ifThere } from '../sdk/errors/sdk-error.ts';

export interface Serving {
  /** ARN of the table of the stage's own name. */
  readonly own: string;
  /** Names in AWS. */
  readonly serves: string;
  readonly before: string;
}

/** Where the table was deleted, the function's environment is all the record there is. */
export async function recordServing(client: DynamoDBClient, { own, serves, before }: Serving): Promise<void> {
  const Tags = [
    { Key: SERVED_BY_TAG, Value: serves },
    { Key: LEFT_TAG, Value: before },
  ];
  await ifThere(client.send(new TagResourceCommand({ ResourceArn: own, Tags })));
}
