/** A DynamoDB engine in memory with one table, and one that refuses everything. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { service } from '../../src/local/services/dynamodb/service.ts';
import { startServices } from '../helpers/start-services.ts';

export interface Engine extends AsyncDisposable {
  endpoint: string;
}

export async function startDynamoDb(table: string): Promise<Engine> {
  const { endpoint, close } = await startServices([service], { tableTransitionMs: 0 });
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(
    new CreateTableCommand({
      TableName: table,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 }, { TableName: table });
  client.destroy();
  return { endpoint, [Symbol.asyncDispose]: close };
}

/** Answers every call with an error of DynamoDB. */
export function startFailingDynamoDb(type: string, message = 'arn:aws:secret'): Promise<Engine> {
  const answer: RequestListener = (request, response) => {
    request.resume();
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message }));
  };
  return listen(createServer(answer));
}

/** Drops every connection, at once or in the middle of a response. */
export function startDroppingDynamoDb(when: 'at once' | 'in its answer'): Promise<Engine> {
  const drop: RequestListener = (request, response) => {
    request.resume();
    if (when === 'at once') return void request.socket.destroy();
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': '1000' });
    response.write('{"Items":', () => request.socket.destroy());
  };
  return listen(createServer(drop));
}

async function listen(server: Server): Promise<Engine> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
