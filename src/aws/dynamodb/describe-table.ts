/** Reads the description and the tags of a DynamoDB table. */
import {
  DescribeTableCommand,
  type DynamoDBClient,
  ListTagsOfResourceCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Tags } from '../../naming/tags.ts';
import { fromTagList } from '../ownership/ownership.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

/** Returns `undefined` if there is no such table. */
export async function describeTable(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  return (await undefinedIfNotFound(client.send(new DescribeTableCommand({ TableName: name }))))?.Table;
}

export async function tagsOfTable(client: DynamoDBClient, { TableArn }: TableDescription): Promise<Tags> {
  const list = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListTagsOfResourceCommand({ ResourceArn: TableArn, NextToken }));
    list.push(...(page.Tags ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return fromTagList(list);
}
