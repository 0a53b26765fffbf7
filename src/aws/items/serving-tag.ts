/** Records which table serves, as tags of the stage's own table (ADR 18). */
import { type DynamoDBClient, TagResourceCommand } from '@aws-sdk/client-dynamodb';
import { LEFT_TAG, SERVED_BY_TAG } from '../../naming/tags.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

export interface Serving {
  /** The ARN of the stage's own table. */
  readonly own: string;
  /** Names in AWS. */
  readonly serves: string;
  readonly before: string;
}

/** If the own table was deleted, only the function's environment records it. */
export async function recordServing(client: DynamoDBClient, { own, serves, before }: Serving): Promise<void> {
  const Tags = [
    { Key: SERVED_BY_TAG, Value: serves },
    { Key: LEFT_TAG, Value: before },
  ];
  await undefinedIfNotFound(client.send(new TagResourceCommand({ ResourceArn: own, Tags })));
}
