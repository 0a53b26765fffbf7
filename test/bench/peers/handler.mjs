// Every contender serves this handler: hello, create and get, with one kept DynamoDB client. It is copied into each
// project.
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

const endpoint = process.env.BENCH_DYNAMODB;
const client = DynamoDBDocumentClient.from(new DynamoDBClient(endpoint ? { endpoint } : {}));
const TableName = process.env.TABLE_ITEMS ?? 'items';

const json = (statusCode, value) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

export async function hello() {
  return json(200, { message: 'hello' });
}

export async function create(event) {
  const { name } = bodyOf(event);
  const item = { id: randomUUID(), name };
  await client.send(new PutCommand({ TableName, Item: item }));
  return json(201, item);
}

/** claudia-local-api has parsed it already; the sandbox sends base64. */
function bodyOf({ body, isBase64Encoded }) {
  if (typeof body !== 'string') return body;
  return JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body);
}

export async function get(event) {
  const { Item } = await client.send(new GetCommand({ TableName, Key: { id: event.pathParameters.id } }));
  return Item ? json(200, Item) : json(404, { message: 'not found' });
}

export async function handler(event) {
  if (event.resource.endsWith('/health')) return hello();
  return event.httpMethod === 'POST' ? create(event) : get(event);
}
