import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

const table = DynamoDBDocumentClient.from(new DynamoDBClient());
const TableName = process.env.TABLE;

export async function handler({ httpMethod, pathParameters: { id }, body }) {
  if (httpMethod === 'GET') {
    const { Item } = await table.send(new GetCommand({ TableName, Key: { id } }));
    return { statusCode: Item ? 200 : 404, body: JSON.stringify(Item ?? {}) };
  }
  await table.send(new PutCommand({ TableName, Item: { ...JSON.parse(body), id } }));
  return { statusCode: 201, body: JSON.stringify({ id }) };
}
