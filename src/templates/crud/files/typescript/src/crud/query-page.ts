/** Reads one page of the items with the given values in the keys of a table or an index. */
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { ReadPage } from './list.ts';

export const queryPage: ReadPage = async ({ dynamodb }, { tableName, indexName, values, limit, after }) => {
  const names = Object.keys(values);
  const { Items = [], LastEvaluatedKey } = await dynamodb.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: indexName,
      KeyConditionExpression: names.map((_name, index) => `#k${index} = :v${index}`).join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#k${index}`, name])),
      ExpressionAttributeValues: Object.fromEntries(names.map((name, index) => [`:v${index}`, values[name]!])),
      Limit: limit,
      ExclusiveStartKey: after,
    }),
  );
  return { items: Items, last: LastEvaluatedKey };
};
